#!/bin/sh
# Makes .venv from the lock file given, with the command `loket` in it. pip uses this machine's own index.
set -eu
lock=$1

fail() { printf '\n*** %s\n' "$*" >&2; exit 1; }

python() {
    for name in python3.11 python3 python3.12 python3.13; do
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$name"; return; }
    done
    fail "Python 3.11 or newer is needed: apt-get install python3"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1; fi
}

make_venv() {
    "$1" -m venv .venv 2>/dev/null && return
    rm -rf .venv
    echo "Debian keeps venv in a package of its own; installing python3-venv" >&2
    { as_root apt-get update -q && as_root apt-get install -y -q --no-install-recommends python3-venv; } >&2 ||
        fail "python3 cannot make environments here. As root: apt-get install python3-venv, then make again."
    "$1" -m venv .venv || fail "$1 -m venv .venv failed"
}

[ -x .venv/bin/python ] || make_venv "$(python)"
.venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip --upgrade >/dev/null ||
    fail "there is no pip in .venv: remove .venv and try again"
pip="env PIP_DISABLE_PIP_VERSION_CHECK=1 .venv/bin/python -m pip install --quiet"
$pip --require-hashes -r "$lock" || fail "the packages of $lock could not be installed (is a package index in reach?)"
$pip --no-deps --no-build-isolation --editable . || fail "Loket itself could not be installed"
