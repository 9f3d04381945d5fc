#!/usr/bin/env bash
# make deb: a Debian package out of what `make build` made. Usage: tools/deb.sh [BUILD [OUTDIR]]; the last line printed is its path.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build} out=${2:-$build}
version=$(sed -nE 's/.*"version": "([0-9.]+)".*/\1/p' package.json | head -1)
arch=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
root=$work/root
install -D -m755 "$build/gangmu" "$root/usr/bin/gangmu"
install -D -m755 "$build/gangmu-reader" "$root/usr/bin/gangmu-reader"
strip --strip-unneeded "$root/usr/bin/gangmu" "$root/usr/bin/gangmu-reader"
install -D -m644 tools/gangmu.service "$root/lib/systemd/system/gangmu.service"
install -D -m644 tools/gangmu.default "$root/etc/default/gangmu"
install -D -m644 -t "$root/usr/share/doc/gangmu" README.md README.zh.md docs/architecture.md docs/features.md
install -D -m644 LICENSE "$root/usr/share/doc/gangmu/copyright"
printf 'gangmu (%s) stable; urgency=medium\n\n  * As docs/features.md says.\n\n -- Gangmu <gangmu@localhost>  %s\n' "$version" "$(date -R -d "@${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}")" | gzip -9n >"$work/changelog.gz"
install -D -m644 "$work/changelog.gz" "$root/usr/share/doc/gangmu/changelog.gz"
# Which packages hold the shared libraries that the two programs name: dpkg-shlibdeps reads them from the programs.
mkdir -p "$work/debian" "$root/DEBIAN"
printf 'Source: gangmu\n\nPackage: gangmu\nArchitecture: any\n' >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O "$root/usr/bin/gangmu" "$root/usr/bin/gangmu-reader" 2>/dev/null | sed -nE 's/^shlibs:Depends=//p')
[ -n "$depends" ] || { echo "dpkg-shlibdeps found no libraries" >&2; exit 1; }
cat >"$root/DEBIAN/control" <<EOF
Package: gangmu
Version: $version
Architecture: $arch
Maintainer: Gangmu <gangmu@localhost>
Section: web
Priority: optional
Installed-Size: $(du -sk "$root" | cut -f1)
Depends: $depends, adduser
Suggests: postgresql, nginx
Description: 纲目 Gangmu: a government-offices bureau's year as records
 Matters people raise, work orders, clocks in working time, the leader's
 speech as a programme, places and people: one program, one data directory,
 no outside address needed.
EOF
echo /etc/default/gangmu >"$root/DEBIAN/conffiles"
cat >"$root/DEBIAN/postinst" <<'EOF'
#!/bin/sh
set -e
if [ "$1" = configure ]; then
	getent passwd gangmu >/dev/null || adduser --system --group --home /var/lib/gangmu --no-create-home --quiet gangmu
	if [ -d /run/systemd/system ]; then
		systemctl daemon-reload
		systemctl enable gangmu.service
		systemctl restart gangmu.service
	fi
fi
EOF
cat >"$root/DEBIAN/prerm" <<'EOF'
#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then systemctl disable --now gangmu.service; fi
EOF
# The data stay when the package goes, also when it is purged: a bureau's records are not configuration.
cat >"$root/DEBIAN/postrm" <<'EOF'
#!/bin/sh
set -e
if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
EOF
chmod 755 "$root/DEBIAN/postinst" "$root/DEBIAN/prerm" "$root/DEBIAN/postrm"
(cd "$root" && find etc lib usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
mkdir -p "$out"
dpkg-deb --build --root-owner-group "$root" "$out/gangmu_${version}_$arch.deb" >/dev/null
echo "$out/gangmu_${version}_$arch.deb"
