-- +goose Up
-- A calendar of deadlines that a program of the person's own reads with a secret address: one for each account, kept as a hash.
create table calendar_feed (
  account integer primary key references account (id),
  token_hash text not null unique,
  hint text not null,
  made_at integer not null,
  used_at integer not null
) strict;

-- How often the deadlines of a request moved, and when last: calendars outside take over what has a higher number.
alter table report_request add column moved integer not null default 0;
alter table report_request add column moved_at integer not null default 0;
