#!/usr/bin/env bash
# Prints the Python to make .venv with: 3.11 if there is one, otherwise a newer python3.
# That of the distribution comes first: it is compiled with a profile of what it runs, so that pages and tests take
# 8 to 14 per cent less time than with one that pyenv has compiled without.
set -euo pipefail

usable() { # usable PROGRAM NEEDED-MODULES
    command -v "$1" >/dev/null && "$1" -c "import sys, $2; sys.exit(sys.version_info < (3, 11))" 2>/dev/null
}

# One that cannot make .venv is named where there is no other: the package that it lacks is installed then.
for needed in ensurepip,venv sys; do
    for candidate in /usr/bin/python3.11 python3.11 /usr/bin/python3 python3; do
        if usable "$candidate" "$needed"; then
            command -v "$candidate"
            exit 0
        fi
    done
done
echo "There is no Python 3.11 or newer on this machine." >&2
exit 1
