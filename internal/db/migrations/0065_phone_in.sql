-- +goose Up
-- A unit that phones: who of the level above typed for it, on whose word and when that was said. state: open (the draft is what was
-- typed so, and nothing else), taken (the unit goes on with it), rejected (by the unit), withdrawn (by who typed). entered holds the
-- fields as this call left them, as JSON: the level above keeps what it typed, and nothing of what the unit writes later.
create table phone_in (
  id integer primary key,
  filing integer not null references filing (id),
  unit integer not null,
  account integer not null,
  name text not null,
  caller text not null,
  title text not null,
  phone text not null,
  called_at integer not null,
  at integer not null,
  entered text not null,
  state text not null,
  ended_at integer not null,
  ended_by text not null,
  reason text not null
) strict;
create index phone_in_filing on phone_in (filing, at);

-- The call with which a field was typed, 0 where the unit's own desk typed it.
alter table filing_field add column phone integer not null default 0;
