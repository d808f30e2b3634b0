#!/usr/bin/env bash
# Fails with advice when something already answers on a port of 127.0.0.1.
# Usage: port_is_free.sh 8000
set -euo pipefail

port=${1:?Name a port.}
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    echo "Port $port is already in use: stop what runs there, or add PORT=$((port + 1)) to the command." >&2
    exit 1
fi
