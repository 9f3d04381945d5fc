/* The pages of an import; import_page.c answers, import_view.c shows. */
#ifndef GANGMU_WEB_IMPORT_PAGE_H
#define GANGMU_WEB_IMPORT_PAGE_H
#include "web/import_job.h"

void import_get(Web *web); /* GET /:word/import */
void import_post(Web *web);
void import_template_get(Web *web); /* GET /:word/template.xlsx */
void import_batch_get(Web *web); /* GET /imports/:id */
void import_errors_get(Web *web); /* GET /imports/:id/errors.xlsx */
void import_run_post(Web *web); /* POST /imports/:id/run */
void import_undo_post(Web *web); /* POST /imports/:id/undo */

/* Makes the batch row of a checked import; its id, or 0 with the reasons. */
int64_t import_batch_create(
	Door *door, Arena *arena, const Actor *actor, int64_t now, const Import *import, const char *key, Refusals *refusals);
void import_batch_page(Web *web, const ImportBatch *batch);
/* The four steps; now: the one at hand, from 0. */
void put_import_steps(Web *web, int now);
#endif
