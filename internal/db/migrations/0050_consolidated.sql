-- +goose Up
-- What a unit's office makes of the texts of the units below, section by section. Each save is a row of its own, so that what
-- was written before can be read again; sources names the versions of the reports that the writer had before its eyes.
create table report_consolidated (
  request integer not null references report_request (id),
  unit integer not null,
  section text not null,
  version integer not null,
  text text not null,
  sources text not null,
  account integer not null,
  name text not null,
  at integer not null,
  primary key (request, unit, section, version)
) strict;
