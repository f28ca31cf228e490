-- +goose Up
-- How long each kind is kept, and what the last clean-up did. A kind without a row is kept as long as the program says.
create table retention (
  kind text primary key,
  days integer not null,                       -- 0: as the program says
  changed_at integer not null,                 -- real time, 0: never
  ran_at integer not null,                     -- real time of the last clean-up, 0: none yet
  removed integer not null,                    -- by the last clean-up
  removed_all integer not null                 -- since the beginning
) strict;

-- Since when an account is closed, and when its login, name and factors were removed; 0: it is not, they were not.
alter table account add column closed_at integer not null default 0;
alter table account add column forgotten_at integer not null default 0;
update account set closed_at = coalesce((select max(j.at) from journal j where j.subject = account.id and j.kind = 'account.closed'), 0) where closed = 1;

-- What the clean-up looks for, so that a day on which nothing is due costs nothing.
create index idem_at on idem (at);
create index account_closed on account (closed_at) where closed = 1 and forgotten_at = 0;
create index filing_never_filed on filing (request) where state = 'draft' and current = 0;
create index conference_site_state_at on conference_site_state (at);
