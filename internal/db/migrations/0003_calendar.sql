-- +goose Up
-- Events that others anchor to. code is empty for those nobody refers to by name.
create table event (
  id integer primary key,
  code text not null,
  name text not null,
  kind text not null,
  day integer not null,
  provisional integer not null,
  unit integer not null references unit (id),
  folded text not null,
  removed integer not null
) strict;
create index event_day on event (day);
create unique index event_code on event (code) where code <> '' and removed = 0;

create table event_move (
  id integer primary key,
  event integer not null references event (id),
  day_before integer not null,
  day_after integer not null,
  provisional integer not null,
  reason text not null,
  at integer not null,
  account integer not null,
  actor text not null
) strict;
create index event_move_event on event_move (event, at);

-- Who stands or falls with an event's day. day_from is the first day on which
-- the record makes sense, 0 for none: the event cannot move before it.
create table event_anchor (
  event integer not null references event (id),
  kind text not null,
  subject integer not null,
  label text not null,
  link text not null,
  day_from integer not null,
  primary key (event, kind, subject)
) strict;
create index event_anchor_subject on event_anchor (subject);

-- Periods. n as in the period's name; an ad-hoc period has its own span, its
-- end either a day or the day of an event.
create table period (
  id integer primary key,
  kind text not null,
  year integer not null,
  n integer not null,
  day_from integer not null,
  day_to integer not null,
  end_event integer not null,
  name text not null
) strict;
create unique index period_named on period (kind, year, n) where kind <> 'adhoc';
create unique index period_adhoc on period (day_from, day_to, end_event, name) where kind = 'adhoc';

-- Terms of bodies (khóa, nhiệm kỳ) and their sessions (kỳ họp).
create table term (
  id integer primary key,
  body text not null,
  ordinal integer not null,
  year_from integer not null,
  year_to integer not null,
  folded text not null,
  unique (body, year_from, year_to)
) strict;

create table term_session (
  id integer primary key,
  term integer not null references term (id),
  ordinal integer not null,
  unique (term, ordinal)
) strict;

