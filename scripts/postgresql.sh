#!/usr/bin/env bash
# A throwaway PostgreSQL server, reached by a socket in a directory of its own, for one test run.
# Usage: postgresql.sh available            (succeeds if PostgreSQL is installed)
#        postgresql.sh start DIRECTORY      (prints the DATABASE_URL of a server whose files it puts there)
#        postgresql.sh stop DIRECTORY
set -euo pipefail

newest_programs() { # Debian keeps them off the PATH, one directory a version
    local directory
    directory=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort --version-sort | tail -n 1)
    if [ -z "$directory" ] && command -v initdb >/dev/null; then
        directory=$(dirname "$(command -v initdb)")
    fi
    [ -n "$directory" ] && echo "$directory"
}

as_owner() { # PostgreSQL refuses to run as root
    if [ "$(id -u)" -eq 0 ]; then
        runuser --user postgres -- "$@"
    else
        "$@"
    fi
}

programs=$(newest_programs) || { echo "PostgreSQL is not installed." >&2 && exit 1; }
[ "$1" != available ] || exit 0
parent=${2:?Name a directory.}
home=$parent/postgresql

case "$1" in
start)
    mkdir -p "$home"
    chmod 711 "$parent" # so that the owner of the server reaches what is below
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$home"; fi
    chmod 700 "$home" # whoever reaches the socket is let in without a password
    cd "$home" || exit 1
    as_owner "$programs/initdb" --pgdata="$home/data" --username=council --auth=trust --encoding=UTF8 \
        --locale=C.UTF-8 --no-sync >"$parent/initdb.log"
    # The data are thrown away, so nothing waits for the disk.
    as_owner "$programs/pg_ctl" start --pgdata="$home/data" --log="$home/server.log" --wait --silent -o "\
        -c listen_addresses='' -c unix_socket_directories='$home' \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off" >/dev/null
    echo "postgres://council@${home//\//%2F}/postgres"
    ;;
stop)
    [ ! -d "$home/data" ] ||
        as_owner "$programs/pg_ctl" stop --pgdata="$home/data" --mode=immediate --silent
    rm -rf "$home"
    ;;
*) echo "postgresql.sh: say available, start or stop, not $1." >&2 && exit 2 ;;
esac
