-- +goose Up
-- People only as holders of official posts. code names those that came from a file.
create table person (
  id integer primary key,
  code text not null,
  name text not null,
  folded text not null,
  sort_key text not null
) strict;
create index person_folded on person (folded);
create unique index person_code on person (code) where code <> '';

-- rank: protocol order, 1 is the most senior. single: one holder at a time.
create table position (
  id integer primary key,
  unit integer not null references unit (id),
  title text not null,
  abbrev text not null,
  rank integer not null,
  single integer not null,
  folded text not null
) strict;
create unique index position_unit on position (unit, title);

-- Who held which post from a day to a day, both included; 0 is open.
create table appointment (
  id integer primary key,
  person integer not null references person (id),
  position integer not null references position (id),
  valid_from integer not null,
  valid_to integer not null,
  decision text not null
) strict;
create index appointment_person on appointment (person);
create index appointment_position on appointment (position, valid_from);

