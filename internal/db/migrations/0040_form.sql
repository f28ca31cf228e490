-- +goose Up
-- Who keeps a form: 0 is the root. A version that is published never changes.
alter table report_form add column owner integer not null default 0;
alter table report_form add column published_by text not null default '';

-- The next version of a form while it is being made: of the unit that keeps
-- the form, and nobody else's. body holds whatever was written, also what does
-- not fit together yet.
create table form_draft (
  code text primary key,
  owner integer not null,
  version integer not null,
  body text not null,
  different text not null,
  changed_at integer not null,
  changed_by text not null
) strict;
