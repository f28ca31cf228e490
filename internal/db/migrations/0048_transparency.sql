-- +goose Up
-- The transparency log: one leaf for each official act, in the order of the
-- commits, never changed. body is the canonical JSON that anybody may see; salt
-- opens the commitment in it to what not everybody may see, '' where there is none.
create table log_leaf (
  idx integer primary key,                     -- from 0, without gaps
  kind text not null,
  subject integer not null,
  version integer not null,
  body text not null,
  salt text not null,
  unique (kind, subject, version)
) strict;

-- The hashes of the Merkle tree (RFC 6962), numbered as golang.org/x/mod/sumdb/tlog numbers stored hashes.
create table log_node (
  idx integer primary key,
  hash blob not null
) strict;

-- Keys that sign checkpoints. The newest signs; older public ones stay for older checkpoints, their secret is removed.
create table log_key (
  n integer primary key,
  name text not null,
  public text not null,
  secret text not null,
  at integer not null
) strict;

-- Checkpoints that were kept: what the log was at a size, signed.
create table log_checkpoint (
  size integer primary key,
  note text not null,
  at integer not null
) strict;
