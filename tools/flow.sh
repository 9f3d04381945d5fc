#!/usr/bin/env bash
# The API tests over the real server (built with sanitizers where BUILD says so), on SQLite and, with a private cluster, on PostgreSQL.
set -uo pipefail
cd "$(dirname "$0")/.."
build=${1:-build}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
GANGMU=$PWD/$build/gangmu node --test --test-concurrency=1 --test-reporter=spec test/flow/*.test.mjs >"$log" 2>&1
grep -vE '^ℹ (tests|suites|duration|cancelled|todo|pass|fail|skipped)' "$log"
n() { sed -nE "s/^ℹ $1 ([0-9]+)\$/\1/p" "$log"; }
echo "flow: $(n pass) passed, $(n fail) failed, $(n skipped) skipped"
[ "$(n fail)" = 0 ]
