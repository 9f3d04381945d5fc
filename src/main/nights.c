/* The nights of the demo's two months: the jobs at their hours, and most of what is asked gets its word. */
#include "base/instant.h"
#include "job/job.h"
#include "main/demo.h"
#include "model_gen.h"

enum { ORDERS_MAX = 200, ANSWER_AFTER_S = 25 * 60 };

typedef struct Asked {
	int64_t id, person; /* person 0: nobody is named yet */
} Asked;

static int asked_read(Conn *conn, const char *sql, int32_t day, Asked *ret) {
	Value param = value_int(day);
	int count = 0;
	Cursor *cursor = conn_query(conn, sql, &param, 1);
	while (cursor && cursor_next(cursor) && count < ORDERS_MAX)
		ret[count++] = (Asked){cursor_int(cursor, 0), cursor_int(cursor, 1)};
	return cursor_end(cursor) ? 0 : count;
}

/* Five of six say why and until when; who has no worker yet says nothing. */
static void words_give(Site *site, Seed *seed, Conn *conn, int64_t at, int record, int command, const Asked *asked, int count) {
	bool is_order = record == RECORD_WORK_ORDER;
	for (int i = 0; i < count; i++) {
		ARENA(arena, 16u << 20);
		int fault;
		int32_t until = day_of_instant(at) + 1 + (int32_t)(asked[i].id % 3);
		const Actor *actor = asked[i].person && (asked[i].id + day_of_instant(at)) % 6
								 ? actor_load(conn, arena, asked[i].person, day_of_instant(at), &fault)
								 : NULL;
		if (!actor) continue;
		Given given[] = {{is_order ? WORK_ORDER_OVERNIGHT_REASON : MATTER_OVERNIGHT_REASON,
							 value_int(seed_id(seed, "dict_item", "overnight_reason"))},
			{is_order ? WORK_ORDER_OVERNIGHT_UNTIL : MATTER_OVERNIGHT_UNTIL, value_int(until)}};
		Call call = {.command = &model_records[record].commands[command], .id = asked[i].id, .given = given, .given_count = 2};
		door_call(site->door, arena, actor, "page", at + ANSWER_AFTER_S + i * 20, &call);
	}
}

static void day_answer(Site *site, Seed *seed, Conn *conn, int64_t at) {
	Asked asked[ORDERS_MAX];
	int32_t day = day_of_instant(at);
	int count = asked_read(conn,
		"SELECT id, coalesce(worker, 0) FROM work_order WHERE state IN ('sent', 'working') AND explained_until < ? ORDER BY id",
		day, asked);
	words_give(site, seed, conn, at, RECORD_WORK_ORDER, WORK_ORDER_CMD_EXPLAIN_OVERNIGHT, asked, count);
	count = asked_read(
		conn, "SELECT id, 0 FROM matter WHERE state IN ('new', 'accepted') AND explained_until < ? ORDER BY id", day, asked);
	for (int i = 0; i < count; i++) asked[i].person = seed_id(seed, "person", "desk");
	words_give(site, seed, conn, at, RECORD_MATTER, MATTER_CMD_EXPLAIN_OVERNIGHT, asked, count);
}

bool demo_nights(Site *site, Seed *seed, Conn *conn, int64_t *from, int64_t until) {
	if (!*from) {
		*from = until;
		return jobs_ensure(site->door, until);
	}
	for (int32_t day = day_of_instant(*from); day <= day_of_instant(until); day++) {
		int64_t evening = instant_of(day, 17 * 60), night = instant_of(day + 1, 0);
		if (evening > *from && evening <= until) {
			int ran = jobs_run(site->store, site->door, evening, false);
			if (ran < 0) return false;
			if (ran && evening + 2 * ANSWER_AFTER_S <= until) day_answer(site, seed, conn, evening);
		}
		if (night > *from && night <= until && jobs_run(site->store, site->door, night, false) < 0) return false;
	}
	*from = until;
	return true;
}
