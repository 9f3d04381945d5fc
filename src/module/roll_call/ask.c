/* The two jobs: asking at the set hour of a working day, and counting when the day has ended. */
#include "base/instant.h"
#include "job/job.h"
#include "model_gen.h"
#include "module/roll_call/roll_call.h"

#include <stdio.h>

/* The row of the unit and day; 0 where there is none. */
static int64_t row_of(Txn *txn, int32_t day, int64_t unit) {
	Value params[] = {value_int(day), value_int(unit)};
	return conn_query_int(txn_conn(txn), "SELECT id FROM roll_call WHERE day = ? AND unit = ?", params, 2, 0, NULL);
}

static int64_t row_make(Txn *txn, const JobTurn *turn, int32_t day, const NightUnit *unit, bool asked) {
	Given given[] = {{ROLL_CALL_DAY, value_int(day)}, {ROLL_CALL_UNIT, value_int(unit->unit)},
		{ROLL_CALL_LATE, value_int(turn->late)}, {ROLL_CALL_ASKED_AT, asked ? value_int(txn_now(txn)) : value_null()},
		{ROLL_CALL_OPEN, value_int(asked ? unit->open : 0)}, {ROLL_CALL_ASKED, value_int(asked ? unit->silent : 0)}};
	Call call = {.command = &model_records[RECORD_ROLL_CALL].commands[ROLL_CALL_CMD_CREATE],
		.given = given,
		.given_count = sizeof given / sizeof *given,
		.trusted = true};
	return txn_call(txn, &call);
}

static void ask_work(Txn *txn, JobTurn *turn) {
	Night night;
	int64_t open = 0, silent = 0;
	int32_t day = day_of_instant(turn->for_at);
	if (night_read(txn_conn(txn), txn_arena(txn), turn->for_at, day, &night)) {
		txn_fault(txn);
		return;
	}
	for (int i = 0; i < night.count && !txn_failed(txn); i++) {
		open += night.units[i].open, silent += night.units[i].silent;
		if (!row_of(txn, day, night.units[i].unit)) row_make(txn, turn, day, &night.units[i], true);
	}
	snprintf(turn->result, sizeof turn->result, "点名 %d 个单位，在办 %lld 件，应说明 %lld 件", night.count, (long long)open,
		(long long)silent);
}

static void unit_count(Txn *txn, const JobTurn *turn, int32_t day, const NightUnit *unit) {
	int64_t row = row_of(txn, day, unit->unit);
	if (!row) row = row_make(txn, turn, day, unit, false);
	Given given[] = {{ROLL_CALL_COUNTED_AT, value_int(txn_now(txn))}, {ROLL_CALL_SLEPT, value_int(unit->open)},
		{ROLL_CALL_SILENT, value_int(unit->silent)}};
	Call call = {.command = &model_records[RECORD_ROLL_CALL].commands[ROLL_CALL_CMD_COUNT],
		.id = row,
		.given = given,
		.given_count = sizeof given / sizeof *given,
		.trusted = true};
	if (row) txn_call(txn, &call);
}

/* Units that were asked and have finished everything slept 0. */
static int add_finished(Txn *txn, int32_t day, Night *night) {
	Value param = value_int(day);
	Cursor *cursor =
		conn_query(txn_conn(txn), "SELECT unit FROM roll_call WHERE day = ? AND state = 'asked' ORDER BY unit", &param, 1);
	int counted = night->count;
	while (cursor && cursor_next(cursor)) {
		int64_t unit = cursor_int(cursor, 0);
		bool slept = false;
		for (int i = 0; i < counted; i++) slept |= night->units[i].unit == unit;
		if (!slept && night->count < NIGHT_UNITS_MAX) night->units[night->count++] = (NightUnit){.unit = unit};
	}
	return cursor_end(cursor);
}

static void count_work(Txn *txn, JobTurn *turn) {
	Night night;
	int64_t slept = 0, silent = 0;
	int32_t day = day_of_instant(turn->for_at - 1); /* the day that has ended */
	if (night_read(txn_conn(txn), txn_arena(txn), turn->for_at - 1, day, &night) || add_finished(txn, day, &night)) {
		txn_fault(txn);
		return;
	}
	for (int i = 0; i < night.count && !txn_failed(txn); i++) {
		slept += night.units[i].open, silent += night.units[i].silent;
		unit_count(txn, turn, day, &night.units[i]);
	}
	snprintf(turn->result, sizeof turn->result, "%d 个单位，过夜 %lld 件，其中未说明 %lld 件", night.count, (long long)slept,
		(long long)silent);
}

extern const Job roll_call_ask, roll_call_count;
const Job roll_call_ask = {
	"roll_call_ask", {"点名：今晚过夜的请说明", "Roll call: what sleeps over tonight"}, "17:00", JOB_DAYS_IS_WORKDAY, ask_work};
const Job roll_call_count = {"roll_call_count", {"过夜计数", "Count of what slept"}, "24:00", JOB_DAYS_IS_WORKDAY, count_work};
