/* What was to run and has not: found from the timers, the calendar and the rows of the runs there were. */
#include "base/instant.h"
#include "base/log.h"
#include "base/outside.h"
#include "command/change.h"
#include "job/job.h"
#include "model_gen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS_MAX = 400, TIMERS_MAX = 40 };

typedef struct Slot {
	const Job *job;
	int64_t timer, for_at;
} Slot;

typedef struct Slots {
	Slot items[SLOTS_MAX];
	int count;
} Slots;

static const Job *job_named(const char *name) {
	for (size_t i = 0; i < job_count; i++)
		if (!strcmp(jobs[i]->name, name)) return jobs[i];
	return NULL;
}

static void ensure_work(Txn *txn, void *user) {
	int64_t now = *(const int64_t *)user;
	for (size_t i = 0; i < job_count && !txn_failed(txn); i++) {
		const Job *job = jobs[i];
		Value name = value_text(job->name);
		if (conn_query_int(txn_conn(txn), "SELECT id FROM timer WHERE code = ?", &name, 1, 0, NULL)) continue;
		Given given[] = {{TIMER_CODE, name}, {TIMER_NAME, value_text(job->label.zh)}, {TIMER_NAME_EN, value_text(job->label.en)},
			{TIMER_AT, value_text(job->at)}, {TIMER_DAYS, value_text(job->days)}, {TIMER_ACTIVE, value_int(1)},
			{TIMER_SINCE_AT, value_int(now)}};
		Call call = {.command = &model_records[RECORD_TIMER].commands[TIMER_CMD_CREATE],
			.given = given,
			.given_count = sizeof given / sizeof *given,
			.trusted = true};
		txn_call(txn, &call);
	}
}

bool jobs_ensure(Door *door, int64_t now) {
	ARENA(arena, 1u << 20);
	return door_run(door, arena, &actor_engine, "job", now, ensure_work, &now).kind == OUTCOME_DONE;
}

static int by_moment(const void *a, const void *b) {
	const Slot *x = a, *y = b;
	if (x->for_at != y->for_at) return x->for_at < y->for_at ? -1 : 1;
	return x->timer < y->timer ? -1 : x->timer > y->timer;
}

static void slots_of(
	Slots *slots, const Book *book, const Slot *timer, const char *at, const char *days, int64_t since, int64_t now) {
	const Calendar *calendar = book_calendar(book);
	const Hours *hours = book_hours(book, 0);
	int64_t from = now - (int64_t)JOB_BACK_DAYS * DAY_S, moment = from > since ? from : since;
	while ((moment = timer_next(calendar, hours, at, days, moment)) && moment <= now && slots->count < SLOTS_MAX)
		slots->items[slots->count++] = (Slot){timer->job, timer->timer, moment};
}

/* Every moment of the last days at which something was to run, in order. */
static int slots_find(Conn *conn, Arena *arena, int64_t now, Slots *ret) {
	const Book *book = book_load(conn, arena);
	if (!book) return STORE_FAULT;
	Cursor *cursor = conn_query(conn, "SELECT id, code, at, days, since_at FROM timer WHERE active = 1 ORDER BY id", NULL, 0);
	while (cursor && cursor_next(cursor)) {
		Slot timer = {job_named(cursor_text(cursor, 1)), cursor_int(cursor, 0), 0};
		if (timer.job) slots_of(ret, book, &timer, cursor_text(cursor, 2), cursor_text(cursor, 3), cursor_int(cursor, 4), now);
	}
	int fault = cursor_end(cursor);
	qsort(ret->items, (size_t)ret->count, sizeof *ret->items, by_moment);
	return fault;
}

/* Takes out what has run. A run counts for its moment, whatever the timer says now. */
static int slots_leave_open(Conn *conn, int64_t now, Slots *slots) {
	Value from = value_int(now - (int64_t)(JOB_BACK_DAYS + 1) * DAY_S);
	Cursor *cursor = conn_query(conn, "SELECT timer, for_at FROM job_run WHERE for_at >= ?", &from, 1);
	while (cursor && cursor_next(cursor))
		for (int i = 0; i < slots->count; i++)
			if (slots->items[i].timer == cursor_int(cursor, 0) && slots->items[i].for_at == cursor_int(cursor, 1))
				slots->items[i].job = NULL;
	return cursor_end(cursor);
}

typedef struct Running {
	const Slot *slot;
	JobTurn turn;
	bool failed, already;
} Running;

static void run_write(Txn *txn, Running *running) {
	char slot[60];
	snprintf(slot, sizeof slot, "%lld.%lld", (long long)running->slot->timer, (long long)running->slot->for_at);
	Given given[] = {{JOB_RUN_TIMER, value_int(running->slot->timer)}, {JOB_RUN_SLOT, value_text(slot)},
		{JOB_RUN_FOR_AT, value_int(running->slot->for_at)}, {JOB_RUN_LATE, value_int(running->turn.late)},
		{JOB_RUN_FAILED, value_int(running->failed)}, {JOB_RUN_RESULT, value_text(running->turn.result)}};
	Call call = {.command = &model_records[RECORD_JOB_RUN].commands[JOB_RUN_CMD_CREATE],
		.given = given,
		.given_count = sizeof given / sizeof *given,
		.trusted = true};
	txn_call(txn, &call);
}

/* Looked at under the writers' lock: of several servers one runs it. */
static void run_work(Txn *txn, void *user) {
	Running *running = user;
	Value slot[] = {value_int(running->slot->timer), value_int(running->slot->for_at)};
	running->already =
		conn_query_int(txn_conn(txn), "SELECT id FROM job_run WHERE timer = ? AND for_at = ?", slot, 2, 0, NULL) != 0;
	if (running->already) return;
	if (!running->failed) running->slot->job->work(txn, &running->turn);
	if (!txn_failed(txn)) run_write(txn, running);
}

/* 1 ran, 0 another server did it, -1 a fault. What the rules refuse is written down as failed, with the reason, and not tried again. */
static int slot_run(Door *door, const Slot *slot, int64_t now, bool tells) {
	ARENA(arena, 64u << 20);
	Running running = {.slot = slot, .turn = {.for_at = slot->for_at, .late = now - slot->for_at > JOB_LATE_S}};
	int64_t begun = outside_monotonic_ms();
	Outcome outcome = door_run(door, arena, &actor_engine, "job", now, run_work, &running);
	if (tells && outcome.kind == OUTCOME_DONE && !running.already)
		log_info("job.done", "%s for %s in %lld ms: %s", slot->job->name, instant_format_local(arena, slot->for_at),
			(long long)(outside_monotonic_ms() - begun), running.turn.result);
	if (outcome.kind == OUTCOME_DONE) return !running.already;
	if (outcome.kind == OUTCOME_FAULT) return -1;
	const char *why = outcome.refusals.count ? outcome.refusals.items[0].zh : "";
	log_error("job.failed", "%s: %s", slot->job->name, why);
	running.failed = true;
	snprintf(running.turn.result, sizeof running.turn.result, "%s", text_cut(arena, why, 200));
	return door_run(door, arena, &actor_engine, "job", now, run_work, &running).kind == OUTCOME_FAULT ? -1 : 1;
}

int jobs_run(Store *store, Door *door, int64_t now, bool tells) {
	ARENA(arena, BOOK_BYTES_MAX);
	Slots *slots = arena_alloc(arena, sizeof *slots);
	Conn *conn = conn_open(store, true);
	int fault = conn ? slots_find(conn, arena, now, slots) : STORE_FAULT, ran = 0;
	if (!fault && slots->count) fault = slots_leave_open(conn, now, slots);
	if (conn) conn_close(conn);
	for (int i = 0; i < slots->count && !fault; i++) {
		if (!slots->items[i].job) continue;
		int done = slot_run(door, &slots->items[i], now, tells);
		if (done < 0) fault = STORE_FAULT;
		else ran += done;
	}
	return fault ? -1 : ran;
}
