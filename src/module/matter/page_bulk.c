/* Several matters at once: what will change, which cannot and why; then run; a result for each. */
#include "model_gen.h"
#include "module/matter/page.h"
#include "module/matter/pages.h"

#include <string.h>

enum { BULK_MAX = 60 };

typedef struct Bulk {
	const CommandDef *command;
	Rows rows;
	int64_t into; /* merge: the one that stays */
	const char *results[BULK_MAX]; /* after running: NULL done, else why not */
	bool ran;
} Bulk;

static bool bulk_read(Web *web, Bulk *bulk) {
	const Record *record = &model_records[RECORD_MATTER];
	const char *what = web_value(web, "do"), *into = web_value(web, "into");
	Value *ids = arena_array(web->arena, BULK_MAX, sizeof *ids);
	int count = 0;
	*bulk = (Bulk){0};
	if (what && !strcmp(what, "accept")) bulk->command = &record->commands[MATTER_CMD_ACCEPT];
	if (what && !strcmp(what, "merge")) bulk->command = &record->commands[MATTER_CMD_MERGE];
	for (size_t i = 0; i < web->part_count && count < BULK_MAX; i++) {
		int64_t id;
		if (!strcmp(web->parts[i].name, "id") && web->parts[i].value && text_to_int(web->parts[i].value, &id))
			ids[count++] = value_int(id);
	}
	if (!bulk->command) return false;
	Query query;
	query_init(&query, record);
	query.sort_field = FIELD_ID_AT;
	query.sort_down = false;
	query.limit = BULK_MAX;
	query.filters[query.filter_count++] = (Filter){FIELD_ID_AT, FILTER_IN, ids, count};
	if (count && query_rows(web_conn(web), web->arena, web->actor, &query, false, &bulk->rows)) return false;
	if (into) text_to_int(into, &bulk->into);
	/* The oldest stays, unless another was chosen. */
	bool known = false;
	for (int i = 0; i < bulk->rows.count; i++) known |= row_id(&bulk->rows.rows[i]) == bulk->into;
	if (!known && bulk->rows.count) bulk->into = row_id(&bulk->rows.rows[0]);
	return true;
}

static bool is_merge(const Bulk *bulk) {
	return bulk->command->index == MATTER_CMD_MERGE;
}

/* Why the row cannot be done; NULL where it can. "" for the one that stays. */
static const char *reason(Web *web, const Bulk *bulk, const Row *row) {
	if (is_merge(bulk) && row_id(row) == bulk->into) return "";
	if (command_fits_state(bulk->command, row)) return NULL;
	return arena_printf(web->arena, "%s“%s”%s%s", TR(web, "状态是", "its state is "), matter_state_words(web, row),
		TR(web, "，不能", "; not possible: "), label_in(bulk->command->label, web->language));
}

static void put_row(Web *web, const Bulk *bulk, int at) {
	const Row *row = &bulk->rows.rows[at];
	Buf *out = web->out;
	const char *why = reason(web, bulk, row);
	H(out,
		"<tr><td class=\"c-no nowrap\"><input type=\"hidden\" name=\"id\" value=\"%ld\">%s</td><td class=\"c-title\"><a "
		"href=\"/matters/%ld\">%s</a></td><td>%s</td>",
		(long)row_id(row), row_text(row, MATTER_NO), (long)row_id(row), row_text(row, MATTER_TITLE),
		row_text(row, MATTER_PLACE_NAME));
	if (is_merge(bulk) && !bulk->ran) {
		H(out, "<td><label class=\"pick\"><input type=\"radio\" name=\"into\" value=\"%ld\"", (long)row_id(row));
		if (row_id(row) == bulk->into) H(out, " checked");
		H(out, ">%s</label></td>", TR(web, "保留这一件", "This one stays"));
	}
	H(out, "<td>");
	if (bulk->ran) {
		const char *result = bulk->results[at];
		bool stays = is_merge(bulk) && row_id(row) == bulk->into;
		put_lamp(web,
			stays	 ? "blue"
			: result ? "red"
					 : "green",
			stays	 ? TR(web, "保留", "stays")
			: result ? TR(web, "没有办成", "not done")
					 : TR(web, "已办", "done"));
		if (result && !stays) H(out, "<small>%s</small>", result);
	} else if (!why)
		put_lamp(web, "green",
			is_merge(bulk) ? TR(web, "并入所保留的一件，报事人各有一份回音", "joined; its asker is answered too")
						   : TR(web, "将受理", "will be accepted"));
	else if (*why) put_lamp(web, "red", why);
	else put_lamp(web, "blue", TR(web, "保留", "stays"));
	H(out, "</td></tr>\n");
}

static void bulk_page(Web *web, const Bulk *bulk) {
	Buf *out = web->out;
	const char *what = label_in(bulk->command->label, web->language), *view = web_value(web, "view");
	const char *back =
		arena_printf(web->arena, "/desk?view=%s", view && record_view(&model_records[RECORD_MATTER], view) ? view : "new");
	int good = 0;
	for (int i = 0; i < bulk->rows.count; i++) good += reason(web, bulk, &bulk->rows.rows[i]) == NULL;
	Frame frame = {.title = what, .active = "/desk", .crumbs = {{back, TR(web, "调度台", "Dispatch desk")}, {NULL, what}}};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_open(web, &frame);
	H(out, "<div class=\"head\"><div><h1>%s</h1><p class=\"sub\">",
		bulk->ran ? TR(web, "办理结果", "What came of it") : arena_printf(web->arena, "%s%s", TR(web, "将要", ""), what));
	H(out, "%s %d %s", TR(web, "已选", "Chosen:"), bulk->rows.count, TR(web, "件", ""));
	if (!bulk->ran) H(out, "%s %d %s", TR(web, "，可以办", "; possible:"), good, TR(web, "件", ""));
	H(out, "</p></div></div>\n");
	put_errors(web);
	if (!bulk->rows.count) {
		put_empty(web, TR(web, "还没有选中事项，请在列表里打勾", "Nothing is chosen: tick rows in the list"), back,
			TR(web, "返回调度台", "Back to the desk"));
		frame_close(web, &frame);
		return;
	}
	H(out,
		"<form method=\"post\" action=\"/matters/bulk\" data-once><input type=\"hidden\" name=\"do\" value=\"%s\"><input "
		"type=\"hidden\" name=\"view\" value=\"%s\">",
		bulk->command->name, view ? view : "");
	put_form_hidden(web);
	H(out,
		"<section class=\"panel\"><div class=\"scroll\"><table class=\"table cards\"><thead><tr><th scope=\"col\">%s</th><th "
		"scope=\"col\">%s</th><th scope=\"col\">%s</th>",
		TR(web, "编号", "Number"), TR(web, "事由", "Subject"), TR(web, "地点", "Place"));
	if (is_merge(bulk) && !bulk->ran) H(out, "<th scope=\"col\">%s</th>", TR(web, "保留哪一件", "Which stays"));
	H(out, "<th scope=\"col\">%s</th></tr></thead><tbody>\n",
		bulk->ran ? TR(web, "结果", "Result") : TR(web, "会怎样", "What will happen"));
	for (int i = 0; i < bulk->rows.count; i++) put_row(web, bulk, i);
	H(out, "</tbody></table></div><div class=\"panel-foot row\">");
	if (!bulk->ran && good)
		H(out, "<button class=\"btn main\" name=\"run\" value=\"1\" data-submit>%s %d %s</button>", what, good,
			TR(web, "件", ""));
	H(out, "<a class=\"btn\" href=\"%s\">%s</a></div></section></form>\n", back, TR(web, "返回调度台", "Back to the desk"));
	frame_close(web, &frame);
}

/* Each row is a command of its own: one that is refused does not hold up the others. */
static void bulk_run(Web *web, Bulk *bulk) {
	const char *once = web_value(web, "once");
	Given given[] = {{MATTER_MERGED_INTO, value_int(bulk->into)}};
	bulk->ran = true;
	for (int i = 0; i < bulk->rows.count; i++) {
		int64_t id = row_id(&bulk->rows.rows[i]);
		if (is_merge(bulk) && id == bulk->into) continue;
		Call call = {.command = bulk->command,
			.id = id,
			.given = given,
			.given_count = is_merge(bulk) ? 1 : 0,
			.idem = once ? arena_printf(web->arena, "%s-%lld", once, (long long)id) : NULL};
		int before = web->refusals.count;
		Outcome outcome = web_call(web, &call);
		if (outcome.kind == OUTCOME_DONE) continue;
		const Refusal *why = web->refusals.count > before ? &web->refusals.items[before] : NULL;
		bulk->results[i] =
			why ? TR(web, why->zh, why->en) : TR(web, "暂时没有办成，请稍后再试", "Not possible just now; try again");
		web->refusals.count = before;
	}
}

void bulk_post(Web *web) {
	Bulk bulk;
	if (!web_form(web) || !bulk_read(web, &bulk)) {
		web_not_found(web);
		return;
	}
	if (!command_allowed(bulk.command, web->actor)) {
		web_no_right(web, bulk.command->label.zh, bulk.command->label.en);
		return;
	}
	if (web_value(web, "run")) bulk_run(web, &bulk);
	bulk_page(web, &bulk);
}
