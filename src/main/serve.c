#include "base/log.h"
#include "main/commands.h"
#include "main/modules.h"
#include "web/app.h"

#include <signal.h>
#include <stdio.h>
#include <time.h>

int main_serve(const Options *options) {
	Site site;
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
	App *app = app_start(&config, site.store, site.door, main_modules, main_module_count);
	if (!app) {
		site_close(&site);
		return 1;
	}
	log_info("server.ready", "http://%s (port %d)", options->listen, app_port(app));
	int status = 0;
	for (struct timespec wait = {1, 0};;) {
		if (sigtimedwait(&signals, NULL, &wait) > 0) break;
		if (!door_is_broken(site.door)) continue;
		/* Never retry a failed sync: leave, and verify at the next start. */
		log_error("server.broken", "the database could not be synced; leaving");
		status = 1;
		break;
	}
	app_stop(app);
	site_close(&site);
	log_info("server.end", "bye");
	return status;
}
