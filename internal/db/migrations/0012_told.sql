-- +goose Up
-- What commits told of changed topics, for the other processes on the same PostgreSQL database; empty on SQLite, which has one
-- process. Kept for an hour.
create table told (
  seq integer primary key,
  at integer not null,                         -- real time
  origin text not null,                        -- the process
  topics text not null                         -- JSON: version by topic
) strict;
