#!/bin/sh
# A browser for the tests of the pages: Debian's Chromium. Without the right to install it, says so.
set -u
command -v chromium >/dev/null && exit 0

install() { "$@" apt-get update -q && "$@" apt-get install -y -q --no-install-recommends chromium fonts-dejavu-core; }

if [ "$(id -u)" = 0 ]; then install env
elif sudo -n true 2>/dev/null; then install sudo -n
fi
command -v chromium >/dev/null && exit 0
cat >&2 <<'SAID'

***************************************************************************
***  NO BROWSER: Chromium is not here and may not be installed.         ***
***  The tests of the web pages are SKIPPED; all others run.            ***
***  To run them too, as root: apt-get install chromium                 ***
***************************************************************************

SAID
[ "${CI:-}" != true ]
