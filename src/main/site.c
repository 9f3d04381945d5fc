#include "access/vault.h"
#include "base/instant.h"
#include "base/log.h"
#include "base/outside.h"
#include "main/commands.h"
#include "web/app.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* One writing process per data directory; over PostgreSQL several, because there the writers queue in the database. */
static bool site_lock(const Options *options, Site *site) {
	char path[4096];
	snprintf(path, sizeof path, "%s/lock", options->data);
	site->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (site->lock >= 0 && flock(site->lock, (options->db ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0) return true;
	fprintf(stderr, "gangmu: 数据目录 %s 正被另一个进程使用 the data directory is in use by another process\n", options->data);
	return false;
}

bool site_clock(const Options *options) {
	int64_t at;
	if (!options->now) return true;
	if (!instant_parse(options->now, &at)) {
		fprintf(stderr, "gangmu: --now 要写成 2026-11-24T10:30 --now wants a time like 2026-11-24T10:30\n");
		return false;
	}
	outside_shift(at - outside_now());
	return true;
}

bool site_open(const Options *options, bool with_door, Site *ret) {
	char path[4096], uri[4200];
	*ret = (Site){.lock = -1};
	struct stat info;
	if (stat(options->data, &info) || !S_ISDIR(info.st_mode)) {
		fprintf(
			stderr, "gangmu: 没有数据目录 %s，请先运行 gangmu init no data directory, run gangmu init first\n", options->data);
		return false;
	}
	if (with_door && !site_lock(options, ret)) return false;
	snprintf(path, sizeof path, "%s/site.key", options->data);
	if (!vault_start(path)) return false;
	snprintf(uri, sizeof uri, "sqlite:%s/gangmu.db", options->data);
	if (store_open(options->db ? options->db : uri, &ret->store)) {
		site_close(ret);
		return false;
	}
	if (with_door) {
		Conn *conn = conn_open(ret->store, false);
		bool good = conn && !conn_begin(conn) && !vault_ensure(conn) && !session_tables_ensure(conn) &&
					!limit_tables_ensure(conn) && !draft_table_ensure(conn) && !conn_commit(conn);
		if (conn) conn_close(conn);
		if (good) ret->door = door_open(ret->store);
		if (!ret->door) {
			site_close(ret);
			return false;
		}
	}
	return true;
}

void site_close(Site *site) {
	door_close(site->door);
	if (site->store) store_close(site->store);
	if (site->lock >= 0) close(site->lock);
	*site = (Site){.lock = -1};
}
