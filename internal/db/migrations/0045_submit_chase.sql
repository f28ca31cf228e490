-- +goose Up
-- A draft that its desk submitted to the head for signature, and what the head said when giving it back to the desk.
alter table filing add column submitted_at integer not null default 0;
alter table filing add column submitted_by text not null default '';
alter table filing add column submit_note text not null default '';
alter table filing add column handed_at integer not null default 0;
alter table filing add column handed_by text not null default '';
alter table filing add column handed_note text not null default '';

-- Who to call about a unit's reports.
create table office_contact (
  unit integer primary key,
  name text not null,
  phone text not null,
  email text not null,
  changed_at integer not null,
  changed_by text not null
) strict;

-- Reminders to file, by the program at the regime's times (before, due, late) or by a person (chase). mark makes those of the
-- program come once.
create table report_reminder (
  id integer primary key,
  request integer not null references report_request (id),
  filing integer not null references filing (id),
  kind text not null,
  mark text not null,
  text text not null,
  at integer not null,
  account integer not null,
  name text not null,
  unit integer not null
) strict;
create index report_reminder_filing on report_reminder (filing, at);
create unique index report_reminder_mark on report_reminder (filing, mark) where mark <> '';
create index filing_open on filing (deadline) where state in ('draft', 'signed', 'returned');
