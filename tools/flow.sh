#!/usr/bin/env bash
# The API tests over the real server (built with sanitizers where BUILD says so), on SQLite and, with a private cluster, on PostgreSQL.
# GANGMU_TEST_PG: a cluster that runs already (tools/test.sh starts one); without it one is started and removed here.
set -uo pipefail
cd "$(dirname "$0")/.."
build=${1:-build}
[ $# -gt 0 ] && shift
files=${*:-$(ls test/flow/*.test.mjs)}
log=$(mktemp)
cluster=""
finish() {
	rm -f "$log"
	[ -z "$cluster" ] || { tools/pg_cluster.sh stop "$cluster" 2>/dev/null; rm -rf "$cluster"; }
}
trap finish EXIT
n() { sed -nE "s/^ℹ $1 ([0-9]+)\$/\1/p" "$log"; }
passed=0 failed=0 skipped=0
flows() { # flows NAME: the files on the database that GANGMU_DB names, or on SQLite
	echo "── on $1"
	GANGMU=$PWD/$build/gangmu node --test --test-concurrency=1 --test-reporter=spec $files >"$log" 2>&1
	grep -vE '^ℹ (tests|suites|duration|cancelled|todo|pass|fail|skipped)' "$log"
	passed=$((passed + $(n pass))) failed=$((failed + $(n fail))) skipped=$((skipped + $(n skipped)))
}
GANGMU_DB= flows SQLite
if [ -z "${GANGMU_TEST_PG:-}" ]; then
	cluster=$(mktemp -d)
	chmod 755 "$cluster"
	GANGMU_TEST_PG=$(tools/pg_cluster.sh start "$cluster" 2>/dev/null | tail -1)
fi
if [ -n "$GANGMU_TEST_PG" ]; then GANGMU_DB=$GANGMU_TEST_PG flows PostgreSQL; else echo "no PostgreSQL could be started"; failed=$((failed + 1)); fi
echo "flow: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
