#include "base/log.h"
#include "job/job.h"
#include "main/commands.h"
#include "main/modules.h"
#include "web/app.h"

#include <signal.h>
#include <stdio.h>
#include <time.h>

/* Until a signal comes, or the database is broken. The exit code. */
static int serve_wait(const Site *site, const sigset_t *signals, Publisher *publisher) {
	for (struct timespec wait = {1, 0};;) {
		if (sigtimedwait(signals, NULL, &wait) > 0) return 0;
		publisher_turn(publisher, false);
		if (!door_is_broken(site->door)) continue;
		/* Never retry a failed sync: leave, and verify at the next start. */
		log_error("server.broken", "the database could not be synced; leaving");
		return 1;
	}
}

int main_serve(const Options *options) {
	Site site;
	Publisher publisher;
	if (!site_clock(options)) return 2;
	/* Threads inherit the mask; main alone takes the signals. */
	sigset_t signals;
	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (!site_open(options, true, &site)) return 1;
	AppConfig config = {.listen = options->listen,
		.data_dir = options->data,
		.proxy = options->proxy,
		.site_name = "市事管局",
		.trace = options->trace};
	if (!publisher_start(&publisher, site.store, options->anchor)) {
		site_close(&site);
		return 1;
	}
	App *app = app_start(&config, site.store, site.door, main_modules, main_module_count);
	if (!app) {
		publisher_end(&publisher);
		site_close(&site);
		return 1;
	}
	Scheduler *scheduler = scheduler_start(site.store, site.door);
	if (!scheduler) log_error("job.start", "the scheduler cannot start; nothing runs by itself");
	log_info("server.ready", "http://%s (port %d)", options->listen, app_port(app));
	int status = serve_wait(&site, &signals, &publisher);
	scheduler_stop(scheduler);
	app_stop(app);
	if (!status && !publisher_turn(&publisher, true)) status = 1;
	publisher_end(&publisher);
	site_close(&site);
	log_info("server.end", "bye");
	return status;
}
