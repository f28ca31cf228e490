-- +goose Up
-- What an agenda item takes up of other domains: groups of obstacles, explanations of figures.
create table conference_agenda_topic (
  item integer not null references conference_agenda (id),
  kind text not null,                 -- obstacles (a group), explanation
  subject integer not null,
  ord integer not null,
  primary key (item, kind, subject)
) strict;
create index conference_agenda_topic_subject on conference_agenda_topic (kind, subject);
