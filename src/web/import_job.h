/* An import at work: one at a time in a server. Small ones run in the request, large ones in a thread of their own while the page of the
 * batch tells how far it is. */
#ifndef GANGMU_WEB_IMPORT_JOB_H
#define GANGMU_WEB_IMPORT_JOB_H
#include "web/app.h"
#include "web/import.h"

enum { IMPORT_IN_REQUEST = 500 /* rows */, IMPORT_ARENA_BYTES = 768 << 20 };

typedef struct ImportBatch {
	int64_t id, created_at;
	const Record *record; /* NULL where the model no longer has it */
	const char *file, *key, *state;
	int64_t person;
	int total, fresh, changed, same, bad, written, undone, kept;
	bool has_result;
} ImportBatch;

/* The file of a batch kept under DATA/imports: KEY (as sent), KEY.errors (workbook of wrong rows), KEY.problems (words). */
char *import_path(Arena *arena, const char *data_dir, const char *key, const char *ending);
/* Stores bytes under a fresh key; removes what is older than the days of withdrawal. NULL on a fault. */
char *import_keep(Arena *arena, const char *data_dir, const char *bytes, size_t length);

/* Takes the batch through `start` and runs it; large ones return at once. False: refused or a fault, words in web->refusals. */
bool import_job_start(Web *web, const ImportBatch *batch, ImportWay way);
/* The batch is being written by this server: rows done and in all. */
bool import_job_progress(App *app, int64_t batch, int *ret_at, int *ret_total);
/* Waits for the running import at the end of the server. */
void import_job_wait(App *app);
/* Writes KEY.problems and KEY.errors of a checked or run import. False on a fault. */
bool import_results_keep(Import *import, const char *data_dir, const char *key);
#endif
