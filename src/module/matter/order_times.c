#include "command/change.h"
#include "model_gen.h"
#include "module/matter/in_time.h"
#include "module/matter/orders.h"

static void end_pause(Change *change) {
	change_set(change, WORK_ORDER_PAUSED_AT, value_null());
	change_set(change, WORK_ORDER_PAUSE_UNTIL, value_null());
	change_set(change, WORK_ORDER_PAUSE_REASON, value_null());
}

/* A cooperating part's due time was given by hand: the working time of its pause is added to it. The lead's follows the matter's. */
static void move_due(Change *change) {
	const Book *book = change_book(change);
	int64_t from = value_number(change->before[WORK_ORDER_PAUSED_AT], 0),
			until = value_number(change->before[WORK_ORDER_PAUSE_UNTIL], 0);
	if (!book || !from || order_is_lead(change->before, WORK_ORDER_ROLE)) return;
	const Hours *hours = book_hours(book, value_number(change->before[WORK_ORDER_UNIT], 0));
	int64_t to = until && until < change->now ? until : change->now;
	int64_t minutes = clock_between_minutes(book_calendar(book), hours, from, to);
	static const int fields[] = {WORK_ORDER_DUE_AT, WORK_ORDER_YELLOW_AT};
	for (int i = 0; i < 2; i++) {
		int64_t at = value_number(change->before[fields[i]], 0), moved;
		if (at && minutes > 0 && clock_add_minutes(book_calendar(book), hours, at, minutes, &moved))
			change_set(change, fields[i], value_int(moved));
	}
}

/* Moments a command leaves on a work order; who signs without a worker named is the worker. */
void derive_order_times(Change *change) {
	Value now = value_int(change->now);
	switch (change->command->index) {
	case WORK_ORDER_CMD_SIGN:
		change_set(change, WORK_ORDER_SIGNED_AT, now);
		if (value_is_null(change->after[WORK_ORDER_WORKER]) && change->actor->person)
			change_set(change, WORK_ORDER_WORKER, value_int(change->actor->person));
		break;
	case WORK_ORDER_CMD_ATTEND: change_set(change, WORK_ORDER_ATTENDED_AT, now); break;
	case WORK_ORDER_CMD_PAUSE: change_set(change, WORK_ORDER_PAUSED_AT, now); break;
	case WORK_ORDER_CMD_RESUME:
		move_due(change);
		end_pause(change);
		break;
	case WORK_ORDER_CMD_COMPLETE:
		change_set(change, WORK_ORDER_DONE_AT, now);
		change_set(change, WORK_ORDER_ON_TIME, met_in_time(now, change->after[WORK_ORDER_DUE_AT]));
		end_pause(change);
		break;
	case WORK_ORDER_CMD_CHECK: change_set(change, WORK_ORDER_CHECKED_AT, now); break;
	case WORK_ORDER_CMD_RETURN_TO_DESK:
	case WORK_ORDER_CMD_CANCEL: end_pause(change); break;
	case WORK_ORDER_CMD_REWORK:
		change_set(change, WORK_ORDER_DONE_AT, value_null());
		change_set(change, WORK_ORDER_ON_TIME, value_null());
		change_set(change, WORK_ORDER_CHECKED_AT, value_null());
		change_set(change, WORK_ORDER_RESULT, value_null());
		change_set(change, WORK_ORDER_QUALITY, value_null());
		break;
	default: break;
	}
}
