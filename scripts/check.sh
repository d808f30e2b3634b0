#!/usr/bin/env bash
# The linters and Django's own checks, without the tests.
set -euo pipefail
# shellcheck source=scripts/stages.sh
source "$(dirname "$0")/stages.sh"

checks
printf '\nAll checks passed in %d s.\n' "$SECONDS"
