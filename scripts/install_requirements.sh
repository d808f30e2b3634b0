#!/usr/bin/env bash
# Makes .venv if there is none and installs a requirements file into it.
# Usage: install_requirements.sh requirements.txt
set -euo pipefail
cd "$(dirname "$0")/.."

if ! .venv/bin/python -c '' 2>/dev/null; then
    python=$(scripts/find_python.sh)
    echo "Making .venv with $("$python" --version) …"
    "$python" -m venv --clear .venv
fi
echo "Installing ${1:?Name a requirements file.} …"
pip=(.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input)
# uv needs a tenth of pip's time. Where it cannot be had or does not reach the packages, as where only pip's
# settings name a mirror, pip installs the same versions.
if ! { "${pip[@]}" --constraint constraints.txt uv &&
    .venv/bin/uv pip install --quiet --python .venv/bin/python --requirement "$1"; } 2>/dev/null; then
    "${pip[@]}" --requirement "$1"
fi
# Compiled once here, no process does it when it starts, not even where nothing may be written. Some packages carry
# templates of source that is none yet.
.venv/bin/python -m compileall -qq -j 0 .venv/lib || true
.venv/bin/python -m compileall -q -j 0 councilsavings services proposals reports manage.py
