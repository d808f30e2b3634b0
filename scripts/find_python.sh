#!/usr/bin/env bash
# Prints the Python to make .venv with: 3.11 if there is one, otherwise a newer python3.
set -euo pipefail

for candidate in python3.11 python3; do
    if command -v "$candidate" >/dev/null &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        command -v "$candidate"
        exit 0
    fi
done
echo "There is no Python 3.11 or newer on this machine." >&2
exit 1
