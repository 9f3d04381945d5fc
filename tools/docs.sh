#!/usr/bin/env bash
# What the documents say, checked: names of functions, dependencies, routes on a running demo, the example record, the package, modelc.
set -uo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
node --test --test-concurrency=1 --test-reporter=spec test/*.test.mjs >"$log" 2>&1
grep -vE '^ℹ (tests|suites|duration|cancelled|todo|pass|fail|skipped)' "$log"
n() { sed -nE "s/^ℹ $1 ([0-9]+)\$/\1/p" "$log"; }
echo "docs: $(n pass) passed, $(n fail) failed, $(n skipped) skipped"
[ "$(n fail)" = 0 ]
