-- +goose Up
-- Numbers of processes: a part of every identifier that a process makes, so no two that live have the same. A row is renewed
-- while its process lives; the number that has been free for longest is given next.
create table process (
  number integer primary key,                  -- 0 to 1023
  holder text not null,
  renewed integer not null,                    -- real time
  until integer not null                       -- real time from which another may have it
) strict;

-- Search by any part of a folded text. The extension comes with PostgreSQL, but making it may take rights that the user of the
-- database has not: the search then reads all rows, and the program says so in its log at every start.
-- +engine postgres
-- +goose StatementBegin
do $$
begin
  create extension if not exists pg_trgm;
  create index if not exists news_item_folded_trigram on news_item using gin (folded gin_trgm_ops);
exception when insufficient_privilege or undefined_file or feature_not_supported or undefined_object then
  raise notice 'no trigram index: %', sqlerrm;
end $$;
-- +goose StatementEnd
-- +engine all
