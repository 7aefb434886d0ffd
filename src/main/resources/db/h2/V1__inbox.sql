-- "if not exists": H2 commits each statement by itself, so a process killed half-way runs this file again.

-- One row: which store this is. Part of every id that leaves it, so that two stores never share an idempotency key.
create table if not exists store (id varchar(16) not null);

-- Numbers are handed out in blocks, so that a restart never hands one out twice, whatever retention has removed.
create sequence if not exists number_block;

-- What was taken into custody. Never changed; the key rises, so that accepting is an append.
create table if not exists notification (
  number      bigint primary key,
  received_at timestamp(6) with time zone not null,
  action      varchar(200),
  entity      varchar(300),
  fingerprint varbinary(32),
  headers     varchar not null,
  body        varbinary not null
);

-- One notification for one channel. The notification's first one has the notification's own number.
-- state: waiting | delivered | dead | quarantined | replayed | discarded
create table if not exists delivery (
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
  payload      varbinary,
  replay_of    bigint,
  -- the delivery that sends it on, when that sends so many that they are written bit by bit: while that one waits, this one is not there
  sent_by      bigint
);
-- within each state the numbers rise: this index is appended to, never searched for a place
create index if not exists delivery_state on delivery (state, number);

create table if not exists attempt (
  delivery   bigint not null,
  number     integer not null,
  started_at timestamp(6) with time zone not null,
  took_ms    bigint not null,
  outcome    varchar(12) not null,
  error      varchar(2000),
  primary key (delivery, number)
);

-- The newest accepted notification of each entity, written behind; the watermark says how far.
create table if not exists entity_head (
  entity       varchar(300) primary key,
  notification bigint not null,
  fingerprint  varbinary(32) not null
);
create table if not exists entity_head_watermark (notification bigint not null);
