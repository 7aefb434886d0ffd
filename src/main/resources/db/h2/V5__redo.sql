-- How far the redo log is contained in this file, and which block of numbers was drawn last: both move with each transaction.
create table redo (
  position     bigint not null,
  number_block bigint not null
);
insert into redo (position, number_block) values (0, 0);

-- A statement that is run again has to write the same row again: numbers come with it. Those of before stand below them.
alter table answered alter column number drop identity;
update answered set number = -number;
