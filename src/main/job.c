/* gangmu job: what runs by itself, when next, and how it went. */
#include "job/job.h"

#include "base/instant.h"
#include "base/outside.h"
#include "main/commands.h"
#include "model_gen.h"

#include <stdio.h>
#include <string.h>

static void say_last(Conn *conn, Arena *arena, int64_t timer) {
	Value param = value_int(timer);
	Cursor *cursor = conn_query(
		conn, "SELECT for_at, late, failed, result FROM job_run WHERE timer = ? ORDER BY for_at DESC LIMIT 3", &param, 1);
	while (cursor && cursor_next(cursor)) {
		const char *result = cursor_text(cursor, 3);
		printf("    %s  %s%s  %s\n", instant_format_local(arena, cursor_int(cursor, 0)),
			cursor_int(cursor, 2) ? "未完成 failed" : "完成 done", cursor_int(cursor, 1) ? "，补运行 made up late" : "",
			result ? result : "");
	}
	cursor_end(cursor);
}

static bool say_timers(Conn *conn, Arena *arena) {
	const Book *book = book_load(conn, arena);
	if (!book) return false;
	Cursor *cursor = conn_query(conn, "SELECT id, name, name_en, at, days, active FROM timer ORDER BY id", NULL, 0);
	int count = 0;
	while (cursor && cursor_next(cursor)) {
		bool on = cursor_int(cursor, 5);
		const char *days = arena_strdup(arena, cursor_text(cursor, 4)), *at = arena_strdup(arena, cursor_text(cursor, 3));
		int64_t next = on ? timer_next(book_calendar(book), book_hours(book, 0), at, days, outside_now()) : 0;
		printf("%s %s  %s %s  %s %s\n", cursor_text(cursor, 1), cursor_text(cursor, 2),
			strcmp(days, JOB_DAYS_IS_WORKDAY) ? "每天 daily" : "工作日 working days", at,
			on ? "下次 next" : "已停用 switched off", next ? instant_format_local(arena, next) : "");
		say_last(conn, arena, cursor_int(cursor, 0));
		count++;
	}
	bool good = !cursor_end(cursor);
	if (good && !count)
		printf("服务器还没有启动过，定时工作在第一次启动时登记 no job is registered yet: the server registers them when it first "
			   "starts\n");
	return good;
}

int main_job(const Options *options) {
	Site site;
	if (options->word_count) return 2;
	if (!site_clock(options)) return 2;
	if (!site_open(options, false, &site)) return 1;
	ARENA(arena, BOOK_BYTES_MAX);
	Conn *conn = conn_open(site.store, true);
	bool good = conn && !conn_begin_read(conn) && say_timers(conn, arena);
	if (conn) conn_close(conn);
	site_close(&site);
	return good ? 0 : 1;
}
