#!/usr/bin/env bash
# make fuzz / part of make test: every target in test/fuzz with its corpus under ASan and UBSan; SECONDS over all of them together.
set -uo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
targets=$(ls test/fuzz/fuzz_*.c 2>/dev/null)
count=$(wc -w <<<"$targets")
[ "$count" -gt 0 ] || { echo "fuzz: 0 passed, 0 failed, 0 skipped"; exit 0; }
each=$(((seconds + count - 1) / count))
passed=0 failed=0
mkdir -p build-fuzz
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
make --no-print-directory -j2 BUILD=build-fuzz CC="ccache clang" WARN="-w" HARD="-fPIE" OPT="-O1" SANITIZE="-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all" build-fuzz/libgangmu.a >/dev/null || { echo "fuzz: 0 passed, 1 failed, 0 skipped"; exit 1; }
libs="$(pkg-config --libs libevent libevent_pthreads libcrypto sqlite3 libpq jansson icu-uc icu-i18n libsodium libzip expat libqrencode libturbojpeg spng libseccomp zlib) -lxlsxwriter -lpthread -lm"
for t in $targets; do
	name=$(basename "$t" .c); corpus=test/fuzz/corpus/${name#fuzz_}
	mkdir -p "$work/$name"
	if clang -std=c17 -D_GNU_SOURCE -g -O1 -w -Isrc -Ibuild-fuzz/gen -Ibuild-fuzz/llhttp -isystem /usr/include/postgresql -fsanitize=address,undefined,fuzzer "$t" build-fuzz/libgangmu.a $libs -o "build-fuzz/$name" 2>"$work/log" &&
		"build-fuzz/$name" -max_total_time="$each" -timeout=10 -rss_limit_mb=1024 -artifact_prefix="$work/" "$work/$name" $([ -d "$corpus" ] && echo "$corpus") >"$work/log" 2>&1; then
		passed=$((passed + 1)); echo "ok     $name $(grep -oE 'DONE.*' "$work/log" | tail -1)$(grep -oE 'Done [0-9]+ runs' "$work/log" | tail -1)"
	else failed=$((failed + 1)); echo "FAILED $name"; tail -30 "$work/log"; fi
done
echo "fuzz: $passed passed, $failed failed, 0 skipped"
[ "$failed" -eq 0 ]
