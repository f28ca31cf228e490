-- +goose Up
-- A conference: what is called, when, for whom, reviewing and planning which periods.
create table conference (
  id integer primary key,
  host integer not null,                       -- the first host, which leads; see conference_host
  year integer not null,                       -- of the number
  number integer not null default 0,           -- taken at the call, per first host and year; 0 before
  title text not null,
  folded text not null,                        -- title as search compares it
  kind text not null check (kind in ('review', 'interim_review', 'final_review', 'thematic', 'consultation')),
  mode text not null check (mode in ('online', 'in_person', 'hybrid')),
  part text not null check (part in ('morning', 'afternoon', 'evening', 'all_day')),
  date integer not null,                       -- yyyymmdd
  start integer not null,                      -- minutes after midnight
  place text not null default '',
  scope text not null,                         -- org.Scope as JSON
  review_period integer not null default 0,
  plan_period integer not null default 0,
  status text not null check (status in ('draft', 'called', 'open', 'closed', 'concluded', 'postponed', 'cancelled')),
  reason text not null default '',             -- of a postponement or cancellation
  declared integer not null default 0 check (declared >= 0), -- conclusions the chair announced; 0 = not said
  author integer not null default 0,           -- participant who speaks the conclusions; 0 = the first chair
  called_at integer not null default 0,
  opened_at integer not null default 0,
  closed_at integer not null default 0,
  approved_at integer not null default 0,
  approved_by integer not null default 0,      -- participant
  concluded_at integer not null default 0,
  notice integer not null default 0,           -- document
  version integer not null default 1
) strict;
create unique index conference_number on conference (host, year, number) where number > 0;
create index conference_date on conference (date, id);

create table conference_host (
  conference integer not null references conference (id),
  unit integer not null,
  ord integer not null,
  primary key (conference, unit),
  unique (conference, ord)
) strict;
create index conference_host_unit on conference_host (unit, conference);

-- Chairs, secretaries and presenters, with their titles as they were on the day of the conference.
create table conference_participant (
  id integer primary key,
  conference integer not null references conference (id),
  role text not null check (role in ('chair', 'secretary')),
  ord integer not null,
  person integer not null,
  name text not null,
  title text not null,
  unit integer not null,                       -- the unit represented
  unique (conference, role, ord),
  unique (conference, role, person)
) strict;
create index conference_participant_person on conference_participant (person, conference);

-- A place from which one unit takes part. Headcounts of -1 are not known yet.
create table conference_site (
  id integer primary key,
  conference integer not null references conference (id),
  unit integer not null,
  unit_name text not null,                     -- as on the day of the conference
  ord integer not null,
  kind text not null check (kind in ('main', 'sub', 'observer')),
  chair integer not null default 0,            -- person
  chair_name text not null default '',
  chair_title text not null default '',        -- as on the day of the conference
  place text not null default '',
  contact_name text not null default '',
  contact_phone text not null default '',
  planned integer not null default -1,
  actual integer not null default -1,
  status text not null check (status in ('not_confirmed', 'confirmed', 'connected', 'lost', 'left')),
  status_at integer not null default 0,
  confirmed_at integer not null default 0,
  confirmed_by text not null default '',
  version integer not null default 1,
  unique (conference, unit)
) strict;
create index conference_site_unit on conference_site (unit, conference);
create index conference_site_chair on conference_site (chair, conference) where chair <> 0;

create table conference_site_state (
  id integer primary key,
  site integer not null references conference_site (id),
  status text not null,
  at integer not null,
  by_name text not null,
  note text not null default ''
) strict;
create index conference_site_state_site on conference_site_state (site, id);

-- Who attends at a site: a person by name (title frozen), or a group by its label with a count where it is known.
create table conference_delegate (
  id integer primary key,
  site integer not null references conference_site (id),
  ord integer not null,
  person integer not null default 0,
  name text not null default '',
  title text not null default '',
  label text not null default '',
  count integer not null default -1,           -- of a group; -1 = not known
  attendance text not null check (attendance in ('expected', 'present', 'absent')),
  reason text not null default ''              -- of an absence
) strict;
create index conference_delegate_site on conference_delegate (site, ord);

create table conference_agenda (
  id integer primary key,
  conference integer not null references conference (id),
  ord integer not null,
  title text not null,
  kind text not null check (kind in ('opening', 'report', 'tasks', 'discussion', 'directing', 'concluding', 'other')),
  presenter text not null default '',          -- person or unit, as printed
  minutes integer not null default 0,
  started_at integer not null default 0,
  ended_at integer not null default 0,
  unique (conference, ord)
) strict;

-- The unfinished tasks that an item of kind "tasks" reviews. Their state is asked of the tasks themselves.
create table conference_agenda_task (
  item integer not null references conference_agenda (id),
  task integer not null,
  ord integer not null,
  primary key (item, task)
) strict;

create table conference_paper (
  id integer primary key,
  conference integer not null references conference (id),
  item integer not null default 0,             -- agenda item, 0 = the whole conference
  title text not null,
  file text not null,
  blob text not null,
  mime text not null,
  size integer not null,
  version integer not null default 1,
  uploaded_at integer not null,
  uploaded_by text not null,
  released_at integer not null default 0       -- 0 = seen by the hosts alone
) strict;
create index conference_paper_conference on conference_paper (conference, id);

create table conference_conclusion (
  id integer primary key,
  conference integer not null references conference (id),
  ord integer not null,
  heading text not null default '',            -- of the group it stands in
  text text not null,
  addressee text not null default '',
  version integer not null default 1,
  changed_at integer not null,
  changed_by text not null,
  unique (conference, ord)
) strict;

-- A correction of issued conclusions: drafted by the office, in force when a chair approves it.
create table conference_revision (
  id integer primary key,
  conference integer not null references conference (id),
  reason text not null,
  body text not null,                          -- JSON: text by conclusion
  drafted_at integer not null,
  drafted_by text not null,
  approved_at integer not null default 0,
  approved_by integer not null default 0
) strict;
create index conference_revision_conference on conference_revision (conference, id);

-- The room. A hand is a site's wish to speak; it waits until it is taken down or given the floor.
create table conference_hand (
  id integer primary key,
  conference integer not null references conference (id),
  site integer not null references conference_site (id),
  person integer not null default 0,
  name text not null default '',
  title text not null default '',
  topic text not null default '',
  raised_at integer not null,
  lowered_at integer not null default 0,
  outcome text not null default ''             -- '', given, withdrawn, declined
) strict;
create index conference_hand_open on conference_hand (conference, raised_at) where lowered_at = 0;

-- The floor: which site held it from when to when; at most one at a time.
create table conference_floor (
  id integer primary key,
  conference integer not null references conference (id),
  site integer not null references conference_site (id),
  item integer not null default 0,
  name text not null default '',
  title text not null default '',
  granted_at integer not null,
  seconds integer not null,                    -- allowed, extensions included
  ended_at integer not null default 0,
  ended_by text not null default ''            -- speaker, chair, item, close
) strict;
create unique index conference_floor_one on conference_floor (conference) where ended_at = 0;
create index conference_floor_conference on conference_floor (conference, granted_at);

-- What was said, by whom, of which kind. The time comes from the floor where there is one.
create table conference_remark (
  id integer primary key,
  conference integer not null references conference (id),
  floor integer not null default 0,
  site integer not null default 0,
  item integer not null default 0,
  kind text not null check (kind in ('report', 'contribution', 'informing', 'directing', 'concluding')),
  person integer not null default 0,
  name text not null,
  title text not null default '',
  text text not null default '',
  at integer not null,
  version integer not null default 1
) strict;
create index conference_remark_conference on conference_remark (conference, at);

create table conference_roll_call (
  id integer primary key,
  conference integer not null references conference (id),
  opened_at integer not null,
  closed_at integer not null default 0,
  by_name text not null
) strict;
create index conference_roll_call_conference on conference_roll_call (conference, id);

create table conference_roll_answer (
  roll integer not null references conference_roll_call (id),
  site integer not null references conference_site (id),
  present integer not null,
  absent_excused integer not null default 0,
  absent_unexcused integer not null default 0,
  at integer not null,
  by_name text not null,
  primary key (roll, site)
) strict;

create table conference_line_test (
  id integer primary key,
  site integer not null references conference_site (id),
  at integer not null,
  by_name text not null,
  result text not null                         -- JSON of the room's own making
) strict;
create index conference_line_test_site on conference_line_test (site, at);
