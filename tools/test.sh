#!/usr/bin/env bash
# make test: everything that must hold. Each part prints its own counts; the last line adds them up.
set -uo pipefail
cd "$(dirname "$0")/.."
tools/setup.sh test || exit 1
log=$(mktemp)
status=0
# One PostgreSQL for all parts, on a socket of its own.
cluster=$(mktemp -d)
chmod 755 "$cluster"
trap 'rm -f "$log"; tools/pg_cluster.sh stop "$cluster" 2>/dev/null; rm -rf "$cluster"' EXIT
GANGMU_TEST_PG=$(tools/pg_cluster.sh start "$cluster" 2>"$log" | tail -1)
[ -n "$GANGMU_TEST_PG" ] || { cat "$log"; echo "PostgreSQL did not start"; status=1; }
export GANGMU_TEST_PG
: >"$log"
part() { # part NAME COMMAND…: runs it, shows its output, remembers a failure
	local name=$1 start=$SECONDS
	shift
	echo "── $name"
	if "$@" 2>&1 | tee -a "$log"; then :; else status=1; echo "FAILED $name" | tee -a "$log"; fi
	echo "── $name: $((SECONDS - start)) s"
}
part "layers, words and sizes" tools/check.sh
part "unit tests under AddressSanitizer and UBSan" make --no-print-directory -j2 asan
part "flows over the real server" tools/flow.sh build-asan
part "documents" tools/docs.sh
part "browser tests" tools/browser.sh
part "a minute of fuzzing" tools/fuzz.sh "${FUZZ_SECONDS:-60}"
passed=0 failed=0 skipped=0
while read -r p f s; do passed=$((passed + p)); failed=$((failed + f)); skipped=$((skipped + s)); done < <(sed -nE 's/^[a-z]+: ([0-9]+) passed, ([0-9]+) failed, ([0-9]+) skipped$/\1 \2 \3/p' "$log")
[ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
