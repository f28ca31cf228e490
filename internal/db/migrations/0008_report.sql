-- +goose Up
-- A version of a form; body is the canonical JSON of it and never changes.
create table report_form (
  id integer primary key,
  code text not null,
  version integer not null,
  body text not null,
  at integer not null,
  unique (code, version)
) strict;

-- A form asked for a period. The period's name and days stand here too, so
-- that the report of the period before is found without asking the calendar.
create table report_request (
  id integer primary key,
  form integer not null references report_form (id),
  form_code text not null,
  period integer not null,
  period_kind text not null,
  period_year integer not null,
  period_n integer not null,
  period_from integer not null,
  period_to integer not null,
  period_event integer not null,
  period_name text not null,
  opener integer not null,
  scope text not null,
  deadline integer not null,
  note text not null,
  opened_at integer not null,
  opened_by text not null,
  unique (form_code, period, opener)
) strict;
create index report_request_opener on report_request (opener, opened_at);
create index report_request_period on report_request (form_code, period_kind, period_year, period_n);

-- What is asked of one unit. signed holds content and signature between
-- signing and filing; current is the number of the newest filed version.
create table filing (
  id integer primary key,
  request integer not null references report_request (id),
  unit integer not null,
  receiver integer not null,
  state text not null,
  draft_version integer not null,
  current integer not null,
  late integer not null,
  first_filed_at integer not null,
  changed_at integer not null,
  signed text not null,
  unique (request, unit)
) strict;
create index filing_unit on filing (unit, state);
create index filing_receiver on filing (receiver, state);

-- What was typed, field by field, so that two desks of a unit do not overwrite
-- each other. version is the draft_version that this text came with.
create table filing_field (
  filing integer not null references filing (id),
  field text not null,
  text text not null,
  version integer not null,
  account integer not null,
  name text not null,
  at integer not null,
  primary key (filing, field)
) strict;

-- Filed versions; never changed.
create table filing_version (
  filing integer not null references filing (id),
  version integer not null,
  figures text not null,
  content text not null,
  signature text not null,
  number text not null,
  dated integer not null,
  file text not null,
  file_name text not null,
  file_size integer not null,
  filed_at integer not null,
  filed_by text not null,
  late integer not null,
  hash text not null,
  primary key (filing, version)
) strict;

-- What the level above said about a version: accepted, or returned with
-- remarks. field is "" for the report as a whole.
create table filing_remark (
  id integer primary key,
  filing integer not null references filing (id),
  version integer not null,
  verdict text not null,
  field text not null,
  text text not null,
  account integer not null,
  name text not null,
  unit integer not null,
  at integer not null
) strict;
create index filing_remark_filing on filing_remark (filing, version);
