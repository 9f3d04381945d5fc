#!/usr/bin/env bash
# A private PostgreSQL cluster for tests, on a unix socket in DIR and on no network address.
#   tools/pg_cluster.sh start DIR     makes it where there is none, starts it; the last line printed is its URI
#   tools/pg_cluster.sh restart DIR   stops it at once (immediate) and starts it again
#   tools/pg_cluster.sh stop DIR      stops it; DIR stays, to be removed by the caller
# As root it runs as user postgres, because postgres refuses root. DIR must be short: a socket path has at most 107 bytes.
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,6s/^# //p' "$0" >&2; exit 2; }
action=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
bin=${PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)}
[ -x "${bin:-}/initdb" ] || { echo "no PostgreSQL server binaries; set PG_BIN" >&2; exit 1; }
[ ${#dir} -le 85 ] || { echo "DIR is too long for a socket path: $dir" >&2; exit 1; }

as_owner() {
	if [ "$(id -u)" -eq 0 ]; then (cd / && setpriv --reuid=postgres --regid=postgres --init-groups env HOME="$dir" "$@"); else "$@"; fi
}
control() { as_owner "$bin/pg_ctl" -D "$dir/data" -w -t 60 "$@" >&2; }
start() { control -l "$dir/server.log" -o "-k $dir -c listen_addresses=" start; }

case $action in
start)
	if [ ! -d "$dir/data" ]; then
		[ "$(id -u)" -ne 0 ] || chown postgres:postgres "$dir"
		as_owner "$bin/initdb" -D "$dir/data" -U gangmu -A trust -E UTF8 --locale=C.UTF-8 >&2
		# fsync and synchronous_commit stay on: Gangmu refuses a server without them.
		as_owner sh -c "printf '%s\n' 'shared_buffers = 64MB' 'max_connections = 40' >> '$dir/data/postgresql.conf'"
		start
		as_owner "$bin/createdb" -h "$dir" -U gangmu gangmu >&2
	elif ! control status >/dev/null 2>&1; then
		start
	fi
	echo "postgresql://gangmu@/gangmu?host=$(printf %s "$dir" | sed 's|/|%2F|g')"
	;;
restart)
	control -m immediate stop
	start
	;;
stop)
	control -m fast stop
	;;
*)
	echo "start, restart or stop" >&2
	exit 2
	;;
esac
