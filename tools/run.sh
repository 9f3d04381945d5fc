#!/usr/bin/env bash
# make run: a demo bureau where there is no data directory yet, then the server.
set -euo pipefail
build=$1 data=$2 port=$3
if [ ! -d "$data" ]; then
	echo "建立演示局 making the demo bureau in $data"
	"$build/gangmu" init --demo --data "$data"
else
	echo "数据目录 $data；演示局的登录名：asker liaison elder worker team desk head leader inspector finance discipline system security audit，口令 Gangmu-2026"
fi
echo "打开 open http://127.0.0.1:$port"
exec "$build/gangmu" serve --data "$data" --listen "127.0.0.1:$port"
