#!/usr/bin/env bash
# Changes the rules one line at a time and prints each change that no test fails on (docs/mutation.md).
# Usage: mutation.sh                            (all modules below)
#        mutation.sh services/values/money.py   (one of them)
# Works in build/mutation, on a copy of the files as they are now; the database is SQLite, in memory.
set -euo pipefail
cd "$(dirname "$0")/.."

declare -A guarded_by=(
    [proposals/domain/savings_profile.py]="tests/proposals/domain/test_savings_profile.py"
    [proposals/domain/fte_profile.py]="tests/proposals/domain/test_savings_profile.py"
    [proposals/domain/savings_together.py]="tests/proposals/domain/test_savings_together.py"
    [proposals/domain/rounding.py]="tests/proposals/domain/test_savings_profile.py
        tests/proposals/domain/forecast/test_position_and_reserves.py"
    [services/values/money.py]="tests/services/test_money.py tests/services/test_money_limits.py"
    [proposals/domain/stages.py]="tests/proposals/domain/test_stages.py"
    [proposals/domain/exemption.py]="tests/proposals/domain/test_exemption.py"
    [proposals/permissions/exempt.py]="tests/proposals/permissions/test_exempt_reading.py"
    [proposals/permissions/proposals.py]="tests/proposals/permissions/test_scope.py"
)
modules=("$@")
[ $# -gt 0 ] || modules=("${!guarded_by[@]}")
for module in "${modules[@]}"; do
    [ -n "${guarded_by[$module]:-}" ] || { echo "mutation.sh: no tests are named for $module." >&2 && exit 2; }
done

unset DATABASE_URL COUNCIL_DOCUMENTS
export DEBUG=1
mutmut=$PWD/.venv-mutation/bin/mutmut
# The tests need what the application needs, and that is in the other environment.
PYTHONPATH=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
export PYTHONPATH
survived=0

for module in "${modules[@]}"; do
    copy=$PWD/build/mutation/$(basename "$module" .py)-$(basename "$(dirname "$module")")
    rm -rf "$copy" && mkdir -p "$copy"
    git ls-files --cached --others --exclude-standard -z | xargs -0 cp --parents --target-directory "$copy"
    .venv/bin/python scripts/plain_methods.py "$copy/$module"
    # The same examples for every change; the tests run many times over in one process.
    cat >>"$copy/tests/conftest.py" <<'PROFILE'

from hypothesis import HealthCheck

hypothesis_settings.register_profile(
    "mutation",
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.differing_executors],
)
hypothesis_settings.load_profile("mutation")
PROFILE
    cat >>"$copy/pyproject.toml" <<SETTINGS

[tool.mutmut]
source_paths = ["services", "proposals", "reports", "councilsavings"]
only_mutate = ["$module"]
also_copy = ["templates", "static", "docs", "fixtures", "scripts", "bench", "manage.py", "README.md"]
pytest_add_cli_args = ["-x", "-p", "no:randomly", "-m", "not browser and not long"]
pytest_add_cli_args_test_selection = [$(printf '"%s", ' ${guarded_by[$module]})]
SETTINGS
    printf '\n%s\n' "$module"
    begun=$SECONDS
    (
        cd "$copy"
        # Its progress is one line drawn again and again; only the last state of it says something.
        "$mutmut" run --max-children "${WORKERS:-2}" >run.log 2>&1 || { tail -n 60 run.log >&2 && exit 1; }
        "$mutmut" results --all true >results.txt
        grep -vE ': (killed|timeout)$' results.txt | sed -E 's/^ +//' >left.txt || true
        while IFS=: read -r name state; do
            printf '\n%s (%s)\n' "$name" "${state# }"
            "$mutmut" show "$name" | grep -E '^(@@|[-+][^-+])' || true
        done <left.txt
        printf '\n%d changes, %d of them noticed by no test.\n' "$(grep -c ': ' results.txt)" "$(wc -l <left.txt)"
    )
    echo "$((SECONDS - begun)) s"
    survived=$((survived + $(wc -l <"$copy/left.txt")))
done
printf '\n%d changes in all were noticed by no test; docs/mutation.md says which of them change nothing.\n' "$survived"
