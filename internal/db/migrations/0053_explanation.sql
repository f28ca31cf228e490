-- +goose Up
-- A superior asks a unit to explain a figure; question and answer stay with it.
create table explanation (
  id integer primary key,
  request integer not null references report_request (id),
  unit integer not null,              -- that explains
  asker integer not null,             -- the unit that asks
  indicator text not null,
  whole integer not null,             -- 1: the total of the unit and all below, 0: its own figure
  version integer not null,           -- of the unit's report that was seen, 0: it has none of its own
  seen text not null,                 -- the figure that was seen, JSON
  question text not null,             -- the newest
  due integer not null,
  state text not null,                -- asked, answered, taken, withdrawn
  draft text not null,                -- the unit's own desks alone
  drafted_by text not null,
  answer text not null,               -- the newest
  late integer not null,              -- 1: the first answer came after its deadline
  asked_at integer not null,
  asked_by text not null,
  changed_at integer not null,
  answered_at integer not null        -- of the newest answer, 0: none
) strict;
create index explanation_request on explanation (request, unit);
create index explanation_unit on explanation (unit, state);
create index explanation_asker on explanation (asker, state);

create table explanation_entry (
  id integer primary key,
  explanation integer not null references explanation (id),
  at integer not null,
  actor text not null,
  unit integer not null,
  kind text not null,                 -- asked, answered, again, taken, withdrawn
  body text not null,
  due integer not null                -- of asked and again
) strict;
create index explanation_entry_of on explanation_entry (explanation, at);
