#!/usr/bin/env bash
# Installs what building, running and testing need and is missing, with the system's package manager. Says nothing when all is there.
set -euo pipefail
packages="build-essential pkg-config curl libevent-dev libssl-dev libsqlite3-dev libpq-dev libjansson-dev libicu-dev libsodium-dev libxlsxwriter-dev libzip-dev libexpat1-dev libqrencode-dev libturbojpeg0-dev libspng-dev libseccomp-dev zlib1g-dev libcmocka-dev"
[ "${1:-}" = test ] && packages="$packages postgresql-15 chromium fonts-noto-cjk wrk clang clang-format clang-tidy cppcheck sqlite3 git"
missing=""
for p in $packages; do dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"; done
# A node that is already there stays: Debian's would conflict with it.
command -v node >/dev/null || missing="$missing nodejs"
command -v npm >/dev/null || missing="$missing npm"
[ -z "$missing" ] && exit 0
echo "安装缺少的软件包 installing:$missing" >&2
sudo=""
[ "$(id -u)" = 0 ] || sudo=sudo
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
$sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
