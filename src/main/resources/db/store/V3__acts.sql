-- What people did. outcome: begun | done | refused; begun: nobody noted how it ended. done, refused: how many deliveries, of an act about many.
-- next_step: where the next step of the same act goes on.
create table act (
  number    ${integer} primary key,
  began_at  ${integer} not null,
  who       text not null,
  what      text not null,
  about     text not null,
  why       text,
  outcome   text not null,
  detail    text,
  done      ${integer} not null,
  refused   ${integer} not null,
  next_step ${integer}
);
create index act_began on act (began_at);
-- The steps of acts that go on; few at a time. Without it the database would read every act, in the writer's transaction.
create index act_next_step on act (next_step, number) where next_step is not null;
-- What an act was about: deliveries, notifications, destinations. notification: the number of that of a delivery. changed = 1: it was.
create table act_about (
  act          ${integer} not null,
  id           text not null,
  notification ${integer},
  changed      integer not null,
  primary key (act, id)
);
create index act_about_id on act_about (id, act);
create index act_about_notification on act_about (notification, act) where notification is not null;
-- What was sent again, and may have another entity than its notification: a newer one of it is looked for here too.
create index delivery_replayed on delivery (entity, number) where replay > 0 and entity is not null;
