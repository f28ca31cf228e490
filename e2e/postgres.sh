#!/bin/sh
# Runs a command beside a PostgreSQL server of its own: sh e2e/postgres.sh go test ./internal/db
# The server lives in a temporary folder, listens on a socket in it alone, and goes away with the command. Unless
# POSTGRES_DURABLE is set it takes no care of power cuts. It sorts like English, so that a statement which leans on a collation
# shows. PostgreSQL refuses to run as root, which becomes the user postgres that the package made.
set -eu
[ $# -gt 0 ] || { echo "usage: sh e2e/postgres.sh command [argument ...]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
sh "$here/needs.sh" postgresql
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(pg_config --bindir)

# In memory where there is room: making a database for each test is mostly copying files.
base=${TMPDIR:-/tmp}
if [ -z "${POSTGRES_DURABLE:-}" ] && [ -w /dev/shm ] && [ "$(df -Pk /dev/shm | awk 'NR == 2 { print $4 }')" -gt 2000000 ]; then
  base=/dev/shm
fi
work=$(mktemp -d "$base/giaoban-pg.XXXXXX")
as=
if [ "$(id -u)" = 0 ]; then
  as="setpriv --reuid=postgres --regid=postgres --clear-groups"
  chown postgres "$work"
fi
stop() {
  [ -f "$work/data/postmaster.pid" ] && (cd / && $as "$bin/pg_ctl" -D "$work/data" -m immediate -s -w stop) || true
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fast="-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=256MB -c autovacuum=off"
[ -n "${POSTGRES_DURABLE:-}" ] && fast=
# sh $work/ctl stop, sh $work/ctl start: for tests that take the server away.
cat >"$work/ctl" <<END
cd / && case "\$1" in
stop) exec $as "$bin/pg_ctl" -D "$work/data" -m immediate -s -w stop ;;
start) exec $as "$bin/pg_ctl" -D "$work/data" -l "$work/data/server.log" -s -w -t 60 start \
  -o "-c listen_addresses='' -c unix_socket_directories='$work' -c max_connections=400 -c shared_buffers=256MB $fast" ;;
esac
END
(
  cd /
  $as "$bin/initdb" -D "$work/data" -U giaoban -A trust -E UTF8 --locale=C --locale-provider=icu --icu-locale=en-US --no-sync >"$work/initdb.log" 2>&1 ||
    { cat "$work/initdb.log" >&2; exit 1; }
  sh "$work/ctl" start ||
    { cat "$work/data/server.log" >&2; exit 1; }
)
GIAOBAN_TEST_POSTGRES="postgres://giaoban@/postgres?host=$work"
export GIAOBAN_TEST_POSTGRES
set +e
"$@"
code=$?
set -e
if [ "$code" != 0 ] && [ -n "${POSTGRES_LOG:-}" ]; then cp "$work/data/server.log" "$POSTGRES_LOG"; fi
exit "$code"
