-- +goose Up
-- That the period of a request ended on another day, because its event moved, and what became of the deadlines by level, as JSON: the
-- units read it as a notice until their report is in.
create table report_moved (
  id integer primary key,
  request integer not null references report_request (id),
  event integer not null,
  event_name text not null,
  end_before integer not null,
  end_after integer not null,
  dues text not null,
  at integer not null,
  account integer not null,
  name text not null
) strict;
create index report_moved_request on report_moved (request, at);
