-- +goose Up
create table task (
  id integer primary key,
  title text not null,
  assigner integer not null,
  lead integer not null,
  keeper integer not null,
  due_date integer not null,
  due_event integer not null,
  priority text not null,
  product text not null,
  origin_kind text not null,
  origin integer not null,
  conference integer not null,
  label text not null,
  period integer not null,
  fanout integer not null,
  state text not null,
  percent integer not null,
  note text not null,
  blocked text not null,
  blocker integer not null,
  result text not null,
  reason text not null,
  prepared_at integer not null,
  issued_at integer not null,
  updated_at integer not null,
  done_at integer not null
) strict;
create index task_lead on task (lead, state);
create index task_assigner on task (assigner, state);
create index task_keeper on task (keeper, state);
create index task_conference on task (conference);
create index task_origin on task (origin_kind, origin);
create index task_fanout on task (fanout);

create table task_coordinating (
  task integer not null references task (id),
  unit integer not null,
  primary key (task, unit)
) strict;
create index task_coordinating_unit on task_coordinating (unit);

-- Units that led a task before it was given to another.
create table task_former_lead (
  task integer not null references task (id),
  unit integer not null,
  until integer not null,
  reason text not null,
  primary key (task, unit, until)
) strict;
create index task_former_lead_unit on task_former_lead (unit);

-- The history of a task, as its units see it.
create table task_update (
  id integer primary key,
  task integer not null references task (id),
  at integer not null,
  actor text not null,
  unit integer not null,
  kind text not null,
  state text not null,
  percent integer not null,
  note text not null,
  blocked text not null,
  blocker integer not null
) strict;
create index task_update_task on task_update (task, at);
