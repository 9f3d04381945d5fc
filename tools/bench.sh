#!/usr/bin/env bash
# make bench: Gangmu against its ceiling (bench/README.md). Data sets are made once into build/bench and used again.
# BENCH_SIZES="1000 100000" leaves the million out; BENCH_SECONDS=0.5 measures shorter.
set -euo pipefail
cd "$(dirname "$0")/.."
out=build/bench
mkdir -p "$out"
flags="-std=c17 -D_GNU_SOURCE -g -O2 -Wall -Wextra -Wconversion -Wshadow -Wvla -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes -Werror"
gcc $flags bench/load.c -o "$out/load"
gcc $flags -Isrc -Ibuild/llhttp bench/ceiling.c bench/ceiling_sql.c build/libgangmu.a -levent -levent_pthreads -lcrypto -lsqlite3 -lpthread -o "$out/ceiling"
exec node bench/bench.mjs
