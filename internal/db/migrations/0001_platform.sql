-- +goose Up
-- Results of writes by idempotency key: a retry returns the first result.
create table idem (
  key text primary key,
  result text not null,
  at integer not null
) strict;

-- The journal: who did what, when. Hash-chained over salted hashes of the
-- bodies, which stand in a table of their own so that what must be deletable
-- can be deleted without breaking the chain.
create table journal (
  seq integer primary key,
  at integer not null,
  account integer not null,
  actor text not null,
  unit integer not null,
  kind text not null,
  subject integer not null,
  body_hash text not null,
  hash text not null
) strict;
create index journal_subject on journal (subject, seq);
create index journal_unit on journal (unit, seq);

create table journal_body (
  seq integer primary key references journal (seq),
  salt text not null,
  body text not null
) strict;

-- Browser sessions; only the hash of a token is kept.
create table login_session (
  token_hash text primary key,
  data blob not null,
  account integer not null,
  expires integer not null
) strict;
create index login_session_account on login_session (account);
create index login_session_expires on login_session (expires);

-- Jobs: a row is taken by lease, so that one process and several need no different code.
create table job (
  name text primary key,
  due integer not null,
  lease integer not null,
  ran integer not null,
  failed text not null
) strict;
