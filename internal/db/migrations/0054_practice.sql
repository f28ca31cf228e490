-- +goose Up
-- What works in a unit and others may take over.
create table practice (
  id integer primary key,
  unit integer not null,
  subject text not null,
  subject_folded text not null,
  title text not null,
  summary text not null,
  body text not null,
  folded text not null,               -- of title, summary and body, for search
  filing integer not null,            -- the report that it comes from, 0: none
  state text not null,                -- shared, withdrawn
  shared_at integer not null,
  shared_by text not null,
  endorsed_at integer not null,       -- 0: not
  endorser integer not null,          -- the unit above that vouches for it
  endorsed_by text not null,
  word text not null,                 -- what it said with it
  reason text not null                -- why withdrawn
) strict;
create index practice_unit on practice (unit);
create index practice_shared on practice (shared_at);

create table practice_file (
  id integer primary key,
  practice integer not null references practice (id),
  name text not null,
  mime text not null,
  blob text not null,
  size integer not null
) strict;
create index practice_file_of on practice_file (practice);

create table practice_adopter (
  practice integer not null references practice (id),
  unit integer not null,
  at integer not null,
  actor text not null,
  note text not null,
  primary key (practice, unit)
) strict;
create index practice_adopter_unit on practice_adopter (unit);
