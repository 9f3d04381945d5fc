#include "base/log.h"
#include "base/outside.h"
#include "job/job.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct Scheduler {
	Store *store;
	Door *door;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stopping;
};

/* Once a minute, at its beginning, and at once after the start; the clock may have been set either way meanwhile. */
static void *scheduler_main(void *user) {
	Scheduler *scheduler = user;
	int64_t minute = -1;
	pthread_mutex_lock(&scheduler->lock);
	while (!scheduler->stopping) {
		int64_t now = outside_now();
		if (now / 60 != minute) {
			minute = now / 60;
			pthread_mutex_unlock(&scheduler->lock);
			if (jobs_run(scheduler->store, scheduler->door, now, true) < 0)
				log_error("job.fault", "jobs are tried again in a minute");
			pthread_mutex_lock(&scheduler->lock);
			continue;
		}
		struct timespec until;
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec++;
		pthread_cond_timedwait(&scheduler->wake, &scheduler->lock, &until);
	}
	pthread_mutex_unlock(&scheduler->lock);
	return NULL;
}

Scheduler *scheduler_start(Store *store, Door *door) {
	if (!jobs_ensure(door, outside_now())) return NULL;
	Scheduler *scheduler = calloc(1, sizeof *scheduler);
	if (!scheduler) bug("out of memory for the scheduler");
	scheduler->store = store;
	scheduler->door = door;
	pthread_mutex_init(&scheduler->lock, NULL);
	pthread_cond_init(&scheduler->wake, NULL);
	if (!pthread_create(&scheduler->thread, NULL, scheduler_main, scheduler)) return scheduler;
	free(scheduler);
	return NULL;
}

void scheduler_stop(Scheduler *scheduler) {
	if (!scheduler) return;
	pthread_mutex_lock(&scheduler->lock);
	scheduler->stopping = true;
	pthread_cond_signal(&scheduler->wake);
	pthread_mutex_unlock(&scheduler->lock);
	pthread_join(scheduler->thread, NULL);
	pthread_mutex_destroy(&scheduler->lock);
	pthread_cond_destroy(&scheduler->wake);
	free(scheduler);
}
