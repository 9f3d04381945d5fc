#!/usr/bin/env bash
# The browser tests: Chromium, a fresh demo bureau for each file. One file after another, because two cores are few.
set -uo pipefail
cd "$(dirname "$0")/.."
files=${*:-$(ls test/browser/*.test.mjs)}
node --test --test-concurrency=1 --test-reporter=spec $files 2>&1 | tee build/browser.log | grep -vE '^ℹ (tests|suites|duration|cancelled|todo)' || true
passed=$(sed -nE 's/^ℹ pass ([0-9]+)$/\1/p' build/browser.log); failed=$(sed -nE 's/^ℹ fail ([0-9]+)$/\1/p' build/browser.log); skipped=$(sed -nE 's/^ℹ skipped ([0-9]+)$/\1/p' build/browser.log)
echo "browser: ${passed:-0} passed, ${failed:-1} failed, ${skipped:-0} skipped"
[ "${failed:-1}" = 0 ]
