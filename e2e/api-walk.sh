#!/bin/bash
# Runs the shell blocks of docs/api.md, in order and in one shell, against a started program:
#   GIAOBAN=http://localhost:8080 TOKEN=gb_… e2e/api-walk.sh
set -euo pipefail
: "${GIAOBAN:?address of the program}" "${TOKEN:?an access token of a unit that owes a report}"
here=$(cd "$(dirname "$0")/.." && pwd)
blocks=$(awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' "$here/docs/api.md")
[ -n "$blocks" ] || { echo "no blocks in docs/api.md"; exit 1; }
eval "$blocks"
echo "the walk of docs/api.md works"
