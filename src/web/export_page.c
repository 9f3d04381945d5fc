/* GET /PATH.xlsx and /PATH.csv: the list as filtered and ordered, all pages of it. */
#include "base/instant.h"
#include "model_gen.h"
#include "web/app.h"
#include "web/exchange.h"
#include "web/exchange_page.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

void exchange_send(Web *web, int file, bool csv, const char *name) {
	char when[20];
	Civil c = civil_of_instant(web->now);
	snprintf(
		when, sizeof when, "%04d%02d%02d-%02d%02d", c.year % 10000, c.month % 100, c.day % 100, c.hour % 100, c.minute % 100);
	web->response->file = file;
	web->response->type = csv ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
	http_set_header(web->request, web->response, "Cache-Control", "no-store");
	http_set_header(web->request, web->response, "Content-Disposition",
		arena_printf(
			web->arena, "attachment; filename*=UTF-8''%s-%s.%s", http_encode(web->arena, name), when, csv ? "csv" : "xlsx"));
}

static void export_list(Web *web, const Record *record, bool csv) {
	Query query;
	list_query(web, record, &query);
	if (web->refusals.count) {
		web_refused(web);
		return;
	}
	const char *filter = list_filter_words(web, &query);
	ExportSpec spec = {
		.query = &query, .actor = web->actor, .language = web->language, .csv = csv, .filter_words = filter, .now = web->now};
	Exported done;
	if (!export_write(web_conn(web), web->arena, &spec, &done)) {
		if (done.too_many)
			refuse(&web->refusals, REFUSAL_LIMIT, "too-many-rows", "", "一次最多导出 20 万行，请加上条件分几次导出",
				"At most 200,000 rows at once; add a filter and export in parts");
		web_refused(web);
		return;
	}
	web_release(web);
	Call call = export_record(web->arena, &spec, done.rows, NULL);
	if (web_call(web, &call).kind != OUTCOME_DONE) {
		close(done.file);
		web_fault(web);
		return;
	}
	exchange_send(web, done.file, csv, label_in(record->label, web->language));
}

bool export_handle(Web *web) {
	const char *path = web->request->path + 1;
	size_t length = strlen(path);
	bool csv = text_ends(path, ".csv"), xlsx = text_ends(path, ".xlsx");
	if ((!csv && !xlsx) || strchr(path, '/') || web->request->method == HTTP_POST_M) return false;
	const Record *record = record_by_path(arena_strndup(web->arena, path, length - (csv ? 4 : 5)));
	if (!record) return false;
	if (!web->actor->person)
		web_redirect(web, arena_printf(web->arena, "/login?next=%s", http_encode(web->arena, web->request->target)));
	else if (!(web->actor->roles & record->read)) web_no_right(web, record->label.zh, record->label.en);
	else export_list(web, record, csv);
	return true;
}
