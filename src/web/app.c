#include "web/app.h"
#include "web/import_job.h"

#include "base/log.h"
#include "base/outside.h"

#include <stdlib.h>
#include <string.h>

static void trace_sql(void *user, const char *sql) {
	log_line(LOG_INFO, "sql", "%s%s", (const char *)user, sql);
}

static bool lane_open(App *app, Lane *lane) {
	return (lane->conn = conn_open(app->store, true)) != NULL;
}

static void lane_close(Lane *lane) {
	for (int i = 0; i < LANE_CACHE; i++) arena_free(lane->actors[i].arena);
	if (lane->book_arena) arena_free(lane->book_arena);
	if (lane->conn) conn_close(lane->conn);
}

App *app_start(const AppConfig *config, Store *store, Door *door, const WebModule *const *modules, size_t module_count) {
	App *app = calloc(1, sizeof *app);
	if (!app) bug("out of memory for the server");
	*app = (App){.config = *config,
		.store = store,
		.door = door,
		.modules = modules,
		.module_count = module_count,
		.started_ms = outside_monotonic_ms()};
	pthread_mutex_init(&app->lanes_lock, NULL);
	pthread_mutex_init(&app->hash_lock, NULL);
	pthread_cond_init(&app->lanes_free, NULL);
	pthread_mutex_init(&app->import_lock, NULL);
	pthread_cond_init(&app->import_over, NULL);
	bool good = true;
	for (int i = 0; i < LOOPS; i++) good &= lane_open(app, &app->loop_lanes[i]);
	for (int i = 0; i < POOL_LANES; i++) good &= lane_open(app, &app->pool_lanes[i]);
	if (config->trace) door_set_trace(door, trace_sql, "door: ");
	HttpConfig http = {.listen = config->listen,
		.loops = LOOPS,
		.pool_threads = config->pool_threads ? config->pool_threads : 64,
		.header_deadline_s = 10,
		.body_deadline_s = 60,
		.idle_deadline_s = 75,
		.connections_max = 4096,
		.connections_per_source = 512,
		.bodies_max = 96u << 20,
		.proxy = config->proxy,
		.plan = app_plan,
		.handle = app_handle,
		.user = app};
	if (good) app->server = http_server_start(&http);
	if (app->server) return app;
	app_stop(app);
	return NULL;
}

void app_stop(App *app) {
	if (!app) return;
	if (app->server) http_server_stop(app->server);
	import_job_wait(app);
	for (int i = 0; i < LOOPS; i++) lane_close(&app->loop_lanes[i]);
	for (int i = 0; i < POOL_LANES; i++) lane_close(&app->pool_lanes[i]);
	free(app);
}

int app_port(const App *app) {
	return http_server_port(app->server);
}

static Lane *lane_take(App *app, int thread_index) {
	Lane *lane = NULL;
	if (thread_index < LOOPS) return &app->loop_lanes[thread_index];
	pthread_mutex_lock(&app->lanes_lock);
	while (!lane) {
		for (int i = 0; i < POOL_LANES && !lane; i++)
			if (!app->pool_lanes[i].busy) lane = &app->pool_lanes[i];
		if (!lane) pthread_cond_wait(&app->lanes_free, &app->lanes_lock);
	}
	lane->busy = true;
	pthread_mutex_unlock(&app->lanes_lock);
	return lane;
}

Conn *web_conn(Web *web) {
	App *app = web->app;
	if (web->lane) return web->lane->conn;
	web->lane = lane_take(app, web->thread_index);
	Conn *conn = web->lane->conn;
	if (app->config.trace) conn_set_trace(conn, trace_sql, "");
	conn_begin_read(conn); /* a fault shows at the first reading */
	return conn;
}

void web_release(Web *web) {
	if (!web->lane) return;
	conn_rollback(web->lane->conn);
	if (web->thread_index >= LOOPS) {
		pthread_mutex_lock(&web->app->lanes_lock);
		web->lane->busy = false;
		pthread_cond_signal(&web->app->lanes_free);
		pthread_mutex_unlock(&web->app->lanes_lock);
	}
	web->lane = NULL;
}

const Book *web_book(Web *web) {
	Conn *conn = web_conn(web);
	Lane *lane = web->lane;
	int fault = STORE_OK;
	if (lane->book && book_is_fresh(lane->book, conn, &fault)) return lane->book;
	if (!lane->book_arena) lane->book_arena = arena_new(BOOK_BYTES_MAX);
	else arena_reset(lane->book_arena);
	lane->book = fault ? NULL : book_load(conn, lane->book_arena);
	return lane->book;
}

static const char *entrance_of(const Web *web) {
	return web->is_api ? "api" : web->actor->person ? "page" : "guest";
}

static Outcome keep_refusals(Web *web, Outcome outcome) {
	for (int i = 0; i < outcome.refusals.count; i++) {
		const Refusal *r = &outcome.refusals.items[i];
		refuse(&web->refusals, r->class, r->code, r->field, r->zh, r->en);
	}
	return outcome;
}

Outcome web_call(Web *web, const Call *call) {
	web_release(web);
	return keep_refusals(web, door_call(web->app->door, web->arena, web->actor, entrance_of(web), web->now, call));
}

Outcome web_run(Web *web, DoorWork work, void *user) {
	web_release(web);
	return keep_refusals(web, door_run(web->app->door, web->arena, web->actor, entrance_of(web), web->now, work, user));
}
