/* The steps of one run: the same walk a person would make with the calendar and the unit's hours in hand. */
#include "base/text.h"
#include "clock/clock_run.h"

typedef struct Teller {
	const ClockRun *run;
	ClockStep *steps;
	size_t count, left_out;
	int64_t sum_min;
	int32_t unknown_day; /* first day whose notice is missing */
	int unknown_year; /* 0 when none is, or when it has been said */
} Teller;

enum { END_STEPS = 3 }; /* CUT, DUE and STANDING always find room */

static ClockStep *step_put(Teller *teller, ClockStep step) {
	step.from_at = worktime_instant(step.from_at);
	step.to_at = worktime_instant(step.to_at);
	step.sum_min = teller->sum_min;
	if (!step.name) step.name = "";
	if (!step.name_en) step.name_en = "";
	teller->steps[teller->count] = step;
	return &teller->steps[teller->count++];
}

/* Adds a step; from and to are ticks here and become instants. */
static void step_add(Teller *teller, ClockStepKind kind, int64_t from, int64_t to, int64_t minutes, int32_t number) {
	const Calendar *calendar = teller->run->ask->calendar;
	int32_t day = worktime_day(from);
	if (teller->unknown_year && day >= teller->unknown_day && kind != STEP_START) {
		int32_t year = teller->unknown_year;
		teller->unknown_year = 0;
		step_add(teller, STEP_UNPUBLISHED, from, from, 0, year);
	}
	if (kind != STEP_PAUSED && kind != STEP_EXTENDED) teller->sum_min += minutes;
	if (teller->count >= CLOCK_STEPS_MAX - END_STEPS) {
		teller->left_out++;
		return;
	}
	CalendarDay on = calendar_day(calendar, day);
	ClockStep step = {.kind = kind, .day_kind = on.kind, .day = day, .number = number, .from_at = from, .to_at = to};
	step.minutes = minutes;
	step.name = on.name;
	step_put(teller, step);
}

static void pause_add(Teller *teller, const RunPause *pause) {
	size_t before = teller->count;
	step_add(teller, STEP_PAUSED, pause->from, pause->to, clock_run_measure(teller->run, pause->from, pause->to), 0);
	if (teller->count == before) return;
	teller->steps[teller->count - 1].name = pause->reason_zh;
	teller->steps[teller->count - 1].name_en = pause->reason_en;
}

/* Lengthens the last step over [from, to) when it says the same. */
static bool step_lengthen(Teller *teller, ClockStepKind kind, int64_t from, int64_t to) {
	if (!teller->count || teller->left_out) return false;
	ClockStep *last = &teller->steps[teller->count - 1];
	if (last->to_at != worktime_instant(from)) return false;
	if (kind == STEP_BEFORE_HOURS && last->kind == STEP_AFTER_HOURS) {
		last->to_at = worktime_instant(to);
		return true;
	}
	if (last->kind != kind || (kind != STEP_REST && kind != STEP_MOVED)) return false;
	CalendarDay on = calendar_day(teller->run->ask->calendar, worktime_day(from));
	if (on.kind != last->day_kind || !text_equal(on.name, last->name)) return false;
	last->to_at = worktime_instant(to);
	return true;
}

static void gap_add(Teller *teller, ClockStepKind kind, int64_t from, int64_t to) {
	if (to <= from) return;
	bool unsaid = teller->unknown_year && worktime_day(from) >= teller->unknown_day;
	if (!unsaid && step_lengthen(teller, kind, from, to)) return;
	step_add(teller, kind, from, to, 0, 0);
}

static int64_t later(int64_t a, int64_t b) {
	return a > b ? a : b;
}
static int64_t earlier(int64_t a, int64_t b) {
	return a < b ? a : b;
}

/* One day of working time between two ticks of that day. */
static void tell_day(Teller *teller, int64_t from, int64_t to) {
	const ClockAsk *ask = teller->run->ask;
	int32_t day = worktime_day(from);
	int64_t midnight = (int64_t)day * DAY_MINUTES;
	const DayHours *hours = hours_of_day(ask->calendar, ask->hours, day);
	if (!hours->count) {
		gap_add(teller, STEP_REST, from, to);
		return;
	}
	int64_t at = from;
	for (int i = 0; i < hours->count && at < to; i++) {
		int64_t a = later(at, midnight + hours->span[i].from_min), b = earlier(to, midnight + hours->span[i].to_min);
		gap_add(teller, i ? STEP_LUNCH : STEP_BEFORE_HOURS, at, earlier(a, to));
		if (b > a) step_add(teller, STEP_WORKED, a, b, b - a, 0);
		at = later(at, earlier(to, midnight + hours->span[i].to_min));
	}
	gap_add(teller, STEP_AFTER_HOURS, at, to);
}

static void tell_stretch(Teller *teller, int64_t from, int64_t to) {
	if (from >= to) return;
	if (teller->run->natural) {
		step_add(teller, STEP_NATURAL, from, to, to - from, 0);
		return;
	}
	while (from < to) {
		int64_t end = earlier(to, ((int64_t)worktime_day(from) + 1) * DAY_MINUTES);
		tell_day(teller, from, end);
		from = end;
	}
}

/* Minutes by the clock, working or wall: stretches between the pauses. */
static void tell_minutes(Teller *teller) {
	const ClockRun *run = teller->run;
	int64_t at = run->start;
	step_add(teller, STEP_START, at, at, 0, 0);
	for (size_t i = 0; i < run->pause_count && run->pauses[i].from < run->due; i++) {
		tell_stretch(teller, at, run->pauses[i].from);
		pause_add(teller, &run->pauses[i]);
		at = run->pauses[i].to;
	}
	tell_stretch(teller, at, run->due);
}

/* The pauses after an end found without them, and what they add to it. */
static void tell_extension(Teller *teller, int64_t from, int64_t to, bool whole_days) {
	const ClockRun *run = teller->run;
	for (size_t i = 0; i < run->pause_count && run->pauses[i].from < run->due; i++) pause_add(teller, &run->pauses[i]);
	if (to > from) step_add(teller, STEP_EXTENDED, from, to, clock_run_paused(run, run->start, run->due), whole_days);
}

/* Working days one by one from the day after the start to the day the base falls on. */
static void tell_work_days(Teller *teller) {
	const ClockRun *run = teller->run;
	const ClockAsk *ask = run->ask;
	bool same_day = ask->policy.way == WAY_SAME_DAY || ask->policy.amount == 0;
	int32_t start_day = worktime_day(run->start), last = worktime_day(run->base - 1), number = 0;
	if (same_day && last == start_day) {
		step_add(teller, STEP_START, run->start, run->start, 0, 0);
		step_add(teller, STEP_WORK_DAY, run->start, run->base, clock_run_measure(run, run->start, run->base), 0);
	} else {
		int64_t midnight = ((int64_t)start_day + 1) * DAY_MINUTES;
		step_add(teller, STEP_START, run->start, run->start, clock_run_measure(run, run->start, midnight), same_day ? 2 : 1);
	}
	for (int32_t day = start_day + 1; day <= last; day++) {
		const DayHours *hours = hours_of_day(ask->calendar, ask->hours, day);
		int64_t midnight = (int64_t)day * DAY_MINUTES;
		if (!hours->count) {
			gap_add(teller, STEP_REST, midnight, midnight + DAY_MINUTES);
			continue;
		}
		int64_t end = midnight + hours->span[hours->count - 1].to_min;
		step_add(teller, STEP_WORK_DAY, midnight + hours->span[0].from_min, end, hours->total_min, same_day ? 0 : ++number);
	}
	tell_extension(teller, run->base, run->due, false);
}

static void tell_natural_days(Teller *teller) {
	const ClockRun *run = teller->run;
	int64_t next = ((int64_t)worktime_day(run->start) + 1) * DAY_MINUTES;
	step_add(teller, STEP_START, run->start, run->start, 0, 1);
	if (run->base > next) step_add(teller, STEP_NATURAL_DAYS, next, run->base, 0, run->ask->policy.amount);
	tell_extension(teller, run->base, ((int64_t)worktime_day(run->raw - 1) + 1) * DAY_MINUTES, true);
	for (int32_t day = worktime_day(run->raw - 1); day < worktime_day(run->due - 1); day++)
		gap_add(teller, STEP_MOVED, (int64_t)day * DAY_MINUTES, ((int64_t)day + 1) * DAY_MINUTES);
}

static void tell_end(Teller *teller, const ClockResult *result) {
	const ClockRun *run = teller->run;
	if (teller->left_out) {
		ClockStep cut = {.kind = STEP_CUT, .number = (int32_t)teller->left_out, .from_at = run->due, .to_at = run->due};
		cut.day = worktime_day(run->due);
		step_put(teller, cut);
	}
	CalendarDay due_day = calendar_day(run->ask->calendar, worktime_day(run->due));
	ClockStep due = {.kind = STEP_DUE, .day = worktime_day(run->due), .from_at = run->due, .to_at = run->due};
	due.day_kind = due_day.kind;
	due.name = due_day.name;
	step_put(teller, due);
	ClockStep standing = {.kind = STEP_STANDING, .day = worktime_day(run->end), .from_at = run->end, .to_at = run->end};
	standing.minutes = result->left_min;
	standing.met = result->state == CLOCK_MET;
	step_put(teller, standing);
}

void clock_steps_tell(Arena *arena, const ClockRun *run, ClockResult *result) {
	Teller teller = {.run = run, .steps = arena_array(arena, CLOCK_STEPS_MAX, sizeof(ClockStep))};
	if (result->provisional_year) {
		int64_t from = run->ask->policy.way == WAY_NATURAL_DAYS ? run->raw - 1 : run->start;
		teller.unknown_year = result->provisional_year;
		int32_t last = worktime_day(run->due - 1), first = worktime_day(earlier(from, run->due - 1));
		calendar_unknown_year(run->ask->calendar, first, last, &teller.unknown_day);
	}
	switch (run->ask->policy.way) {
	case WAY_NONE: return;
	case WAY_WORK_MINUTES:
	case WAY_NATURAL_MINUTES: tell_minutes(&teller); break;
	case WAY_WORK_DAYS:
	case WAY_SAME_DAY: tell_work_days(&teller); break;
	case WAY_NATURAL_DAYS: tell_natural_days(&teller); break;
	}
	if (teller.unknown_year) step_add(&teller, STEP_UNPUBLISHED, run->due, run->due, 0, teller.unknown_year);
	tell_end(&teller, result);
	result->steps = teller.steps;
	result->step_count = teller.count;
}
