#!/usr/bin/env bash
# Installs the Debian packages that are missing, or says which one command installs them.
# Usage: debian_packages.sh runtime|tests
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:?Say runtime or tests.}" in
runtime)
    wanted=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
    if [ ! -x .venv/bin/python ]; then
        python=$(scripts/find_python.sh || true)
        # Debian parts venv from Python; other builds of Python bring it along.
        [ -n "$python" ] && "$python" -c 'import ensurepip, venv' 2>/dev/null || wanted+=(python3 python3-venv)
    fi
    ;;
tests) wanted=(chromium qpdf poppler-utils postgresql wbritish-large) ;;
*) echo "debian_packages.sh: say runtime or tests, not $1." >&2 && exit 2 ;;
esac

if ! command -v dpkg-query >/dev/null; then
    echo "This is not Debian: make sure that you have what these packages bring: ${wanted[*]}" >&2
    exit 0
fi

missing=()
for package in "${wanted[@]}"; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

install="apt-get update && apt-get install --yes --no-install-recommends ${missing[*]}"
if [ "$(id -u)" -eq 0 ]; then
    echo "Installing the Debian packages ${missing[*]} …"
    apt-get update --quiet --quiet &&
        DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends \
            "${missing[@]}" >/dev/null && exit 0
    echo "The packages could not be installed." >&2
else
    printf 'These Debian packages are missing: %s\nInstall them with this command, then start again:\n\n' \
        "${missing[*]}" >&2
    printf '    sudo sh -c "%s"\n\n' "$install" >&2
fi

# The tests run without these packages, leaving out (and naming) what needs them; only CI insists.
[ "$1" = tests ] && [ "${CI:-}" != true ] && exit 0
exit 1
