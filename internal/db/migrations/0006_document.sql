-- +goose Up
-- Outgoing documents. A number belongs to issuer, kind and year and has no gaps.
create table document (
  id integer primary key,
  kind text not null,
  issuer integer not null,
  year integer not null,
  number integer not null,
  number_text text not null,
  version integer not null,
  origin_kind text not null,
  origin integer not null,
  issued_at integer not null
) strict;
create unique index document_number on document (issuer, kind, year, number);
create index document_origin on document (origin_kind, origin);
create index document_issuer on document (issuer, issued_at);

-- What was issued, word for word. A row is never changed; a correction is a further row.
create table document_version (
  document integer not null references document (id),
  version integer not null,
  date integer not null,
  title text not null,
  body text not null,
  reason text not null,
  issued_at integer not null,
  issued_by text not null,
  account integer not null,
  primary key (document, version)
) strict;

-- One row per version and receiving unit: sent, opened, acknowledged. 0 = not yet.
create table document_receipt (
  document integer not null references document (id),
  version integer not null,
  unit integer not null,
  sent_at integer not null,
  opened_at integer not null,
  opened_by text not null,
  acknowledged_at integer not null,
  acknowledged_by text not null,
  primary key (document, version, unit)
) strict;
create index document_receipt_unit on document_receipt (unit, sent_at);

-- How an issuer lays out its page: data of the unit, as JSON.
create table document_layout (
  unit integer primary key,
  body text not null
) strict;
