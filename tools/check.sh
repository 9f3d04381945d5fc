#!/usr/bin/env bash
# What a reader would object to: an include that points up, a file or function too long, a left-over mark, unformatted code, a room
# without a name of its own, words that stay out. Prints each and counts.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0 passed=0
say() { echo "$1"; failed=$((failed + 1)); }
rank() { case $1 in base) echo 0 ;; store) echo 1 ;; model) echo 2 ;; query | access | journal) echo 3 ;; command | figure | clock) echo 4 ;; job | notice | output) echo 5 ;; web) echo 6 ;; module) echo 7 ;; main) echo 8 ;; *) echo 9 ;; esac; }
before=$failed
while IFS=: read -r file _ include; do
	room=${file#src/}; room=${room%%/*}
	target=${include#*\"}; target=${target%%/*}
	case $include in *'"model_gen.h"'* | *'"llhttp.h"'*) continue ;; esac
	[ "$(rank "$target")" -le "$(rank "$room")" ] || say "$file includes $target, which is above $room"
	if [ "$room" = module ] && [ "$target" = module ]; then
		own=${file#src/module/}; own=${own%%/*}; other=${include#*module/}; other=${other%%/*}
		[ "$own" = "$other" ] || say "$file includes a header of module $other"
	fi
done < <(grep -rnE '^#include "' src --include='*.[ch]')
[ "$failed" = "$before" ] && passed=$((passed + 1))
before=$failed
while read -r lines file; do [ "$lines" -le 600 ] || grep -qxF "$file" tools/long_files.txt || say "$file has $lines lines (600 are allowed)"; done < <(find src tools test -name '*.[ch]' -print0 | xargs -0 wc -l | awk '$2 != "total" {print $1, $2}')
[ "$failed" = "$before" ] && passed=$((passed + 1))
before=$failed
bad=$(git ls-files | grep -E '(^|/)(util|utils|common|helper|helpers|misc)(/|\.[ch]$)'); [ -z "$bad" ] || say "rooms without a name of their own: $bad"
bad=$(git grep -nIE '\b(TODO|FIXME|HACK)\b|not implemented' -- src web tools test docs README.md ':!tools/check.sh' | head -5); [ -z "$bad" ] || say "left-over marks: $bad"
bad=$(grep -rnE '\b(strcpy|strcat|sprintf|gets|atoi|alloca|system)\(' src --include='*.c' | grep -v _test.c | head -5); [ -z "$bad" ] || say "banned calls: $bad"
[ "$failed" = "$before" ] && passed=$((passed + 1))
before=$failed
if command -v clang-format >/dev/null; then
	while read -r f; do say "not formatted: $f (make format)"; done < <(git ls-files 'src/*.[ch]' 'tools/*.[ch]' 'test/*.[ch]' | xargs -P2 -n40 clang-format --dry-run -Werror 2>&1 | sed -nE 's/^([^:]+):[0-9]+:[0-9]+: error.*/\1/p' | sort -u)
fi
[ "$failed" = "$before" ] && passed=$((passed + 1))
echo "check: $passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
