-- +goose Up
-- leaves: the last day of whoever leaves, 0 for none. capacity: in which a deputy signs, '' for the head's own grant.
alter table account add column leaves integer not null default 0;
alter table account_grant add column capacity text not null default '';

-- The one code with which an account may set its password now; only its hash.
create table activation (
  account integer primary key references account (id),
  code_hash text not null,
  issued_at integer not null,                  -- real time
  expires integer not null,                    -- real time
  tries integer not null
) strict;

-- A device of a unit: an account of its own without a password. code_hash is '' once the device is enrolled.
create table device (
  account integer primary key references account (id),
  unit integer not null references unit (id),
  purpose text not null,
  code_hash text not null,
  code_expires integer not null,               -- real time
  made_at integer not null,                    -- real time
  enrolled_at integer not null,                -- real time, 0 for not yet
  revoked_at integer not null                  -- real time, 0 for not
) strict;
create index device_unit on device (unit);
create index device_code on device (code_hash) where code_hash <> '';

-- Somebody asks that what is kept on them be corrected. state: open, done, refused.
create table correction (
  id integer primary key,
  account integer not null references account (id),
  unit integer not null,
  wish text not null,
  state text not null,
  asked_at integer not null,                   -- domain time
  answer text not null,
  answered_by text not null,
  answered_at integer not null                 -- domain time, 0 for not yet
) strict;
create index correction_account on correction (account, asked_at);
create index correction_unit on correction (unit, state);
