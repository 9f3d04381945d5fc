#include "web/import_job.h"

#include "base/log.h"
#include "base/outside.h"
#include "model_gen.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct ImportJob {
	App *app;
	Arena *arena;
	Import import;
	ImportWay way;
	const char *key;
	int total;
	pthread_t thread;
};

static bool refuse_now(Web *web, const char *code, const char *zh, const char *en) {
	refuse(&web->refusals, REFUSAL_STATE, code, "", zh, en);
	return false;
}

static void job_free(ImportJob *job) {
	App *app = job->app;
	pthread_mutex_lock(&app->import_lock);
	app->import_job = NULL;
	pthread_cond_broadcast(&app->import_over);
	pthread_mutex_unlock(&app->import_lock);
	arena_free(job->arena);
	free(job);
}

/* Reads the kept file again and writes. What was wrong is said anew: the data may have changed since the check. */
static bool job_run(ImportJob *job) {
	Import *import = &job->import;
	Refusals refusals;
	refusals_init(&refusals, job->arena);
	Conn *conn = conn_open(job->app->store, true);
	int file = open(import_path(job->arena, job->app->config.data_dir, job->key, ""), O_RDONLY | O_CLOEXEC);
	bool good = conn && file >= 0 && !conn_begin_read(conn) && import_open(import, conn, file, &refusals);
	if (file >= 0) close(file);
	if (conn) conn_close(conn);
	good = good && import_run(import, job->app->door, job->way);
	if (good) good = import_results_keep(import, job->app->config.data_dir, job->key);
	if (!good) log_error("import.run", "batch %lld ended early", (long long)import->batch);
	return good;
}

static void *job_main(void *user) {
	ImportJob *job = user;
	job_run(job);
	job_free(job);
	return NULL;
}

static ImportJob *job_new(Web *web, const ImportBatch *batch, ImportWay way) {
	ImportJob *job = calloc(1, sizeof *job);
	if (!job) bug("out of memory for an import");
	*job = (ImportJob){.app = web->app, .arena = arena_new(IMPORT_ARENA_BYTES), .way = way, .total = batch->total};
	job->key = arena_strdup(job->arena, batch->key);
	job->import = (Import){.record = batch->record,
		.actor = actor_copy(job->arena, web->actor),
		.language = web->language,
		.file_name = arena_strdup(job->arena, batch->file),
		.now = web->now,
		.arena = job->arena,
		.batch = batch->id};
	return job;
}

static Outcome job_begin(Web *web, const ImportBatch *batch, ImportWay way) {
	Given given = {IMPORT_BATCH_WAY, value_text(way == IMPORT_ALL ? "all" : "good")};
	Call call = {.command = &model_records[RECORD_IMPORT_BATCH].commands[IMPORT_BATCH_CMD_START],
		.id = batch->id,
		.given = &given,
		.given_count = 1,
		.trusted = true};
	return web_call(web, &call);
}

bool import_job_start(Web *web, const ImportBatch *batch, ImportWay way) {
	App *app = web->app;
	ImportJob *job = job_new(web, batch, way);
	bool large = batch->total > IMPORT_IN_REQUEST;
	if (!import_commands(&job->import)) {
		arena_free(job->arena);
		free(job);
		return refuse_now(web, "no-right", "您没有导入的权限", "You have no right to import");
	}
	pthread_mutex_lock(&app->import_lock);
	bool busy = app->import_job != NULL;
	if (!busy) app->import_job = job;
	pthread_mutex_unlock(&app->import_lock);
	if (busy) {
		arena_free(job->arena);
		free(job);
		return refuse_now(
			web, "busy", "另一个导入正在进行，请等它完成后再试", "Another import is running; try again when it is over");
	}
	Outcome outcome = job_begin(web, batch, way);
	if (outcome.kind != OUTCOME_DONE) {
		job_free(job);
		return web->refusals.count ? false
								   : refuse_now(web, "fault", "暂时不能保存，请稍后再试", "Nothing can be saved just now");
	}
	job->import.cause = outcome.seq;
	web_release(web);
	if (large && !pthread_create(&job->thread, NULL, job_main, job)) {
		pthread_detach(job->thread);
		return true;
	}
	bool good = job_run(job);
	job_free(job);
	return good || refuse_now(web, "fault", "导入中断，请稍后再试", "The import was cut short; try again");
}

bool import_job_progress(App *app, int64_t batch, int *ret_at, int *ret_total) {
	pthread_mutex_lock(&app->import_lock);
	const ImportJob *job = app->import_job;
	bool here = job && job->import.batch == batch;
	if (here) {
		*ret_at = __atomic_load_n(&job->import.at, __ATOMIC_RELAXED);
		*ret_total = job->total;
	}
	pthread_mutex_unlock(&app->import_lock);
	return here;
}

void import_job_wait(App *app) {
	pthread_mutex_lock(&app->import_lock);
	while (app->import_job) pthread_cond_wait(&app->import_over, &app->import_lock);
	pthread_mutex_unlock(&app->import_lock);
}
