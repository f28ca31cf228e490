-- +goose Up
-- A returned report may be corrected by telephone too: before holds, by field and as JSON, what stood there until the call, so that
-- the fields stand again as they were filed where the call is thrown away or taken back. Empty once the call has ended.
alter table phone_in add column before text not null default '{}';
