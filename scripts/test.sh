#!/usr/bin/env bash
# Every check and every test. What this machine cannot run is named at the end; CI leaves nothing out.
set -euo pipefail
# shellcheck source=scripts/stages.sh
source "$(dirname "$0")/stages.sh"

left_out=()
template=migrated_for_tests
counts=$(mktemp --directory)
export KEPT_FOR_THE_RUN=$counts/kept

finish() {
    local status=$? passed failed
    [ ! -d "$counts/postgresql" ] || scripts/postgresql.sh stop "$counts"
    read -r passed failed < <(count) || { passed=0 failed=0; }
    rm -rf "$counts"
    if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
        failed=1 # a stage without tests of its own
    fi
    if [ ${#left_out[@]} -gt 0 ]; then
        printf '\n!!!!! NOT RUN ON THIS MACHINE !!!!!\n'
        printf '!!!!! %s\n' "${left_out[@]}"
    fi
    [ "$status" -eq 0 ] || printf '\nSTOPPED at the stage “%s”.\n' "${current_stage:-before the first stage}"
    printf '\nThe run took %d s. Over all suites:\n%d passed, %d failed\n' "$SECONDS" "$passed" "$failed"
}
trap finish EXIT

leave_out() { # leave_out WHAT WHY
    if [ "${CI:-}" = true ]; then
        current_stage=$1
        echo "CI leaves nothing out, but $2." >&2
        return 1
    fi
    left_out+=("$1: $2")
}

count() { # print how many tests passed and failed, of all files in JUnit's form
    "$python" - "$counts" <<'PYTHON'
import sys
from pathlib import Path
from xml.etree import ElementTree

passed = failed = 0
for file in Path(sys.argv[1]).glob("*.xml"):
    suite = ElementTree.parse(file).getroot().find("testsuite")
    total, skipped, *wrong = (int(suite.get(name)) for name in ("tests", "skipped", "errors", "failures"))
    passed += total - skipped - sum(wrong)
    failed += sum(wrong)
print(passed, failed)
PYTHON
}

suite() { # suite NAME PYTEST-ARGUMENTS…
    local file=$counts/$1.xml
    shift
    # Each processor takes a part of the tests, with a database of its own.
    "$python" -m pytest --numprocesses=auto --dist=worksteal --junitxml="$file" --override-ini=junit_log_passing_tests=false "$@"
}

on_sqlite() {
    suite sqlite -m "not browser"
}

on_postgresql() {
    if [ -f "$counts/url" ]; then
        DATABASE_URL=$(<"$counts/url") DATABASE_TEMPLATE=$template suite postgresql -m "not browser"
    else
        DATABASE_URL=$database_named suite postgresql -m "not browser"
    fi
}

in_chromium() {
    # Each worker would read all the others as well, to leave them out.
    mapfile -t files < <(grep --recursive --files-with-matches --include="test_*.py" "mark.browser" tests)
    suite chromium -m browser "${files[@]}"
}

migrate_for_tests() { # before any worker needs it, on the processor that the checks of the source leave idle
    stage "migrations and demonstration on SQLite" "$python" -m tests.support.quick_database
    if [[ "$database_named" != postgres* ]] && scripts/postgresql.sh available; then
        stage "migrations and demonstration on PostgreSQL" in_a_template
    fi
}

in_a_template() {
    scripts/postgresql.sh start "$counts" >"$counts/url"
    DATABASE_URL=$(<"$counts/url") DATABASE_TEMPLATE=$template "$python" -m tests.support.quick_database
}

check_and_migrate() {
    check_models_and_settings
    migrate_for_tests
}

stage "checks of the source, the models and the settings" side_by_side check_source check_and_migrate

[ -n "${COUNCIL_DOCUMENTS:-}" ] ||
    leave_out "tests that read the real documents" "COUNCIL_DOCUMENTS does not name their directory"
for tool in qpdf pdftotext; do
    command -v "$tool" >/dev/null || leave_out "tests that need $tool" "it is not installed"
done

stage "tests on SQLite" on_sqlite

# These wait half of the time, for the server or for the browser, so that a processor has time for another.
waiting=()
if [[ "$database_named" == postgres* ]] || scripts/postgresql.sh available; then
    waiting+=(on_postgresql)
else
    leave_out "tests on PostgreSQL" "it is not installed and DATABASE_URL names no server"
fi
if [ -x /usr/bin/chromium ]; then
    waiting+=(in_chromium)
else
    leave_out "browser tests" "/usr/bin/chromium is not installed"
fi
if [ ${#waiting[@]} -gt 0 ]; then
    stage "tests on PostgreSQL and in Chromium" side_by_side "${waiting[@]}"
fi
