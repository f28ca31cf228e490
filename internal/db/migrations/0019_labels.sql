-- +goose Up
-- An organisation's own words: what its kinds of unit are called, and texts of the
-- program that it says in its own way.
create table unit_kind (
  code text primary key,
  name_vi text not null,
  name_en text not null
) strict;

create table label (
  key text primary key,
  vi text not null,
  en text not null
) strict;
