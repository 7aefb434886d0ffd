-- What a copy is told by: the one before it of the same entity, and who has the ticket after it (a digest, never the address).
alter table notification add column if not exists previous bigint;
alter table notification add column if not exists owner varbinary(32);
alter table entity_head add column if not exists received_at timestamp(6) with time zone;
alter table entity_head add column if not exists owner varbinary(32);
update entity_head h set received_at = (select n.received_at from notification n where n.number = h.notification)
  where received_at is null;

-- Accepted, and the answer did not certainly reach the sender. Written behind; the watermark says how far.
create table if not exists unanswered (
  notification bigint primary key,
  fingerprint  varbinary(32) not null
);
create index if not exists unanswered_fingerprint on unanswered (fingerprint);
create table if not exists unanswered_watermark (notification bigint not null);
-- of what was accepted before this version nobody knows how it was answered: as if it had been
insert into unanswered_watermark (notification)
  select coalesce(max(number), -1) from notification where not exists (select 1 from unanswered_watermark);

-- Which of the notifications above the watermark were answered since: one row per group, eight bytes per number.
create table if not exists answered (
  number        bigint generated always as identity primary key,
  notifications varbinary not null
);

-- The ids that the sender gave, when gateway.duplicates.id says where they are.
create table if not exists sent_id (
  fingerprint  varbinary(32) primary key,
  notification bigint not null
);

-- The copies that were not delivered, counted on the one that was.
create table if not exists duplicate (
  notification bigint not null,
  rule         varchar(12) not null,
  copies       bigint not null,
  last_at      timestamp(6) with time zone not null,
  primary key (notification, rule)
);
