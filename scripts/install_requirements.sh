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
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --requirement "$1"
