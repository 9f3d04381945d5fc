#include "clock/clock.h"
#include "clock/clock_run.h"

#include <stdlib.h>
#include <string.h>

int64_t clock_run_measure(const ClockRun *run, int64_t from, int64_t to) {
	if (to <= from) return 0;
	return run->natural ? to - from : worktime_between(run->ask->calendar, run->ask->hours, from, to);
}

int64_t clock_run_paused(const ClockRun *run, int64_t from, int64_t to) {
	int64_t sum = 0;
	for (size_t i = 0; i < run->pause_count; i++) {
		int64_t a = run->pauses[i].from > from ? run->pauses[i].from : from;
		int64_t b = run->pauses[i].to < to ? run->pauses[i].to : to;
		sum += clock_run_measure(run, a, b);
	}
	return sum;
}

static bool measure_add(const ClockRun *run, int64_t from, int64_t minutes, int64_t *ret_tick) {
	if (!run->natural) return worktime_add(run->ask->calendar, run->ask->hours, from, minutes, ret_tick);
	*ret_tick = from + minutes;
	return true;
}

/* The earliest tick with `minutes` measured outside pauses since the start. */
static bool run_advance(const ClockRun *run, int64_t minutes, int64_t *ret_tick) {
	int64_t at = run->start;
	for (size_t i = 0; i < run->pause_count; i++) {
		int64_t until_pause = clock_run_measure(run, at, run->pauses[i].from);
		if (minutes <= until_pause) break;
		minutes -= until_pause;
		at = run->pauses[i].to;
	}
	return measure_add(run, at, minutes, ret_tick);
}

static int pause_order(const void *a, const void *b) {
	const RunPause *x = a, *y = b;
	return x->from != y->from ? (x->from < y->from ? -1 : 1) : (x->to > y->to) - (x->to < y->to);
}

static const char *reason_join(Arena *arena, const char *a, const char *b, const char *between) {
	if (!*b || strcmp(a, b) == 0) return a;
	return *a ? arena_printf(arena, "%s%s%s", a, between, b) : b;
}

/* The asked pauses as ticks from the start on, in order, those that overlap or touch as one. */
static void run_take_pauses(Arena *arena, ClockRun *run) {
	const ClockAsk *ask = run->ask;
	if (!ask->pause_count) return;
	RunPause *list = arena_array(arena, ask->pause_count, sizeof(RunPause));
	size_t count = 0, merged = 0;
	for (size_t i = 0; i < ask->pause_count; i++) {
		const ClockPause *p = &ask->pauses[i];
		int64_t from = worktime_tick(p->from_at), to = p->to_at ? worktime_tick(p->to_at) : run->end;
		if (from < run->start) from = run->start;
		if (to <= from) continue;
		list[count++] = (RunPause){from, to, p->reason_zh ? p->reason_zh : "", p->reason_en ? p->reason_en : ""};
	}
	qsort(list, count, sizeof(RunPause), pause_order);
	for (size_t i = 0; i < count; i++) {
		RunPause *last = merged ? &list[merged - 1] : NULL;
		if (!last || list[i].from > last->to) {
			list[merged++] = list[i];
			continue;
		}
		if (list[i].to > last->to) last->to = list[i].to;
		last->reason_zh = reason_join(arena, last->reason_zh, list[i].reason_zh, "；");
		last->reason_en = reason_join(arena, last->reason_en, list[i].reason_en, "; ");
	}
	run->pauses = list;
	run->pause_count = merged;
}

/* Whether now (or the moment it was met) lies in a pause; an open one that began this minute counts. */
static bool run_is_paused(const ClockRun *run) {
	for (size_t i = 0; i < run->ask->pause_count; i++) {
		const ClockPause *p = &run->ask->pauses[i];
		if (worktime_tick(p->from_at) <= run->end && (!p->to_at || worktime_tick(p->to_at) > run->end)) return true;
	}
	return false;
}

static bool day_close(const ClockRun *run, int32_t day, int64_t *ret_tick) {
	int64_t at;
	if (!clock_day_end(run->ask->calendar, run->ask->hours, day, &at)) return false;
	*ret_tick = (at + BUREAU_OFFSET_S) / 60;
	return true;
}

/* Close of business of the day, or of the next worked one: Civil Code, art. 203. */
static bool close_from(const ClockRun *run, int32_t day, int64_t *ret_tick) {
	int32_t worked;
	return clock_add_work_days(run->ask->calendar, run->ask->hours, day, 0, &worked) && day_close(run, worked, ret_tick);
}

/* End of the starting day while more than `spare` minutes of it are left, otherwise of the next working day. */
static bool same_day_end(const ClockRun *run, int64_t spare, int64_t *ret_tick) {
	int32_t day = worktime_day(run->start);
	if (clock_run_measure(run, run->start, (int64_t)(day + 1) * DAY_MINUTES) > spare) return day_close(run, day, ret_tick);
	return close_from(run, day + 1, ret_tick);
}

/* Calendar days: the paused time is added to the 24:00 the last day ends with, a day begun counts whole; the term then ends at close of
 * business, never before it starts and never inside a pause. */
static bool natural_days_end(ClockRun *run) {
	run->base = ((int64_t)worktime_day(run->start) + run->ask->policy.amount + 1) * DAY_MINUTES;
	if (!run_advance(run, run->base - run->start, &run->raw)) return false;
	if (!close_from(run, worktime_day(run->raw - 1), &run->due)) return false;
	if (run->due <= run->start && !close_from(run, worktime_day(run->start) + 1, &run->due)) return false;
	for (size_t i = 0; i < run->pause_count; i++) {
		const RunPause *p = &run->pauses[i];
		if (p->from >= run->due || run->due > p->to) continue;
		int32_t day = worktime_day(p->to);
		if (!close_from(run, day, &run->due)) return false;
		if (run->due <= p->to && !close_from(run, ++day, &run->due)) return false;
		run->raw = ((int64_t)day + 1) * DAY_MINUTES;
	}
	return true;
}

static bool run_find_due(ClockRun *run) {
	const ClockPolicy *policy = &run->ask->policy;
	switch (policy->way) {
	case WAY_NATURAL_DAYS: return natural_days_end(run);
	case WAY_WORK_MINUTES:
	case WAY_NATURAL_MINUTES:
		return measure_add(run, run->start, policy->amount, &run->base) && run_advance(run, policy->amount, &run->due);
	case WAY_WORK_DAYS: {
		int32_t day;
		if (policy->amount == 0) break;
		if (!clock_add_work_days(run->ask->calendar, run->ask->hours, worktime_day(run->start), policy->amount, &day))
			return false;
		if (!day_close(run, day, &run->base)) return false;
		return run_advance(run, clock_run_measure(run, run->start, run->base), &run->due);
	}
	case WAY_SAME_DAY: break;
	case WAY_NONE: return false;
	}
	if (!same_day_end(run, policy->way == WAY_SAME_DAY ? policy->amount : 0, &run->base)) return false;
	return run_advance(run, clock_run_measure(run, run->start, run->base), &run->due);
}

static int run_unknown_year(const ClockRun *run) {
	const ClockAsk *ask = run->ask;
	if (ask->hours->round_the_clock || ask->policy.way == WAY_NATURAL_MINUTES) return 0;
	int32_t first = worktime_day(ask->policy.way == WAY_NATURAL_DAYS ? run->raw - 1 : run->start);
	int32_t last = worktime_day(run->due - 1);
	return calendar_unknown_year(ask->calendar, first < last ? first : last, last, NULL);
}

static bool ask_absurd(const ClockAsk *ask) {
	const ClockPolicy *policy = &ask->policy;
	int64_t most =
		policy->way == WAY_WORK_DAYS || policy->way == WAY_NATURAL_DAYS ? CLOCK_AHEAD_DAYS : CLOCK_AHEAD_DAYS * DAY_MINUTES;
	if ((unsigned)policy->way > WAY_NATURAL_DAYS || policy->amount < 0 || policy->amount > most) return true;
	if (policy->yellow_min < 0 || policy->yellow_percent < 0 || policy->yellow_percent > 100) return true;
	if (!hours_valid(ask->hours) || ask->pause_count > CLOCK_PAUSES_MAX) return true;
	for (size_t i = 0; i < ask->pause_count; i++) {
		const ClockPause *p = &ask->pauses[i];
		if (!worktime_fits(p->from_at) || (p->to_at && !worktime_fits(p->to_at))) return true;
	}
	return !worktime_fits(ask->start_at) || !worktime_fits(ask->now_at) || (ask->stop_at && !worktime_fits(ask->stop_at));
}

/* The most minutes that may be left while the lamp is yellow; -1 without a threshold. */
static int64_t yellow_left(const ClockPolicy *policy, int64_t total) {
	int64_t share = policy->yellow_percent ? total * policy->yellow_percent / 100 : -1;
	int64_t fixed = policy->yellow_min ? policy->yellow_min : -1;
	return share > fixed ? share : fixed;
}

static ClockLamp lamp_of(const ClockResult *result, int64_t yellow) {
	if (result->state == CLOCK_MET) return LAMP_BLUE;
	if (result->late) return LAMP_RED;
	if (result->paused) return LAMP_GREY;
	return result->left_min <= yellow ? LAMP_YELLOW : LAMP_GREEN;
}

static void run_measure_result(const ClockRun *run, ClockResult *result) {
	const ClockAsk *ask = run->ask;
	result->total_min = clock_run_measure(run, run->start, run->due) - clock_run_paused(run, run->start, run->due);
	result->used_min = clock_run_measure(run, run->start, run->end) - clock_run_paused(run, run->start, run->end);
	result->left_min = result->total_min - result->used_min;
	result->over_min = result->left_min < 0 ? -result->left_min : 0;
	result->due_at = result->yellow_at = worktime_instant(run->due);
	result->late = run->end > run->due;
	result->paused = run_is_paused(run);
	result->state = ask->stop_at ? CLOCK_MET : result->paused && !result->late ? CLOCK_PAUSED : CLOCK_RUNNING;
	result->provisional_year = run_unknown_year(run);
	int64_t yellow = yellow_left(&ask->policy, result->total_min), at;
	result->lamp = lamp_of(result, yellow);
	if (yellow < 0) return;
	int64_t before = result->total_min > yellow ? result->total_min - yellow : 0;
	if (run_advance(run, before, &at)) result->yellow_at = worktime_instant(at);
}

ClockResult clock_run(Arena *arena, const ClockAsk *ask) {
	bool natural = ask->policy.way == WAY_NATURAL_MINUTES || ask->policy.way == WAY_NATURAL_DAYS;
	ClockResult result = {.state = CLOCK_OFF, .lamp = LAMP_GREY, .natural = natural, .day_min = DAY_MINUTES};
	if (ask->policy.way == WAY_NONE) return result;
	result.state = CLOCK_NOT_STARTED;
	if (!ask->start_at) return result;
	result.state = CLOCK_REFUSED;
	if (ask_absurd(ask)) return result;
	if (!natural) result.day_min = hours_day_min(ask->hours);
	ClockRun run = {.ask = ask, .natural = natural, .start = worktime_tick(ask->start_at)};
	run.end = worktime_tick(ask->stop_at ? ask->stop_at : ask->now_at);
	bool ahead = run.end < run.start;
	if (ahead) run.end = run.start;
	run_take_pauses(arena, &run);
	if (!run_find_due(&run)) return result;
	run_measure_result(&run, &result);
	if (ahead && !ask->stop_at) {
		result.state = CLOCK_NOT_STARTED;
		result.lamp = LAMP_GREY;
	}
	if (ask->want_steps) clock_steps_tell(arena, &run, &result);
	return result;
}

const char *clock_kind_zh(ClockKind kind) {
	static const char *const words[CLOCK_KINDS] = {"签收", "到场", "办结", "回音"};
	return words[kind];
}

const char *clock_kind_en(ClockKind kind) {
	static const char *const words[CLOCK_KINDS] = {"sign", "attend", "complete", "answer"};
	return words[kind];
}
