#!/bin/sh
# Writes requirements/run.txt and requirements/test.txt anew: pinned, with hashes, for every Python and
# system we support, without index addresses. `make lock UPGRADE=1` takes newer versions.
set -eu
unset PYTHONPATH PYTHONHOME PIP_USER PIP_TARGET PIP_PREFIX 2>/dev/null || true

uv_version="0.13.8"
tool=".venv-lock"
[ -x "$tool/bin/uv" ] || { "${PYTHON:-python3}" -m venv "$tool" && "$tool/bin/python" -m pip install --quiet "uv==$uv_version"; }

upgrade=""
[ -z "${UPGRADE:-}" ] || upgrade="--upgrade"

lock() {
    # shellcheck disable=SC2086 # $upgrade is one word or none
    "$tool/bin/uv" pip compile pyproject.toml "$@" $upgrade --quiet \
        --universal --fork-strategy fewest --python-version 3.11 \
        --generate-hashes --no-annotate --no-emit-find-links --custom-compile-command "make lock"
}
lock --group build --output-file requirements/run.txt
lock --group build --group test --extra postgres --constraints requirements/run.txt --output-file requirements/test.txt
