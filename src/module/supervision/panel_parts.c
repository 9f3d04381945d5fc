/* What hangs on a matter besides its own loop, on the matter's page and on each work order's: extensions asked for, and what comes next. */
#include "base/instant.h"
#include "model_gen.h"
#include "module/supervision/order.h"
#include "module/supervision/supervision.h"

#include <string.h>

enum { PARTS_SHOWN = 5 };

typedef struct Part {
	int record, matter, order; /* fields of the record; order 0: it belongs to the whole matter */
	Label title;
	void (*put)(Web *web, const Row *row);
} Part;

static bool state_is(const Row *row, int field, const char *state) {
	return !strcmp(row_text(row, field), state);
}

/* The commands that may be given on the row, as links to their pages. */
static void put_ways(Web *web, const Row *row) {
	const Record *record = row->record;
	for (int i = 0; i < record->command_count; i++) {
		const CommandDef *command = &record->commands[i];
		if (command->flags & (COMMAND_CREATE | COMMAND_QUIET) || !command_allowed(command, web->actor) ||
			!command_fits_state(command, row))
			continue;
		H(web->out, " <a class=\"btn tiny\" href=\"/%s/%ld/%s\">%s</a>", record->path, (long)row_id(row), command->name,
			label_in(command->label, web->language));
	}
}

static void put_extension(Web *web, const Row *row) {
	Buf *out = web->out;
	const char *lamp = state_is(row, EXTENSION_STATE, EXTENSION_STATE_ASKED)	 ? "yellow"
					   : state_is(row, EXTENSION_STATE, EXTENSION_STATE_GRANTED) ? "green"
																				 : "grey";
	H(out, "<li><p class=\"row\"><a href=\"/extensions/%ld\">%s</a> ", (long)row_id(row), row_text(row, EXTENSION_NO));
	put_lamp(web, lamp, web_show(web, row, EXTENSION_STATE));
	H(out, "<span>%s：%s → %s</span>", web_show(web, row, EXTENSION_UNIT), web_show(web, row, EXTENSION_FROM_DUE),
		web_show(web, row, EXTENSION_UNTIL_ON));
	put_ways(web, row);
	H(out, "</p><p class=\"muted small\">%s", row_text(row, EXTENSION_REASON));
	if (!value_is_null(row->values[EXTENSION_DECIDED_AT]))
		H(out, " · %s%s%s %s", web_show(web, row, EXTENSION_DECIDED_BY), *row_text(row, EXTENSION_DECISION) ? "：" : "",
			row_text(row, EXTENSION_DECISION), web_time(web, row_int(row, EXTENSION_DECIDED_AT)));
	H(out, "</p></li>\n");
}

static void put_slip(Web *web, const Row *row) {
	Buf *out = web->out;
	H(out, "<li><p class=\"row\"><a href=\"/urging-slips/%ld\">%s</a> ", (long)row_id(row), row_text(row, URGING_SLIP_NO));
	put_lamp(web, slip_lamp(row), slip_level_words(web, row_int(row, URGING_SLIP_LEVEL)));
	H(out, "<span>%s · %s %s%s</span>", web_show(web, row, URGING_SLIP_STATE), web_time(web, row_int(row, URGING_SLIP_ANSWER_BY)),
		TR(web, "前反馈", "to be answered"), "");
	put_ways(web, row);
	H(out, "</p><p class=\"muted small\">%s</p>", row_text(row, URGING_SLIP_WORDS));
	if (!value_is_null(row->values[URGING_SLIP_FEEDBACK_AT])) {
		H(out, "<div class=\"say\">");
		html_lines(out, row_text(row, URGING_SLIP_FEEDBACK));
		H(out, "<span class=\"muted small\"> · %s %s</span></div>", web_show(web, row, URGING_SLIP_FEEDBACK_BY),
			web_time(web, row_int(row, URGING_SLIP_FEEDBACK_AT)));
	}
	H(out, "</li>\n");
}

static void put_progress(Web *web, const Row *row) {
	Buf *out = web->out;
	const char *milestone = row_text(row, PROGRESS_MILESTONE);
	long percent = (long)row_int(row, PROGRESS_PERCENT);
	H(out, "<li><p class=\"row\">");
	if (!value_is_null(row->values[PROGRESS_PERCENT]))
		H(out, "<b>%ld%%</b><progress max=\"100\" value=\"%ld\" aria-label=\"%s\"></progress>", percent, percent,
			TR(web, "完成百分比", "Percent done"));
	if (*milestone) H(out, "<b>%s</b>", milestone);
	H(out, "<span class=\"muted small\">%s %s · %s</span></p><div>", web_show(web, row, PROGRESS_UNIT),
		web_show(web, row, PROGRESS_REPORTER), web_time(web, row_int(row, FIELD_CREATED_AT_AT)));
	html_lines(out, row_text(row, PROGRESS_WORDS));
	H(out, "</div></li>\n");
}

static const Part parts[] = {
	{RECORD_PROGRESS, PROGRESS_MATTER, PROGRESS_WORK_ORDER, {"进展", "Progress"}, put_progress},
	{RECORD_URGING_SLIP, URGING_SLIP_MATTER, 0, {"催办单", "Urging slips"}, put_slip},
	{RECORD_EXTENSION, EXTENSION_MATTER, EXTENSION_WORK_ORDER, {"延期", "Extensions"}, put_extension},
};
enum { PARTS = sizeof parts / sizeof *parts };

static void query_of(Web *web, const Part *part, const Row *row, Query *ret) {
	bool of_order = row->record->index == RECORD_WORK_ORDER;
	int field = of_order && part->order ? part->order : part->matter;
	Value id = of_order && !part->order ? row->values[WORK_ORDER_MATTER] : value_int(row_id(row));
	query_init(ret, &model_records[part->record]);
	query_add(ret, web->arena, field, FILTER_IN, id);
	ret->sort_field = FIELD_ID_AT;
	ret->sort_down = true;
	ret->limit = PARTS_SHOWN;
	ret->labels = true;
}

/* All kinds are counted in one statement; only what there is is read. False where there is nothing. */
static bool parts_read(Web *web, const Row *row, Rows ret[PARTS]) {
	Query queries[PARTS];
	Tally tallies[PARTS];
	TallyRows counts;
	bool any = false;
	for (int i = 0; i < PARTS; i++) {
		query_of(web, &parts[i], row, &queries[i]);
		tallies[i] = (Tally){.query = &queries[i]};
		ret[i] = (Rows){0};
	}
	if (query_tallies(web_conn(web), web->arena, web->actor, tallies, PARTS, &counts)) return false;
	for (int i = 0; i < counts.count; i++) {
		int part = counts.rows[i].tally;
		if (!counts.rows[i].count) continue;
		if (query_rows(web_conn(web), web->arena, web->actor, &queries[part], false, &ret[part])) ret[part].count = 0;
		any |= ret[part].count > 0;
	}
	return any;
}

static void put_parts(Web *web, const Rows rows[PARTS]) {
	for (int i = 0; i < PARTS; i++) {
		if (!rows[i].count) continue;
		H(web->out, "<div class=\"panel-body\"><h3>%s</h3><ul class=\"lines\">\n", label_in(parts[i].title, web->language));
		for (int k = 0; k < rows[i].count; k++) parts[i].put(web, &rows[i].rows[k]);
		H(web->out, "</ul></div>\n");
	}
}

static void panel_open(Web *web) {
	H(web->out, "<section class=\"panel\" id=\"supervision\"><div class=\"panel-head\"><h2>%s</h2>",
		TR(web, "督办", "Supervision"));
}

void put_supervision_of_matter(Web *web, const Row *matter) {
	Rows rows[PARTS];
	bool open = state_is(matter, MATTER_STATE, MATTER_STATE_SENT) || state_is(matter, MATTER_STATE, MATTER_STATE_WORKING);
	bool urges = open && web->actor->roles & URGERS;
	if (!(web->actor->roles & INSTRUCTION_READERS)) return;
	if (!parts_read(web, matter, rows) && !urges) return;
	panel_open(web);
	if (urges)
		H(web->out, "<span class=\"actions push\"><a class=\"btn\" href=\"/urging-slips/new?matter=%ld\">%s</a></span>",
			(long)row_id(matter), TR(web, "发催办单", "Send an urging slip"));
	H(web->out, "</div>\n");
	put_parts(web, rows);
	H(web->out, "</section>\n");
}

/* What is not possible any more says why instead of going away. */
static void put_ask(Web *web, const Row *order) {
	int64_t due = row_int(order, WORK_ORDER_DUE_AT);
	Buf *out = web->out;
	if (!due) return;
	if (web->now <= due)
		H(out, "<a class=\"btn\" href=\"/extensions/new?work_order=%ld\">%s</a>", (long)row_id(order),
			TR(web, "申请延期", "Ask for an extension"));
	else
		H(out, "<a class=\"btn\" aria-disabled=\"true\" href=\"/extensions/new?work_order=%ld\">%s<small>%s</small></a>",
			(long)row_id(order), TR(web, "申请延期", "Ask for an extension"), TR(web, "已过办结时限", "the limit has passed"));
}

void put_supervision_of_order(Web *web, const Row *order) {
	Rows rows[PARTS];
	bool theirs = (state_is(order, WORK_ORDER_STATE, WORK_ORDER_STATE_SENT) ||
					  state_is(order, WORK_ORDER_STATE, WORK_ORDER_STATE_WORKING)) &&
				  order_is_theirs(web->actor, order->values);
	bool any = parts_read(web, order, rows);
	if (!theirs && !any) return;
	panel_open(web);
	if (theirs) {
		H(web->out, "<span class=\"actions push\"><a class=\"btn\" href=\"/progress/new?work_order=%ld\">%s</a>",
			(long)row_id(order), TR(web, "报进展", "Report progress"));
		put_ask(web, order);
		H(web->out, "</span>");
	}
	H(web->out, "</div>\n");
	put_parts(web, rows);
	H(web->out, "</section>\n");
}
