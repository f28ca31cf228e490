-- +goose Up
-- Levels and groups are data: an organisation has as many as it needs.
create table unit_level (
  code text primary key,
  rank integer not null,
  name_vi text not null,
  name_en text not null
) strict;

create table unit_group (
  id integer primary key,
  code text not null unique,
  kind text not null,
  name text not null,
  sort_key text not null
) strict;

create table unit (
  id integer primary key,
  code text not null unique,
  invented integer not null
) strict;

-- What a unit was called and where it stood from a day to a day, both
-- included. valid_from 0: since before the records; valid_to 0: until further notice.
create table unit_version (
  unit integer not null references unit (id),
  valid_from integer not null,
  valid_to integer not null,
  parent integer not null,
  name text not null,
  short_name text not null,
  kind text not null,
  level text not null references unit_level (code),
  tile_col integer not null,
  tile_row integer not null,
  sort_key text not null,
  primary key (unit, valid_from)
) strict;
create index unit_version_parent on unit_version (parent, valid_from);

create table unit_group_member (
  unit integer not null references unit (id),
  unit_group integer not null references unit_group (id),
  primary key (unit_group, unit)
) strict;
create index unit_group_member_unit on unit_group_member (unit);

-- What happened to units. mark makes the same change of a file come in once.
create table unit_change (
  id integer primary key,
  day integer not null,
  kind text not null,
  act text not null,
  note text not null,
  mark text not null unique
) strict;

create table unit_change_part (
  change integer not null references unit_change (id),
  side text not null,
  unit integer not null references unit (id),
  primary key (unit, change, side)
) strict;
create index unit_change_part_change on unit_change_part (change);

