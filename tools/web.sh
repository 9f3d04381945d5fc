#!/bin/sh
# Builds what the browser gets into OUTDIR: app.css asker.css app.js asker.js icons.svg icons-asker.svg favicon.svg. Needs node; the packages are pinned in package-lock.json.
set -eu
out=${1:?usage: tools/web.sh OUTDIR}
cd "$(dirname "$0")/.."
case $out in /*) ;; *) out=$PWD/$out ;; esac
mkdir -p "$out"
stamp=node_modules/.gangmu-lock
if [ ! -x node_modules/.bin/esbuild ] || ! cmp -s package-lock.json "$stamp"; then
	npm ci --no-audit --no-fund --loglevel=error
	cp package-lock.json "$stamp"
fi
for page in app asker; do
	node_modules/.bin/esbuild "web/style/$page.css" --bundle --minify --target=chrome69,firefox60 --log-level=warning --outfile="$out/$page.css"
	node_modules/.bin/esbuild "web/script/$page.js" --bundle --minify --format=iife --target=chrome69,firefox60 --charset=utf8 --log-level=warning --outfile="$out/$page.js"
done
node web/icons/build.mjs "$out/icons.svg" "$out/favicon.svg" "$out/icons-asker.svg"
