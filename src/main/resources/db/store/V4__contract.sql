-- Small texts that the instances on one store share. Until held_until it is the holder's to write.
create table leased_state (
  name       text primary key,
  holder     text not null,
  held_until ${integer} not null,
  content    text not null
);
