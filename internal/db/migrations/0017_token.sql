-- +goose Up
-- Access tokens of a unit for other programs. Only a hash is kept; hint is the
-- end of the token, to tell one from another. Moments are real time.
create table access_token (
  id integer primary key,
  unit integer not null,
  name text not null,
  token_hash text not null unique,
  hint text not null,
  scopes text not null,
  maker integer not null references account (id),
  maker_name text not null,
  made_at integer not null,
  expires integer not null,
  used_at integer not null,
  revoked_at integer not null,
  revoked_by text not null
) strict;
create index access_token_unit on access_token (unit, id);
