#!/usr/bin/env bash
# Serves the application on 127.0.0.1, with a worker beside it for what is made in the background.
# Usage: serve.sh PORT [options of runserver]
set -euo pipefail
cd "$(dirname "$0")/.."

export DEBUG=1
port=$1
shift
python=.venv/bin/python
export SITE_ADDRESS=${SITE_ADDRESS:-http://127.0.0.1:$port}

"$python" manage.py run_worker --skip-checks &
worker=$!
# Whichever way this ends (Ctrl-C, a closed terminal, an error), the worker ends with it.
trap 'kill "$worker" 2>/dev/null || true; wait "$worker" 2>/dev/null || true' EXIT
trap 'exit 130' INT TERM HUP
"$python" manage.py runserver "127.0.0.1:$port" "$@" &
server=$!
trap 'kill "$server" "$worker" 2>/dev/null || true; wait 2>/dev/null || true' EXIT
wait "$server"
