-- +goose Up
-- Units that came in from a file, so that the whole of it can be taken back.
create table unit_import (
  id integer primary key,
  at integer not null,
  account integer not null,
  actor text not null,
  unit integer not null,                        -- in which the account worked
  file text not null,                           -- its name
  state text not null check (state in ('draft', 'running', 'done', 'undoing', 'undone')),
  lines text not null,                          -- JSON: the table as it was read
  fresh integer not null default 0,             -- units that it made
  altered integer not null default 0,           -- units that it changed
  changed_at integer not null                   -- of the state
) strict;
create index unit_import_account on unit_import (account, at);

-- What an import did: a unit that it made, or a version that it added (from the day on).
create table unit_import_part (
  import integer not null references unit_import (id),
  unit integer not null,                        -- no reference: written before the unit itself, gone after it
  valid_from integer not null,
  fresh integer not null,
  primary key (import, unit)
) strict;
