#!/usr/bin/env bash
# Writes what the application runs on, with licences and digests, as a CycloneDX bill of materials in output/sbom.json.
set -euo pipefail
cd "$(dirname "$0")/.."

mkdir -p output
.venv/bin/cyclonedx-py environment .venv/bin/python --output-reproducible --of JSON -o output/sbom.json
.venv/bin/python - <<'PYTHON'
import json
import re
from pathlib import Path

bill = json.loads(Path("output/sbom.json").read_text(encoding="utf-8"))
locked = re.findall(r"(?m)^([\w.-]+)(?:\[[^]]*])?==", Path("requirements.lock").read_text(encoding="utf-8"))
runtime = {re.sub(r"[-_.]+", "-", name).lower() for name in locked}
rows = ["# Licences of what the application runs on", "", "| Package | Version | Licence |", "|---|---|---|"]
for part in sorted(bill["components"], key=lambda part: part["name"].lower()):
    if re.sub(r"[-_.]+", "-", part["name"]).lower() not in runtime:
        continue
    choices = [one.get("expression") or one.get("license", {}) for one in part.get("licenses", [])]
    named = [one if isinstance(one, str) else one.get("id") or one.get("name") or "" for one in choices]
    words = [re.sub(r"\s+", " ", name.split("\n")[0])[:80] for name in named if name]
    rows.append(f"| {part['name']} | {part['version']} | {'; '.join(dict.fromkeys(words)) or 'not stated'} |")
Path("docs/licences.md").write_text("\n".join(rows) + "\n", encoding="utf-8")
PYTHON
echo "output/sbom.json and docs/licences.md are written."
