-- Channels of which nothing is handed out, because a person wants it so.
create table if not exists channel_pause (
  channel varchar(100) primary key,
  since   timestamp(6) with time zone not null,
  reason  varchar(2000) not null
);

-- Deliveries that send on bit by bit and are not done yet, and the first of what they sent: a start takes that back without looking at
-- everything that waits.
create table if not exists unfinished_sends (
  sender     bigint primary key,
  first_send bigint not null
);
merge into unfinished_sends (sender, first_send) key (sender)
  select sent_by, min(number) from delivery where state = 'waiting' and sent_by is not null
    and sent_by in (select number from delivery where state = 'waiting') group by sent_by;
