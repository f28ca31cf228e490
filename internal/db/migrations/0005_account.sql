-- +goose Up
-- login_key: without case and diacritics. demo_order: place on the sign-in page of a demo, 0 for none.
create table account (
  id integer primary key,
  login text not null,
  login_key text not null unique,
  name text not null,
  sort_key text not null,
  person integer not null,
  lang text not null,
  password text not null,
  password_at integer not null,
  signed_in_at integer not null,
  closed integer not null,
  demo_order integer not null,
  demo_label_vi text not null,
  demo_label_en text not null,
  demo_about_vi text not null,
  demo_about_en text not null
) strict;
create index account_demo on account (demo_order) where demo_order > 0;

-- A role on a unit from a day to a day, both included; 0 is open.
create table account_grant (
  id integer primary key,
  account integer not null references account (id),
  role text not null,
  unit integer not null,
  valid_from integer not null,
  valid_to integer not null,
  decision text not null
) strict;
create index account_grant_account on account_grant (account);
create index account_grant_unit on account_grant (unit);

-- Tries to sign in since the last success, known login or not; only a hash of what was typed.
create table sign_in_try (
  login_hash text primary key,
  tries integer not null,
  tried_at integer not null
) strict;
create index sign_in_try_at on sign_in_try (tried_at);
