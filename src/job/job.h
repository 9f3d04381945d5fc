/* Jobs: what happens by itself. A module declares its jobs as const tables; the hour and the days stand in rows (job.model). */
#ifndef GANGMU_JOB_JOB_H
#define GANGMU_JOB_JOB_H
#include "command/door.h"

/* One run. */
typedef struct JobTurn {
	int64_t for_at; /* the moment it was to run */
	bool late; /* more than JOB_LATE_S after it */
	char result[300]; /* what was done, in Chinese: for the row of the run */
} JobTurn;

typedef struct Job {
	const char *name; /* "roll_call_ask": never changes, it names the timer's row */
	Label label;
	const char *at; /* "17:00" to begin with */
	const char *days; /* JOB_DAYS_IS_… to begin with */
	/* Issues commands by txn_call, in the transaction that also writes the row of the run. Fills turn->result. Jobs are run in order of the
	 * moments they were to run at; the work must do for for_at, not for now. */
	void (*work)(Txn *txn, JobTurn *turn);
} Job;

/* What all modules declare; src/main/modules.c holds the list. */
extern const Job *const jobs[];
extern const size_t job_count;

enum {
	JOB_LATE_S = 600,
	/* What was missed longer ago than this is not made up for: after a wrong clock or a year's rest nobody wants a year of roll calls. */
	JOB_BACK_DAYS = 31
};

/* Makes the timer rows that are missing; `now` is since when missed runs count. False on a fault. */
bool jobs_ensure(Door *door, int64_t now);
/* Runs all that was to run up to now and has not, oldest first; `tells`: a log line for each. Returns how many ran; -1 on a fault (tried again at the next call). */
int jobs_run(Store *store, Door *door, int64_t now, bool tells);
/* The next moment of a timer after now; 0 where it is switched off or none lies within a year. */
int64_t timer_next(const Calendar *calendar, const Hours *hours, const char *at, const char *days, int64_t now);
/* "17:00" → minutes after midnight, 0…1440; -1 for anything else. */
int timer_minutes(const char *text);

/* The thread that calls jobs_run while the server runs. NULL on a fault. */
typedef struct Scheduler Scheduler;
Scheduler *scheduler_start(Store *store, Door *door);
void scheduler_stop(Scheduler *scheduler);
#endif
