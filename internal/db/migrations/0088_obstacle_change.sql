-- +goose Up
-- The document that an answer says is to be amended or issued: of the obstacle the newest, of a group, and of each answer.
alter table obstacle add column change_act text not null default '';           -- amend, issue, or '' for none
alter table obstacle add column change_title text not null default '';         -- number and title, as the answer names it
alter table obstacle add column change_document integer not null default 0;    -- of the register, 0 = none
alter table obstacle add column change_planned integer not null default 0;     -- day by which it is to be done
alter table obstacle_group add column change_act text not null default '';
alter table obstacle_group add column change_title text not null default '';
alter table obstacle_group add column change_document integer not null default 0;
alter table obstacle_group add column change_planned integer not null default 0;
alter table obstacle_entry add column change_act text not null default '';
alter table obstacle_entry add column change_title text not null default '';
alter table obstacle_entry add column change_document integer not null default 0;
alter table obstacle_entry add column change_planned integer not null default 0;
