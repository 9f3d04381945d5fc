/* gangmu head, verify --against, serve --anchor: the journal's head kept outside, and the journal held against it. */
#include "journal/anchor.h"

#include "base/instant.h"
#include "base/log.h"
#include "base/outside.h"
#include "main/commands.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

enum { PUBLISH_EVERY_S = 600 };

static void say_wrong(FILE *out, const char *path, const AnchorReport *report) {
	long long line = report->wrong_line, seq = report->wrong.head.seq;
	if (report->unreadable) fprintf(out, "%s 第 %lld 行不是链头记录 line %lld is no anchor\n", path, line, line);
	else if (report->fit == ANCHOR_GONE)
		fprintf(out,
			"%s 第 %lld 行：日志里没有第 %lld 条，尾部被截去，或数据被换成了旧的一份 line %lld: the journal has no entry %lld; "
			"its tail "
			"was cut off, or the data were set back to an older copy\n",
			path, line, seq, line, seq);
	else
		fprintf(out,
			"%s 第 %lld 行：日志第 %lld 条不是当时的那一条，日志被改写 line %lld: entry %lld is not the one of that time; the "
			"journal was written anew\n",
			path, line, seq, line, seq);
}

bool anchors_hold(Store *store, const char *path) {
	AnchorReport report;
	Conn *conn = conn_open(store, true);
	bool good = conn && !conn_begin_read(conn) && !anchor_file_check(conn, path, &report);
	if (conn) conn_close(conn);
	if (!good) fprintf(stderr, "gangmu: 链头记录 %s 不能核对 the anchors cannot be checked\n", path);
	else if (report.wrong_line) say_wrong(stdout, path, &report);
	else if (!report.lines) printf("%s 里没有链头记录 holds no anchor\n", path);
	else {
		ARENA(arena, 4096);
		printf("与外存的 %lld 个链头相符，最近一个是第 %lld 条（%s） the journal holds against %lld anchors kept outside\n",
			(long long)report.lines, (long long)report.newest.head.seq, instant_format_local(arena, report.newest.at),
			(long long)report.lines);
	}
	return good && !report.wrong_line && report.lines;
}

int main_head(const Options *options) {
	Site site;
	Anchor anchor;
	ARENA(arena, 4096);
	if (options->word_count > 1) return 2;
	if (!site_open(options, false, &site)) return 1;
	Conn *conn = conn_open(site.store, true);
	bool good = conn && !anchor_take(conn, outside_now(), &anchor);
	if (conn) conn_close(conn);
	site_close(&site);
	if (good) printf("%s\n", anchor_line(arena, &anchor));
	if (good && options->word_count) good = anchor_file_append(options->words[0], &anchor);
	return good ? 0 : 1;
}

bool publisher_start(Publisher *publisher, Store *store, const char *path) {
	*publisher = (Publisher){.path = path, .seq = -1};
	if (path && access(path, F_OK) == 0 && !anchors_hold(store, path)) {
		log_error("anchor.wrong", "the journal does not hold against %s; not serving", path);
		fprintf(stderr,
			"gangmu: 日志与外存的链头 %s 不符，不启动；请核对数据目录，或用备份恢复 the journal does not hold against the "
			"anchors kept outside; not started\n",
			path);
		return false;
	}
	publisher->conn = conn_open(store, true);
	if (!publisher->conn) return false;
	if (publisher_turn(publisher, true)) return true;
	publisher_end(publisher);
	return false;
}

bool publisher_turn(Publisher *publisher, bool at_once) {
	Anchor anchor;
	int64_t now_ms = outside_monotonic_ms();
	if (!at_once && now_ms < publisher->next_ms) return true;
	publisher->next_ms = now_ms + PUBLISH_EVERY_S * INT64_C(1000);
	if (anchor_take(publisher->conn, outside_now(), &anchor)) return false;
	if (anchor.head.seq == publisher->seq) return true;
	ARENA(arena, 4096);
	/* The log goes to the system's journal, and from there to another machine where the site sends it on. */
	log_info("journal.head", "%s", anchor_line(arena, &anchor));
	if (publisher->path && !anchor_file_append(publisher->path, &anchor)) return false;
	publisher->seq = anchor.head.seq;
	return true;
}

void publisher_end(Publisher *publisher) {
	if (publisher->conn) conn_close(publisher->conn);
	publisher->conn = NULL;
}
