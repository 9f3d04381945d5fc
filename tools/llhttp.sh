#!/usr/bin/env bash
# Brings llhttp's three C files and header from Debian's node-llhttp package without installing it (the package drags nodejs in).
set -euo pipefail
out=$1
mkdir -p "$out"
[ -f "$out/llhttp.h" ] && exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
chmod 755 "$work"
apt-get download -qq node-llhttp >/dev/null
dpkg -x node-llhttp_*.deb x
cd - >/dev/null
found=$(find "$work/x" -name llhttp.c -printf '%h\n' | head -1)
head=$(find "$work/x" -name llhttp.h | head -1)
[ -n "$found" ] && [ -n "$head" ] || { echo "node-llhttp does not hold llhttp.c and llhttp.h" >&2; exit 1; }
for f in api http llhttp; do cp "$(find "$work/x" -name "$f.c" | head -1)" "$out/$f.c"; done
cp "$head" "$out/llhttp.h"
