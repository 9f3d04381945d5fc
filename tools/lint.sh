#!/usr/bin/env bash
# make lint: the checks of tools/check.sh, then cppcheck over the sources.
set -uo pipefail
cd "$(dirname "$0")/.."
tools/check.sh || exit 1
cppcheck --quiet --std=c11 --inline-suppr --enable=warning,portability --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches --error-exitcode=1 -Isrc -Ibuild/gen -j2 src
