-- Small texts that the instances on one store share. Until held_until it is the holder's to write.
create table leased_state (
  name       text primary key,
  holder     text not null,
  held_until ${integer} not null,
  content    text not null
);

-- What menta sends, as far as it was seen: names and types, never a value. up_to: the number of the last notification that was looked at.
create table contract (
  one   ${integer} primary key check (one = 1),
  up_to ${integer} not null,
  since ${integer}
);
insert into contract (one, up_to) values (1, 0);
-- A row without a path is the action itself. example: the latest notification that has it. news = 1: it came late, and nobody has said that it is known.
create table contract_field (
  action   text not null,
  path     text not null,
  type     text not null,
  seen     ${integer} not null,
  first_at ${integer} not null,
  last_at  ${integer} not null,
  example  ${integer} not null,
  news     integer not null,
  primary key (action, path, type)
);
