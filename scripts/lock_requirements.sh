#!/usr/bin/env bash
# Locks what the application runs on: every package with its version and the digests of its files.
# Usage: lock_requirements.sh          (writes requirements.lock; asks the package index)
#        lock_requirements.sh check    (fails where the lock has other versions than constraints.txt; asks nobody)
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" != check ]; then
    .venv/bin/uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 \
        requirements.txt --output-file requirements.lock
    exit
fi
.venv/bin/python - <<'PYTHON'
import re
import sys
from pathlib import Path


def versions(name: str) -> dict[str, str]:
    found = re.findall(r"(?m)^([\w.-]+)(?:\[[^]]*])?==([^\s;]+)", Path(name).read_text(encoding="utf-8"))
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in found}


locked, pinned, asked = map(versions, ("requirements.lock", "constraints.txt", "requirements.txt"))
wrong = {package for package, version in locked.items() if pinned.get(package) != version} | (asked.keys() - locked.keys())
if wrong:
    sys.exit(f"requirements.lock is out of date for {', '.join(sorted(wrong))}: run scripts/lock_requirements.sh")
PYTHON
