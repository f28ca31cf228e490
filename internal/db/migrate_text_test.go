package db

import "testing"

func TestDialect(t *testing.T) {
	const text = `-- +goose Up
-- An integer and a blob in a comment stay; so does text.
create table thing (
  id integer primary key,
  blob text not null default 'text, integer; it''s a blob',
  text text not null,
  data blob not null
) strict;
alter table thing add column integer integer not null default 0;
-- +engine sqlite
create virtual table found using fts5(text);
-- +engine postgres
create index found on thing using gin (text gin_trgm_ops);
-- +engine all
insert into thing (id, blob, text, data) values (1, 'blob text', 'x', '');
`
	for _, c := range []struct {
		postgres bool
		want     string
	}{
		{false, `-- +goose Up
-- An integer and a blob in a comment stay; so does text.
create table thing (
  id integer primary key,
  blob text not null default 'text, integer; it''s a blob',
  text text not null,
  data blob not null
) strict;
alter table thing add column integer integer not null default 0;
create virtual table found using fts5(text);
insert into thing (id, blob, text, data) values (1, 'blob text', 'x', '');
`},
		{true, `-- +goose Up
-- An integer and a blob in a comment stay; so does text.
create table thing (
  id bigint primary key,
  blob text collate "C" not null default 'text, integer; it''s a blob',
  text text collate "C" not null,
  data bytea not null
) ;
alter table thing add column integer bigint not null default 0;
create index found on thing using gin (text gin_trgm_ops);
insert into thing (id, blob, text, data) values (1, 'blob text', 'x', '');
`},
	} {
		if got := dialect(text, c.postgres); got != c.want {
			t.Errorf("postgres %v:\n%s\nwant:\n%s", c.postgres, got, c.want)
		}
	}
}
