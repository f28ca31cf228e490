-- +goose Up
-- The paper register: documents that a unit handles outside the program. Of one that bears a mark of secrecy
-- the table itself keeps no title; there is no column for text or file.
create table document_entry (
  id integer primary key,
  unit integer not null,                        -- whose register
  direction text not null check (direction in ('in', 'out')),
  kind text not null,
  number_text text not null,
  date integer not null,
  secrecy text not null check (secrecy in ('ordinary', 'confidential', 'secret', 'top_secret')),
  title text not null check (secrecy = 'ordinary' or title = ''),
  recorded_at integer not null,
  recorded_by text not null,
  account integer not null
) strict;
create index document_entry_unit on document_entry (unit, date);
