#include "clock/due.h"

#include "base/instant.h"
#include "model_gen.h"

static int64_t number(const Value *matter, int field) {
	return value_number(matter[field], 0);
}

static int policy_find(Conn *conn, const Book *book, const Value *matter, const BookPolicy **ret) {
	Value kind = matter[MATTER_KIND];
	bool urgent = number(matter, MATTER_URGENT) == 1;
	int fault = STORE_OK;
	int64_t id = conn_query_int(conn,
		urgent ? "SELECT coalesce(urgent_policy, policy) FROM kind WHERE id = ?" : "SELECT policy FROM kind WHERE id = ?", &kind,
		1, 0, &fault);
	*ret = book_policy(book, id);
	return fault;
}

static int pauses_read(Conn *conn, Arena *arena, int64_t matter, DueRun *run) {
	Value id = value_int(matter);
	ClockPause *pauses = arena_array(arena, CLOCK_PAUSES_MAX, sizeof *pauses);
	size_t count = 0;
	Cursor *cursor =
		conn_query(conn, "SELECT from_at, coalesce(to_at, until_at, 0), reason FROM pause WHERE matter = ? ORDER BY id", &id, 1);
	while (cursor && count < CLOCK_PAUSES_MAX && cursor_next(cursor)) {
		const char *reason = arena_strdup(arena, cursor_text(cursor, 2));
		pauses[count++] = (ClockPause){cursor_int(cursor, 0), cursor_int(cursor, 1), reason, reason};
	}
	run->pauses = pauses;
	run->pause_count = count;
	return cursor_end(cursor);
}

/* The pauses after `from` alone: what was paused before a day was set is in that day already. */
static void pauses_after(Arena *arena, DueRun *run, int64_t from) {
	ClockPause *pauses = arena_array(arena, run->pause_count + 1, sizeof *pauses);
	size_t count = 0;
	for (size_t i = 0; i < run->pause_count; i++) {
		ClockPause pause = run->pauses[i];
		if (pause.to_at && pause.to_at <= from) continue;
		if (pause.from_at < from) pause.from_at = from;
		pauses[count++] = pause;
	}
	run->given_pauses = pauses;
	run->given_pause_count = count;
}

static void given_read(Arena *arena, const Value *matter, DueRun *run) {
	int64_t set_at = number(matter, MATTER_DUE_SET_AT);
	int32_t next;
	run->given_at = number(matter, MATTER_DUE_GIVEN_AT);
	if (!run->given_at) return;
	if (!clock_add_work_days(book_calendar(run->book), run->hours, day_of_instant(run->given_at), 1, &next) ||
		!clock_day_end(book_calendar(run->book), run->hours, next, &run->given_answer_at))
		run->given_answer_at = run->given_at;
	pauses_after(arena, run, set_at > run->sent_at ? set_at : run->sent_at);
}

bool due_is_given(const DueRun *run, ClockKind kind) {
	if (!run->given_at) return false;
	bool answers = run->policy && run->policy->clocks[CLOCK_ANSWER].way != WAY_NONE;
	return kind == CLOCK_COMPLETE || (kind == CLOCK_ANSWER && answers);
}

int due_run_of(Conn *conn, Arena *arena, const Book *book, const Value *matter, int64_t now, DueRun *ret) {
	int64_t resent = number(matter, MATTER_RESENT_AT), sent = number(matter, MATTER_SENT_AT);
	*ret = (DueRun){.book = book,
		.hours = book_hours(book, number(matter, MATTER_OWNER_UNIT)),
		.sent_at = sent,
		.resent_at = resent ? resent : sent,
		.stop_at = {number(matter, MATTER_SIGNED_AT), number(matter, MATTER_ATTENDED_AT), number(matter, MATTER_DONE_AT),
			number(matter, MATTER_ANSWERED_AT)},
		.now_at = now};
	int fault = policy_find(conn, book, matter, &ret->policy);
	if (fault) return fault;
	int64_t id = number(matter, MATTER_ID);
	fault = id ? pauses_read(conn, arena, id, ret) : STORE_OK;
	given_read(arena, matter, ret);
	return fault;
}

/* A set day as a term of working minutes from the start: the same pure clock, with its steps. One that lies before the start is over. */
static void ask_given(const DueRun *run, ClockKind kind, ClockAsk *ask) {
	int64_t until = kind == CLOCK_ANSWER ? run->given_answer_at : run->given_at;
	int64_t minutes = clock_between_minutes(ask->calendar, ask->hours, ask->start_at, until);
	if (minutes < 0) minutes = 0;
	if (minutes > CLOCK_AHEAD_DAYS * DAY_MINUTES) minutes = CLOCK_AHEAD_DAYS * DAY_MINUTES;
	ask->policy.way = WAY_WORK_MINUTES;
	ask->policy.amount = (int32_t)minutes;
	ask->pauses = run->given_pauses;
	ask->pause_count = run->given_pause_count;
}

ClockAsk due_ask(const DueRun *run, ClockKind kind) {
	bool own = kind == CLOCK_SIGN || kind == CLOCK_ATTEND;
	ClockAsk ask = {.calendar = book_calendar(run->book),
		.hours = run->hours,
		.policy = run->policy ? run->policy->clocks[kind] : (ClockPolicy){0},
		.start_at = own ? run->resent_at : run->sent_at,
		.stop_at = run->stop_at[kind],
		.now_at = run->now_at,
		.pauses = run->pauses,
		.pause_count = run->pause_count};
	if (due_is_given(run, kind) && ask.start_at) ask_given(run, kind, &ask);
	return ask;
}

DueTimes due_times(Arena *arena, const DueRun *run) {
	DueTimes times = {0};
	for (int kind = 0; kind < CLOCK_KINDS; kind++) {
		ClockAsk ask = due_ask(run, kind);
		ClockResult result = clock_run(arena, &ask);
		times.refused |= result.state == CLOCK_REFUSED;
		times.at[kind] = result.due_at;
		if (kind == CLOCK_COMPLETE) times.yellow_at = result.yellow_at;
		bool lasting = kind == CLOCK_COMPLETE || kind == CLOCK_ANSWER;
		if (lasting && !times.provisional_year) times.provisional_year = result.provisional_year;
	}
	return times;
}

int64_t due_yellow(Arena *arena, const Book *book, const Hours *hours, int64_t now, int64_t due_at, int32_t yellow_min) {
	int64_t minutes = clock_between_minutes(book_calendar(book), hours, now, due_at);
	if (yellow_min <= 0 || minutes <= 0 || minutes > CLOCK_AHEAD_DAYS * DAY_MINUTES) return due_at;
	ClockAsk ask = {.calendar = book_calendar(book),
		.hours = hours,
		.policy = {.way = WAY_WORK_MINUTES, .amount = (int32_t)minutes, .yellow_min = yellow_min},
		.start_at = now,
		.now_at = now};
	ClockResult result = clock_run(arena, &ask);
	return result.state == CLOCK_REFUSED ? due_at : result.yellow_at;
}
