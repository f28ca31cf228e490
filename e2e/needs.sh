#!/bin/sh
# Makes sure that a Chromium is there for the browser tests: installs it where it may, says what to install where it may not.
set -eu
for c in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
  [ -n "$c" ] && [ -x "$c" ] && exit 0
done
if ! command -v apt-get >/dev/null; then
  echo "The browser tests need Chromium: install it, or name it in the variable CHROMIUM." >&2
  exit 1
fi
if [ "$(id -u)" = 0 ]; then
  sudo=
elif sudo -n true 2>/dev/null; then
  sudo=sudo
else
  echo "The browser tests need the Debian packages chromium and fonts-liberation. Install them with:" >&2
  echo "  sudo apt-get install --no-install-recommends chromium fonts-liberation" >&2
  exit 1
fi
echo "installing the Debian packages chromium and fonts-liberation for the browser tests"
$sudo apt-get update -q
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-liberation
