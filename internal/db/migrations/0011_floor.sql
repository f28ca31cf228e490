-- +goose Up
-- What the room adds to hands and turns: the minutes asked for, which hand a turn answers, who spoke, when reminded.
alter table conference_hand add column minutes integer not null default 5;
alter table conference_floor add column hand integer not null default 0;
alter table conference_floor add column person integer not null default 0;
alter table conference_floor add column reminded_at integer not null default 0;
create unique index conference_hand_one on conference_hand (site) where lowered_at = 0;
create unique index conference_remark_floor on conference_remark (floor) where floor > 0;

-- Interruptions of an open meeting; to_at 0 = it is interrupted now.
create table conference_pause (
  id integer primary key,
  conference integer not null references conference (id),
  from_at integer not null,
  to_at integer not null default 0,
  by_name text not null
) strict;
create unique index conference_pause_one on conference_pause (conference) where to_at = 0;
create index conference_pause_conference on conference_pause (conference, from_at);

-- What the room keeps of a site: whether the host sent it out, and how it goes on without a picture.
create table conference_seat (
  site integer primary key references conference_site (id),
  removed_at integer not null default 0,       -- 0 = admitted
  removed_by text not null default '',
  fallback text not null default ''            -- '', phone, listen
) strict;
