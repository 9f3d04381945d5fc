/* One run of a clock, inside this room: what clock_run has found and the steps are told from. Times are ticks (worktime.h). */
#ifndef GANGMU_CLOCK_CLOCK_RUN_H
#define GANGMU_CLOCK_CLOCK_RUN_H
#include "clock/clock.h"
#include "clock/worktime.h"

typedef struct RunPause { /* ascending, not touching, inside [start, …) */
	int64_t from, to;
	const char *reason_zh, *reason_en; /* never NULL */
} RunPause;

typedef struct ClockRun {
	const ClockAsk *ask;
	bool natural;
	int64_t start, end; /* end: when it was met, otherwise now; never before start */
	const RunPause *pauses;
	size_t pause_count;
	int64_t base; /* due as if there were no pauses; NATURAL_DAYS: the 24:00 its last day ends with */
	int64_t raw; /* NATURAL_DAYS: base with the paused time added */
	int64_t due;
} ClockRun;

/* Working minutes in [from, to), by natural ways wall minutes; pauses not taken off. */
int64_t clock_run_measure(const ClockRun *run, int64_t from, int64_t to);
/* The part of [from, to) that is paused, measured likewise. */
int64_t clock_run_paused(const ClockRun *run, int64_t from, int64_t to);
/* Tells the run step by step into the result (clock_steps.c). */
void clock_steps_tell(Arena *arena, const ClockRun *run, ClockResult *result);
#endif
