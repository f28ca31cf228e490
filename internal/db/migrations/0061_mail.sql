-- +goose Up
-- Mails to be sent and what became of them. A process takes some by a lease; text and address go when a mail is through.
create table mail_outbox (
  id integer primary key,
  mark text not null,                 -- makes a mail come once, '' for none
  account integer not null,           -- whose mail it is, 0 for none
  kind text not null,                 -- reminder, digest, confirm, test
  address text not null,
  subject text not null,
  body text not null,
  off text not null,                  -- page where such mails are switched off
  made_at integer not null,
  due_at integer not null,            -- of the next try
  tries integer not null,
  lease text not null,
  lease_until integer not null,
  state text not null,                -- waiting, sent, failed
  ended_at integer not null,
  reason text not null                -- of the last refusal
) strict;
create unique index mail_outbox_mark on mail_outbox (mark) where mark <> '';
create index mail_outbox_due on mail_outbox (due_at) where state = 'waiting';
create index mail_outbox_ended on mail_outbox (ended_at) where state <> 'waiting';

-- Where a person gets mails, after the address was confirmed, and how many.
create table account_mail (
  account integer primary key references account (id),
  address text not null,              -- confirmed, '' for none
  confirmed_at integer not null,
  wanted text not null,               -- waits to be confirmed, '' for none
  code_hash text not null,
  code_until integer not null,
  code_tries integer not null,
  codes_on integer not null,          -- the day on which codes were sent, and how many
  codes integer not null,
  choice text not null,               -- none, digest, each
  digest_on integer not null,         -- the last day with a digest
  refused text not null               -- why the address took no mail, '' for none
) strict;

-- What waits for the next digest of an account.
create table mail_digest (
  id integer primary key,
  account integer not null references account (id),
  mark text not null,
  subject integer not null,           -- what is due: a filing or an explanation
  kind text not null,
  line text not null,
  at integer not null
) strict;
create unique index mail_digest_mark on mail_digest (account, mark);
