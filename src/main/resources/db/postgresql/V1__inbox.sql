-- The inbox that several gateways share. The whole file is one transaction: a process killed half-way leaves nothing of it.

-- One row: which store this is. Part of every id that leaves it, so that two stores never share an idempotency key.
create table store (
  id   varchar(16) not null,
  one boolean primary key default true check (one)
);

-- Drawn while the entity is locked, so that numbers rise along each lane in the order of the commits.
create sequence number start 10000;

-- What was taken into custody. Never changed.
create table notification (
  number      bigint primary key,
  received_at timestamp(6) with time zone not null,
  action      varchar(200),
  entity      varchar(300),
  fingerprint bytea,
  headers     text not null,
  body        bytea not null,
  previous    bigint,
  owner       bytea
);

-- One notification for one channel. The notification's first one has the notification's own number.
-- state: waiting | delivered | dead | quarantined | replayed | discarded
create table delivery (
  number       bigint primary key,
  notification bigint not null,
  channel      varchar(100) not null,
  entity       varchar(300),
  action       varchar(200),
  received_at  timestamp(6) with time zone not null,
  state        varchar(12) not null,
  since        timestamp(6) with time zone not null,
  due_at       timestamp(6) with time zone,
  attempts     integer not null,
  forgiven     integer not null,
  reason       varchar(2000),
  payload_kind varchar(100) not null,
  payload      bytea,
  replay_of    bigint,
  sent_by      bigint
);
create index delivery_notification on delivery (notification);
-- the head of a lane; holds what waits only, so that it stays small however long the history is
create index delivery_waiting on delivery (channel, entity, number) where state = 'waiting';
create index delivery_letters on delivery (state, number) where state in ('dead', 'quarantined');
create index delivery_dead on delivery (channel, entity) where state = 'dead';

create table attempt (
  delivery   bigint not null,
  number     integer not null,
  started_at timestamp(6) with time zone not null,
  took_ms    bigint not null,
  outcome    varchar(12) not null,
  error      varchar(2000),
  primary key (delivery, number)
);

-- One channel and one entity ('=' and its name), or one delivery that has no order ('#' and its number), while it has work.
-- next_at: when it may be claimed; while it is claimed (token is not null), when the lease ends; infinity: a dead letter holds it up.
-- version rises with each arrival, so that whoever has delivered the last one notices that there is more.
create table lane (
  channel    varchar(100) not null,
  name       varchar(310) not null,
  version    bigint not null,
  next_at    timestamp(6) with time zone not null,
  token      bigint,
  claimed_at timestamp(6) with time zone,
  primary key (channel, name)
) with (fillfactor = 70);
create index lane_next on lane (channel, next_at);

-- How a channel is read, whether it is paused, and whether its destination is down.
create table channel (
  name          varchar(100) primary key,
  ordered       boolean not null default true,
  paused_since  timestamp(6) with time zone,
  pause_reason  varchar(2000),
  down_since    timestamp(6) with time zone,
  next_probe_at timestamp(6) with time zone
);
-- What failed since the last success of the channel, in a way that speaks for its destination.
create table channel_failure (
  channel  varchar(100) not null,
  lane     varchar(310) not null,
  entity   varchar(310) not null,
  tried_at timestamp(6) with time zone not null,
  primary key (channel, lane)
);

-- The newest accepted notification of each entity.
create table entity_head (
  entity       varchar(300) primary key,
  notification bigint not null,
  fingerprint  bytea not null,
  received_at  timestamp(6) with time zone,
  owner        bytea
) with (fillfactor = 70);

-- Accepted, and the answer did not certainly reach the sender: a row leaves as soon as it did.
create table unanswered (
  notification bigint primary key,
  fingerprint  bytea not null
);
create index unanswered_fingerprint on unanswered (fingerprint);

-- The ids that the sender gave, when gateway.duplicates.id says where they are.
create table sent_id (
  fingerprint  bytea primary key,
  notification bigint not null
);

-- The copies that were not delivered, counted on the one that was.
create table duplicate (
  notification bigint not null,
  rule         varchar(12) not null,
  copies       bigint not null,
  last_at      timestamp(6) with time zone not null,
  primary key (notification, rule)
);
