-- The inbox. One text for SQLite and PostgreSQL: ${integer} and ${bytes} are their names of the types. Times are microseconds since 1970.

-- One row. id: which store this is, part of every id that leaves it, so that two stores never share an idempotency key.
-- next_number: no number from there on was drawn (SQLite). instances: how many processes have had it open. up_for: for how long a gateway has been up on it, in microseconds.
create table store (
  one         ${integer} primary key check (one = 1),
  id          text not null,
  next_number ${integer} not null,
  instances   ${integer} not null,
  up_for      ${integer} not null
);

-- Drawn while the entity is locked, so that numbers rise along each line in the order of the commits.
${numbers}

-- The processes that have it open. beat_at: when it last said that it is there. Of its notifications up to answered_up_to the sender
-- certainly has the answer, except for those in unanswered.
create table instance (
  number         ${integer} primary key,
  beat_at        ${integer} not null,
  answered_up_to ${integer} not null
);

-- What was taken into custody. Never changed. previous: the one before it of the same entity; owner: a digest of who has the ticket after it.
create table notification (
  number      ${integer} primary key,
  received_at ${integer} not null,
  action      text check (length(action) <= 200),
  entity      text check (length(entity) <= 300),
  fingerprint ${bytes},
  previous    ${integer},
  owner       ${bytes},
  instance    ${integer} not null,
  headers     text not null,
  body        ${bytes} not null
);
-- the newest of an entity
create index notification_entity on notification (entity, number) where entity is not null;
-- what an instance has taken and not marked as answered, however many others took meanwhile
create index notification_instance on notification (instance, number);
-- what is old, whatever the clock said in between
create index notification_received on notification (received_at, number);

-- One notification for one channel. Its id is made of notification, replay (0: none), channel and part.
-- state: waiting | delivered | dead | quarantined | replayed | discarded
-- ordered = 1: it is in the line of its channel and entity. Of a line the first has a due_at, those behind it have none.
-- sent = 1: another delivery's run sent it. next_at: not before that. claim: who has it, and by which claim. sends: what its run sent on. last_…: the latest attempt that ended.
create table delivery (
  number       ${integer} primary key,
  notification ${integer} not null,
  replay       integer not null,
  channel      text not null,
  part         text not null,
  sent         integer not null,
  entity       text check (length(entity) <= 300),
  ordered      integer not null,
  action       text check (length(action) <= 200),
  received_at  ${integer} not null,
  state        text not null,
  since        ${integer} not null,
  attempts     integer not null,
  forgiven     integer not null,
  next_at      ${integer},
  due_at       ${integer},
  claim        ${integer},
  claimed_at   ${integer},
  sends        integer not null,
  reason       text,
  payload_kind text not null,
  last_at      ${integer},
  last_took    ${integer},
  last_outcome text,
  last_error   text
) ${hot};
create unique index delivery_id on delivery (notification, channel, replay, part);
create index delivery_waiting on delivery (channel, entity, number) where state = 'waiting';
create index delivery_due on delivery (channel, due_at, number) where state = 'waiting' and due_at is not null and claim is null;
create index delivery_claim on delivery (claim) where claim is not null;
create index delivery_letter on delivery (state, number) where state in ('dead', 'quarantined');
create index delivery_dead on delivery (channel, entity) where state in ('dead', 'quarantined');

-- A body that is not the notification's own.
create table payload (
  delivery ${integer} primary key,
  bytes    ${bytes}
);

-- The attempts before the latest.
create table attempt (
  delivery   ${integer} not null,
  number     integer not null,
  started_at ${integer} not null,
  took       ${integer} not null,
  outcome    text not null,
  error      text,
  primary key (delivery, number)
);

-- How a channel is read, whether it is paused, and whether its destination is down.
create table channel (
  name          text primary key,
  ordered       integer not null,
  hold          integer not null,
  paused_since  ${integer},
  pause_reason  text,
  down_since    ${integer},
  next_probe_at ${integer},
  down_error    text
);
-- What failed since the last success of the channel, in a way that speaks for its destination.
create table channel_failure (
  channel  text not null,
  delivery ${integer} not null,
  entity   text not null,
  tried_at ${integer} not null,
  primary key (channel, delivery)
);

-- The answer did not certainly reach the sender, up to the time when the store has been up for so long.
create table unanswered (
  notification ${integer} primary key,
  fingerprint  ${bytes} not null,
  up_to        ${integer} not null
);
create index unanswered_fingerprint on unanswered (fingerprint);

-- The ids that the sender gave, when gateway.duplicates.id says where they are.
create table sent_id (
  fingerprint  ${bytes} primary key,
  notification ${integer} not null
);
create index sent_id_notification on sent_id (notification);

-- The copies that were not delivered, counted on the one that was.
create table duplicate (
  notification ${integer} not null,
  rule         text not null,
  copies       ${integer} not null,
  last_at      ${integer} not null,
  primary key (notification, rule)
);
