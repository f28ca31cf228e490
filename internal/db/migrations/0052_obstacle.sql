-- +goose Up
-- What hinders a unit, and what it proposes.
create table obstacle (
  id integer primary key,
  unit integer not null,              -- that raised it
  body text not null,
  proposal text not null,             -- '' = none was made
  tag text not null,                  -- subject, as the unit calls it
  tag_folded text not null,
  folded text not null,               -- of body and proposal, for search
  about_kind text not null,           -- report, task, site, or '' for none of them
  about integer not null,
  about_parent integer not null,      -- request of a report, conference of a site
  about_part text not null,           -- section of a report
  about_vi text not null,             -- what it is about in words, as it was called then
  about_en text not null,
  holder integer not null,            -- the unit that must settle it
  state text not null,                -- open, answered, solved, withdrawn
  raised_at integer not null,
  raised_by text not null,
  changed_at integer not null,
  ended_at integer not null           -- solved or withdrawn
) strict;
create index obstacle_unit on obstacle (unit, state);
create index obstacle_holder on obstacle (holder, state);
create index obstacle_about on obstacle (about_kind, about);

-- The units to which it was routed; they go on reading it.
create table obstacle_route (
  obstacle integer not null references obstacle (id),
  unit integer not null,
  at integer not null,
  primary key (obstacle, unit)
) strict;
create index obstacle_route_unit on obstacle_route (unit);

create table obstacle_entry (
  id integer primary key,
  obstacle integer not null references obstacle (id),
  at integer not null,
  actor text not null,
  unit integer not null,              -- in whose name
  kind text not null,                 -- raised, proposed, passed, answered, reopened, solved, withdrawn
  target integer not null,            -- of raised and passed: to whom
  body text not null,
  grp integer not null                -- answered for a whole group
) strict;
create index obstacle_entry_of on obstacle_entry (obstacle, at);

-- Obstacles of the same matter, answered at once.
create table obstacle_group (
  id integer primary key,
  owner integer not null,             -- whose office put them together
  title text not null,
  folded text not null,
  answer text not null,
  answered_at integer not null,
  answered_by text not null,
  published_at integer not null,      -- 0 = read by those alone who raised them
  created_at integer not null,
  created_by text not null
) strict;
create index obstacle_group_owner on obstacle_group (owner);

create table obstacle_grouped (
  grp integer not null references obstacle_group (id),
  obstacle integer not null references obstacle (id),
  primary key (grp, obstacle)
) strict;
create index obstacle_grouped_obstacle on obstacle_grouped (obstacle);
