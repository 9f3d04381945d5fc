/* gangmu verify and replay: the chain, and the rows that the journal alone makes again. */
#include "access/vault.h"
#include "base/log.h"
#include "main/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Everything by one transaction on `to`: it ends whole, or stays as empty as it was. with_journal: `to` is to take over, so it gets the
 * journal and the keys of personal values, which are in no journal, too. */
static bool rebuild(Store *from_store, Store *to_store, bool with_journal, int64_t *ret_entries) {
	ARENA(arena, 256u << 20);
	char was[DIGEST_HEX] = "", is[DIGEST_HEX] = "";
	int64_t copied = 0;
	Conn *from = conn_open(from_store, true), *to = conn_open(to_store, false);
	bool good = from && to && !conn_begin_read(from) && !conn_begin(to) && !schema_ensure(to);
	good = good && !journal_replay(from, to, arena, ret_entries);
	if (good && with_journal) good = !journal_copy(from, to, &copied) && !vault_ensure(to) && !vault_copy(from, to);
	good = good && !state_digest(from, arena, was) && !state_digest(to, arena, is);
	if (good && strcmp(was, is)) {
		printf("数据与日志不符：现有 %s，重建 %s rows differ from the journal\n", was, is);
		good = false;
	}
	if (to && good) good = !conn_commit(to);
	else if (to) conn_rollback(to);
	if (to) conn_close(to);
	if (from) conn_close(from);
	if (good)
		printf(
			"由 %lld 条日志重建，数据一致 rebuilt from %lld entries: equal\n", (long long)*ret_entries, (long long)*ret_entries);
	return good;
}

static void database_remove(const char *folder) {
	static const char *const names[] = {"gangmu.db", "gangmu.db-wal", "gangmu.db-shm"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char file[4200];
		snprintf(file, sizeof file, "%s/%s", folder, names[i]);
		unlink(file);
	}
}

int replay_compare(Store *store) {
	char path[] = "/tmp/gangmu-replay-XXXXXX", uri[80];
	int64_t entries = 0;
	Store *to = NULL;
	if (!mkdtemp(path)) return 1;
	snprintf(uri, sizeof uri, "sqlite:%s/gangmu.db", path);
	bool good = !store_open(uri, &to) && rebuild(store, to, false, &entries);
	if (to) store_close(to);
	database_remove(path);
	rmdir(path);
	return good ? 0 : 1;
}

static bool is_uri(const char *target) {
	return text_starts(target, "postgres://") || text_starts(target, "postgresql://");
}

/* A new data directory: the rebuilt database, the site key, the attachments. */
static int replay_into_folder(Store *store, const Options *options, const char *target) {
	char uri[4200], files[4200], key[4200];
	int64_t entries = 0;
	Store *to = NULL;
	if (mkdir(target, 0700)) {
		fprintf(stderr, "gangmu: 目录 %s 已存在或不能建立 the target exists or cannot be made\n", target);
		return 1;
	}
	snprintf(uri, sizeof uri, "sqlite:%s/gangmu.db", target);
	bool good = !store_open(uri, &to) && rebuild(store, to, true, &entries);
	if (to) store_close(to);
	snprintf(files, sizeof files, "%s/files", options->data);
	snprintf(key, sizeof key, "%s/site.key", options->data);
	if (good && access(files, F_OK) == 0) good = !program_run((const char *const[]){"cp", "-a", files, target, NULL});
	if (good) good = !program_run((const char *const[]){"cp", "-p", key, target, NULL});
	if (good) good = !program_run((const char *const[]){"sync", "-f", target, NULL});
	if (good) return 0;
	database_remove(target);
	rmdir(target);
	return 1;
}

static int replay_into(Store *store, const Options *options, const char *target) {
	int64_t entries = 0;
	Store *to = NULL;
	int status = 1;
	if (!is_uri(target)) status = replay_into_folder(store, options, target);
	else if (!store_open(target, &to)) {
		status = rebuild(store, to, true, &entries) ? 0 : 1;
		store_close(to);
	}
	printf(status ? "没有重建 not rebuilt\n"
				  : "已重建到 %s，可以接着使用；登录会话和接口令牌要重新发放 rebuilt, ready to take over; "
					"log-ins and API tokens are to be made anew\n",
		target);
	return status;
}

int main_replay(const Options *options) {
	Site site;
	if (options->word_count > 1) return 2;
	if (!site_open(options, false, &site)) return 1;
	int status = options->word_count ? replay_into(site.store, options, options->words[0]) : replay_compare(site.store);
	site_close(&site);
	return status;
}

static int verify_store(Store *store) {
	ARENA(arena, 64u << 20);
	VerifyReport report;
	char digest[DIGEST_HEX];
	Conn *conn = conn_open(store, true);
	bool good = conn && !conn_begin_read(conn) && !journal_verify(conn, arena, &report);
	if (good && report.wrong_seq) {
		printf("日志第 %lld 条不符（%s） journal entry %lld does not fit (%s)\n", (long long)report.wrong_seq, report.what,
			(long long)report.wrong_seq, report.what);
		good = false;
	}
	good = good && !state_digest(conn, arena, digest);
	if (good) printf("日志 %lld 条，链头 %s\n数据摘要 %s\n", (long long)report.entries, report.head, digest);
	if (conn) conn_close(conn);
	return good ? 0 : 1;
}

int main_verify(const Options *options) {
	Site site;
	if (options->word_count) return 2;
	if (!site_open(options, false, &site)) return 1;
	int status = verify_store(site.store);
	if (!status && options->against) status = anchors_hold(site.store, options->against) ? 0 : 1;
	/* The rows must be what the journal says. */
	if (!status) status = replay_compare(site.store);
	site_close(&site);
	return status;
}
