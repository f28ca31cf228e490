-- +goose Up
-- The group of obstacles that a conclusion answers when its notice is issued; 0: none.
alter table conference_conclusion add column answers integer not null default 0;
create index conference_conclusion_answers on conference_conclusion (answers) where answers <> 0;
