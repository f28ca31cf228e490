-- +goose Up
-- What an installation decided about a newer version of a form that comes with the program: it is the draft of the form's next
-- version, that draft is published, or it was set aside. Nothing is here about one that nobody has decided about.
create table form_offer (
  code text not null,
  version integer not null,  -- among the program's versions of the form
  state text not null,       -- drafted, published, aside
  at integer not null,
  by_name text not null,
  primary key (code, version)
) strict;
