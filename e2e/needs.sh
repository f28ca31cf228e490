#!/bin/sh
# Makes sure that what the tests need is there: Chromium, or with the argument postgresql a PostgreSQL server, haproxy HAProxy, libreoffice LibreOffice.
# Installs it where it may, says what to install where it may not.
set -eu

# install WHY PACKAGE…
install() {
  why=$1
  shift
  if ! command -v apt-get >/dev/null; then
    echo "$why need: $*. Install what your system calls them." >&2
    exit 1
  fi
  if [ "$(id -u)" = 0 ]; then
    sudo=
  elif sudo -n true 2>/dev/null; then
    sudo=sudo
  else
    echo "$why need Debian packages. Install them with:" >&2
    echo "  sudo apt-get install --no-install-recommends $*" >&2
    exit 1
  fi
  echo "installing the Debian packages $* ($why need them)"
  $sudo apt-get update -q
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

case "${1:-chromium}" in
chromium)
  for c in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
    [ -n "$c" ] && [ -x "$c" ] && exit 0
  done
  # Another place than these is named in the variable CHROMIUM.
  install "The browser tests" chromium fonts-liberation
  ;;
postgresql)
  for c in /usr/lib/postgresql/*/bin/initdb; do
    [ -x "$c" ] && exit 0
  done
  command -v pg_config >/dev/null && [ -x "$(pg_config --bindir)/initdb" ] && exit 0
  # The package would start a server of its own on the usual port; the tests start theirs.
  install "The tests on PostgreSQL" postgresql
  ;;
libreoffice)
  calc= writer=
  for dir in /usr/lib/libreoffice/program /opt/libreoffice*/program; do
    [ -e "$dir/libsclo.so" ] && calc=1
    [ -e "$dir/libswlo.so" ] && writer=1
  done
  [ "$calc$writer" = 11 ] && command -v pdftotext >/dev/null && exit 0
  install "The tests of workbooks and documents in LibreOffice" libreoffice-calc-nogui libreoffice-writer-nogui poppler-utils fonts-liberation
  ;;
haproxy)
  command -v haproxy >/dev/null || [ -x /usr/sbin/haproxy ] || install "The tests of several processes" haproxy
  ;;
*)
  echo "usage: sh e2e/needs.sh [chromium|postgresql|haproxy]" >&2
  exit 2
  ;;
esac
