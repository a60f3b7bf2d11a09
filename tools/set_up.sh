#!/bin/sh
# Makes .venv and installs the pinned packages into it; says one clear sentence when something is missing.
#
#   sh tools/set_up.sh run     what `make demo` needs
#   sh tools/set_up.sh test    that, and the tools of `make test`
#
# PYTHON=/path/to/python chooses the interpreter. Nothing is installed outside .venv. Running it again
# takes a moment: it compares the lock with the one that was installed last.
set -eu

kind="${1:-run}"
lock="requirements/$kind.txt"
venv=".venv"
# Settings of somebody's shell that would send packages elsewhere than into .venv.
unset PYTHONPATH PYTHONHOME PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV 2>/dev/null || true

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

[ -f pyproject.toml ] && [ -f "$lock" ] || stop "Run this from the top folder of Commensal: $lock was not found here."

# A command may exist and still not run (a version manager's placeholder), so each one is asked.
is_suitable() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; }
can_make_venv() { "$1" -c 'import venv, ensurepip' >/dev/null 2>&1; }
version_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        is_suitable "$PYTHON" || stop "PYTHON=$PYTHON is not a Python 3.11, 3.12 or 3.13 that runs. Name another one, or leave PYTHON out."
        can_make_venv "$PYTHON" || stop "$(no_venv_sentence "$PYTHON")"
        printf '%s\n' "$PYTHON"
        return
    fi
    without_venv=""
    for candidate in python3.13 python3.12 python3.11 python3 python; do
        is_suitable "$candidate" || continue
        if can_make_venv "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
        without_venv="${without_venv:-$candidate}"
    done
    [ -z "$without_venv" ] || stop "$(no_venv_sentence "$without_venv")"
    stop "Commensal needs Python 3.11, 3.12 or 3.13, and none was found. Install one (Debian/Ubuntu: sudo apt-get install python3 python3-venv; macOS: brew install python@3.13), or name one: make demo PYTHON=/path/to/python3.12"
}

no_venv_sentence() {
    printf '%s' "Python $(version_of "$1") is here ($1), but it cannot make virtual environments. On Debian or Ubuntu: sudo apt-get install python$(version_of "$1")-venv"
}

# A virtual environment knows its own path by heart: after the folder has moved it must be made again.
is_at_home() { [ "$(cat "$venv/made-in" 2>/dev/null)" = "$(pwd -P)" ]; }

is_up_to_date() {
    is_at_home || return 1
    [ -x "$venv/bin/python" ] && "$venv/bin/python" -c '' 2>/dev/null || return 1
    [ -z "${PYTHON:-}" ] || [ "$(version_of "$PYTHON")" = "$(version_of "$venv/bin/python")" ] || return 1
    cmp -s pyproject.toml "$venv/installed-pyproject.toml" || return 1
    # The test lock holds everything in the run lock, so either will do for running.
    cmp -s "$lock" "$venv/installed-$kind.txt" || { [ "$kind" = run ] && cmp -s requirements/test.txt "$venv/installed-test.txt"; }
}

install_locked() {
    log="$venv/install.log"
    if ! "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "$@" >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        stop "The packages could not be installed (the whole log is in $log). Is there a network, or a package index that pip knows (PIP_INDEX_URL)? Then run the same command again."
    fi
}

if is_up_to_date; then exit 0; fi

python="$(find_python)"
if ! { is_at_home && [ "$(version_of "$venv/bin/python")" = "$(version_of "$python")" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1; }; then
    rm -rf "$venv"
    say "Making $venv with Python $(version_of "$python")."
    "$python" -m venv "$venv" || stop "Python $(version_of "$python") could not make $venv here. Is the disk full, or the folder read-only?"
    pwd -P >"$venv/made-in"
fi
rm -f "$venv/installed-$kind.txt" "$venv/installed-pyproject.toml"
say "Fetching $(grep -c '^[a-zA-Z0-9]' "$lock") pinned packages into $venv. The first time this takes about a minute."
install_locked --require-hashes -r "$lock"
install_locked --no-deps --no-build-isolation --editable .
cp "$lock" "$venv/installed-$kind.txt"
cp pyproject.toml "$venv/installed-pyproject.toml"
