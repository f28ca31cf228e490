-- +goose Up
-- A file of accounts that somebody brought: a draft until it is taken over. Its lines go when it is done.
create table account_import (
  id integer primary key,
  at integer not null,
  account integer not null,
  actor text not null,
  unit integer not null,                        -- in which the account worked
  file text not null,                           -- its name
  state text not null check (state in ('draft', 'running', 'done')),
  run integer not null default 0,               -- the call that takes it over; a later one puts an earlier one off
  lines text not null,                          -- JSON: the table as it was read
  fresh integer not null default 0,             -- accounts that it made
  changed_at integer not null                   -- of the state
) strict;
create index account_import_account on account_import (account, at);

-- The account that a line became.
create table account_import_part (
  import integer not null references account_import (id),
  line integer not null,
  account integer not null references account (id),
  primary key (import, line)
) strict;
create index account_import_part_account on account_import_part (account);
