-- +goose Up
-- Passkeys: public keys only. credential is its id in base64url; record what the verifier keeps of it;
-- cloned_at when its counter went back, 0 for never.
create table account_passkey (
  id integer primary key,
  account integer not null references account (id),
  credential text not null unique,
  name text not null,
  record text not null,
  added_at integer not null,
  used_at integer not null,
  cloned_at integer not null
) strict;
create index account_passkey_account on account_passkey (account);

-- The authenticator app of an account. last_step is the last time step whose code was taken.
create table account_totp (
  account integer primary key references account (id),
  secret text not null,
  last_step integer not null,
  added_at integer not null,
  used_at integer not null
) strict;

-- Recovery codes that were not used yet; only their hashes.
create table account_recovery (
  account integer not null references account (id),
  code_hash text not null,
  primary key (account, code_hash)
) strict;

-- Whom an outside provider knows an account as.
create table account_identity (
  issuer text not null,
  subject text not null,
  account integer not null references account (id),
  added_at integer not null,
  used_at integer not null,
  primary key (issuer, subject)
) strict;
create index account_identity_account on account_identity (account);

-- What waits for an answer, once and for minutes: challenges to a passkey, secrets to be confirmed, sign-ins
-- under way at a provider. ref is a hash of what the browser holds.
create table account_challenge (
  ref text primary key,
  kind text not null,
  account integer not null,
  data text not null,
  expires integer not null
) strict;
create index account_challenge_expires on account_challenge (expires);
