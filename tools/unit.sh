#!/usr/bin/env bash
# Runs the unit test programs one after another; prints each one's own lines and a count at the end.
set -u
passed=0 failed=0
for program in "$@"; do
	out=$("$program" 2>&1); code=$?
	ok=$(grep -c '^\[       OK \]' <<<"$out")
	bad=$(grep -c '^\[  FAILED  \].*[a-z_]*$' <<<"$(grep '^\[  FAILED  \] [a-z]' <<<"$out" | sort -u)")
	[ "$code" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
	passed=$((passed + ok)); failed=$((failed + bad))
	if [ "$code" -ne 0 ]; then echo "FAILED ${program#*/test/}"; echo "$out" | tail -60; else echo "ok     ${program#*/test/} ($ok)"; fi
done
echo "unit: $passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
