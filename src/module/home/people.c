/* Who could do it, and how many jobs each has now. */
#include "model_gen.h"
#include "module/home/home.h"

#include <stdlib.h>
#include <string.h>

enum { BAR_JOBS = 6 }; /* a full load bar: so many jobs at once, a default of this program */

static int by_jobs(const void *a, const void *b) {
	const Hand *x = a, *y = b;
	if (x->jobs != y->jobs) return x->jobs < y->jobs ? -1 : 1;
	return x->person < y->person ? -1 : x->person > y->person;
}

static int jobs_read(Web *web, Hands *hands) {
	Query query;
	TallyRows rows;
	query_init(&query, &model_records[RECORD_WORK_ORDER]);
	query_read_text(&query, web->arena, web->actor, web->now, "state=sent,working&worker.ne=null", &web->refusals);
	Tally tally = {.query = &query, .fields = {WORK_ORDER_WORKER}, .field_count = 1};
	int fault = query_tallies(web_conn(web), web->arena, web->actor, &tally, 1, &rows);
	for (int r = 0; r < rows.count; r++)
		for (int i = 0; i < hands->count; i++)
			if (hands->items[i].person == rows.rows[r].values[0].number) hands->items[i].jobs = rows.rows[r].count;
	return fault;
}

int hands_read(Web *web, Hands *ret) {
	Query query;
	Rows rows;
	ret->count = 0;
	query_init(&query, &model_records[RECORD_PERSON]);
	query.limit = PEOPLE_MAX;
	query_read_text(&query, web->arena, web->actor, web->now, "active.ne=0&unit.under=my-unit", &web->refusals);
	int fault = query_rows(web_conn(web), web->arena, web->actor, &query, false, &rows);
	for (int i = 0; !fault && i < rows.count && i < PEOPLE_MAX; i++)
		ret->items[ret->count++] =
			(Hand){row_id(&rows.rows[i]), row_int(&rows.rows[i], PERSON_UNIT), 0, row_text(&rows.rows[i], PERSON_NAME)};
	if (!fault) fault = jobs_read(web, ret);
	qsort(ret->items, (size_t)ret->count, sizeof *ret->items, by_jobs);
	return fault;
}

static void put_hand(Web *web, const Hand *hand) {
	int64_t width = hand->jobs > BAR_JOBS ? BAR_JOBS : hand->jobs;
	const char *class = hand->jobs >= BAR_JOBS ? " late" : hand->jobs >= BAR_JOBS - 2 ? " soon" : "";
	H(web->out,
		"<li class=\"post\"><b>%s</b><span class=\"load\"><svg class=\"load-bar%s\" viewBox=\"0 0 %d 1\" "
		"preserveAspectRatio=\"none\" "
		"aria-hidden=\"true\"><rect width=\"%d\" height=\"1\"/><rect width=\"%ld\" height=\"1\"/></svg><small><a "
		"href=\"/work-orders?worker=%ld&amp;state=sent,working\" data-count=\"%ld\">%ld %s<span "
		"class=\"hide\">%s</span></a></small></span></li>\n",
		hand->name, class, BAR_JOBS, BAR_JOBS, (long)width, (long)hand->person, (long)hand->jobs, (long)hand->jobs,
		TR(web, "件", "jobs"), hand->name);
}

void put_hands(Web *web, const Hands *hands) {
	H(web->out, "<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2><span class=\"muted small push\">%s</span></div>",
		TR(web, "人员", "People"), TR(web, "手上的活，少的在前", "jobs now, fewest first"));
	if (!hands->count) put_empty(web, TR(web, "本单位还没有在用人员", "Nobody in the unit yet"), NULL, NULL);
	H(web->out, "<ul class=\"panel-body lines\">\n");
	for (int i = 0; i < hands->count; i++) put_hand(web, &hands->items[i]);
	H(web->out, "</ul></section>\n");
}
