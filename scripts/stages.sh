#!/usr/bin/env bash
# Sourced by check.sh and test.sh: stages with names and seconds, stopping at the first that fails.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
python=.venv/bin/python
export PATH="$PWD/.venv/bin:$PATH"
# A developer's own settings must not decide how the checks turn out.
unset SECRET_KEY ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS \
    BEHIND_HTTPS_PROXY LARGEST_DOCUMENT_MB LOG_LEVEL OWN_ERROR_PAGES DEMONSTRATION
# Every process would read and rewrite all source anew if none kept what it has compiled.
unset PYTHONDONTWRITEBYTECODE
export DEBUG=1
# shellcheck disable=SC2034  # test.sh reads it
database_named=${DATABASE_URL:-}
export DATABASE_URL=sqlite://:memory:

current_stage=""

stage() { # stage NAME COMMAND…
    current_stage=$1
    local began=$SECONDS
    shift
    printf '\n── %s\n' "$current_stage"
    "$@"
    printf '── %s: done in %d s\n' "$current_stage" $((SECONDS - began))
    current_stage=""
}

in_production() { # in_production COMMAND…: with the environment that a live server has
    local key
    key=$("$python" -c 'import secrets; print(secrets.token_urlsafe(64))')
    env --unset=DEBUG SECRET_KEY="$key" ALLOWED_HOSTS=savings.council.example "$@"
}

collect_static_files() {
    local target
    target=$(mktemp --directory)
    in_production "$python" - "$target" <<'PYTHON'
import os
import sys

import django
from django.conf import settings
from django.core.management import call_command

os.environ["DJANGO_SETTINGS_MODULE"] = "councilsavings.settings"
settings.STATIC_ROOT = sys.argv[1]
django.setup()
call_command("collectstatic", interactive=False, verbosity=1)
PYTHON
    rm -rf "$target"
}

check_source() {
    stage "ruff check" ruff check .
    stage "ruff format" ruff format --check .
    stage "imports between the rooms" lint-imports
    stage "bandit, at medium severity and above" bandit --quiet --configfile pyproject.toml --severity-level medium \
        --recursive councilsavings services proposals reports
    stage "requirements.lock is of these requirements" scripts/lock_requirements.sh check
    stage "mypy, strict on the pure modules" mypy # which they are, pyproject.toml says
    stage "static files for production" collect_static_files
}

check_models_and_settings() {
    stage "no migration is missing" "$python" manage.py makemigrations --check --dry-run
    stage "Django's deployment checks" in_production "$python" manage.py check --deploy --fail-level WARNING
}

side_by_side() { # side_by_side FUNCTION…: each in a process of its own; what they print comes one after another
    local printed status=0 name place=0 processes=()
    printed=$(mktemp --directory)
    for name in "$@"; do
        "$name" >"$printed/$name" 2>&1 &
        processes+=($!)
    done
    for name in "$@"; do
        wait "${processes[place]}" || status=1
        cat "$printed/$name"
        place=$((place + 1))
    done
    rm -rf "$printed"
    return "$status"
}

checks() {
    stage "checks of the source, the models and the settings" side_by_side check_source check_models_and_settings
}
