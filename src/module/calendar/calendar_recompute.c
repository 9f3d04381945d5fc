#include "clock/due.h"
#include "command/change.h"
#include "model_gen.h"

enum { BATCH = 500 };

static bool is_stale(Change *change, const Value *matter, const DueTimes *times) {
	bool attended = !value_is_null(matter[MATTER_ATTENDED_AT]), is_signed = !value_is_null(matter[MATTER_SIGNED_AT]);
	(void)change;
	return value_number(matter[MATTER_DUE_AT], 0) != times->at[CLOCK_COMPLETE] ||
		   value_number(matter[MATTER_ANSWER_DUE], 0) != times->at[CLOCK_ANSWER] ||
		   value_number(matter[MATTER_YELLOW_AT], 0) != times->yellow_at ||
		   value_number(matter[MATTER_PROVISIONAL_YEAR], 0) != times->provisional_year ||
		   (!is_signed && value_number(matter[MATTER_SIGN_DUE], 0) != times->at[CLOCK_SIGN]) ||
		   (!attended && value_number(matter[MATTER_ATTEND_DUE], 0) != times->at[CLOCK_ATTEND]);
}

/* The next open matters after an id. */
static size_t open_matters(Change *change, int64_t after, int64_t ids[BATCH]) {
	Value params[] = {value_int(after)};
	size_t count = 0;
	Cursor *cursor = conn_query(
		change->conn, "SELECT id FROM matter WHERE state IN ('sent', 'working') AND id > ? ORDER BY id LIMIT 500", params, 1);
	while (cursor && count < BATCH && cursor_next(cursor)) ids[count++] = cursor_int(cursor, 0);
	change_fault(change, cursor_end(cursor));
	return count;
}

/* A day, hours or a policy changed: the due times of all matters under way are worked out again, and written where they differ, so
 * that a list never disagrees with the calendar. */
void effect_calendar_recompute(Change *change) {
	const Book *book = change_book(change);
	int64_t ids[BATCH], last = 0;
	for (size_t count; book && (count = open_matters(change, last, ids)) > 0;) {
		last = ids[count - 1];
		for (size_t i = 0; i < count; i++) {
			const Value *matter = change_row(change, RECORD_MATTER, ids[i]);
			DueRun run;
			if (!matter) return;
			int fault = due_run_of(change->conn, change->arena, book, matter, change->now, &run);
			change_fault(change, fault);
			if (fault) return;
			DueTimes times = due_times(change->arena, &run);
			if (is_stale(change, matter, &times))
				change_issue(change, RECORD_MATTER, MATTER_CMD_RECOMPUTE, ids[i], NULL, 0, NULL);
			if (change->refusals->count) return;
		}
	}
}
