-- Up to when the slots of a channel with a rate are given out.
alter table channel add column paced_until ${integer};
