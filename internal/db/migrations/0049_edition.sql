-- +goose Up
-- A request frozen and signed. body is the canonical JSON of all that stands behind the figures and never changes; head is what
-- a list shows of it. A correction makes the next edition.
create table report_edition (
  id integer primary key,
  request integer not null references report_request (id),
  n integer not null,
  body text not null,
  head text not null,
  hash text not null,
  at integer not null,
  unique (request, n)
) strict;
