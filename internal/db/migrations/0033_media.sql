-- +goose Up
-- Which process runs sound and picture, for the others on the same PostgreSQL database: where browsers reach it, and what admits
-- to it. The secret is drawn anew at each start and ends with the process.
create table media_server (
  id integer primary key,                      -- always 1
  url text not null,                           -- "" is the host of the page
  key text not null,
  secret text not null,
  until integer not null                       -- real time until which it lives if it says nothing more
) strict;
