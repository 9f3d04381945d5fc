/* Dispatching: a suggested lead, any number of cooperating units each with task and due time, the clocks that will run. */
#include "base/instant.h"
#include "model_gen.h"
#include "module/matter/desk.h"
#include "module/matter/page.h"
#include "module/matter/pages.h"
#include "module/matter/plan_form.h"
#include "module/matter/suggest.h"

#include <string.h>

enum { ROWS_FULL = 3, ROWS_COMPACT = 1 };

/* ── what was typed ── */

static const char *typed(Web *web, const char *name, int number) {
	const char *value = web_value(web, arena_printf(web->arena, "help_%s_%d", name, number));
	return value ? value : "";
}

/* The rows typed so far, blank ones left out; at most PLAN_MAX. resolve: units are looked up by their words. */
static int rows_typed(Web *web, bool resolve, PlanTyped *ret) {
	int count = 0;
	const Field *unit = &model_records[RECORD_MATTER].fields[MATTER_OWNER_UNIT];
	for (int i = 0; i < PLAN_MAX; i++) {
		const char *name = arena_printf(web->arena, "help_unit_%d", i);
		PlanTyped row = {.task = text_trim(web->arena, typed(web, "task", i)), .due = typed(web, "due", i)};
		const char *words = web_value(web, arena_printf(web->arena, "%s_label", name));
		row.unit_words = words ? text_trim(web->arena, words) : "";
		const char *id = web_value(web, name);
		if (id) text_to_int(id, &row.unit);
		if (!*row.unit_words) row.unit = 0;
		if (plan_typed_is_blank(&row)) continue;
		if (resolve) {
			/* A unit that is not found is told with its row, not twice. */
			int before = web->refusals.count;
			row.unit = form_ref(web, unit, name);
			web->refusals.count = before;
		}
		ret[count++] = row;
	}
	return count;
}

/* ── the form ── */

static void put_lead(Web *web, const Suggested *units, int count) {
	Buf *out = web->out;
	const char *chosen = web_value(web, "lead");
	bool known = false;
	H(out, "<fieldset class=\"choices\" id=\"f-owner_unit\"><legend class=\"label\">%s</legend>\n",
		TR(web, "主办单位", "Lead unit"));
	for (int i = 0; i < count; i++) {
		const Suggested *unit = &units[i];
		const char *id = arena_printf(web->arena, "%lld", (long long)unit->unit);
		bool on = chosen ? !strcmp(chosen, id) : i == 0;
		int busy = unit->open > 8 ? 8 : (int)unit->open;
		known |= on;
		H(out, "<label class=\"choice\"><input type=\"radio\" name=\"lead\" value=\"%s\"", id);
		if (on) H(out, " checked");
		H(out,
			"><span><b>%s</b><small>%s</small></span><span class=\"load\"><svg class=\"load-bar%s\" viewBox=\"0 0 8 1\" "
			"preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"8\" height=\"1\"/><rect width=\"%d\" "
			"height=\"1\"/></svg>"
			"<small>%s %ld %s</small></span></label>\n",
			unit->name, label_in(unit->why, web->language), busy > 6 ? " soon" : "", busy, TR(web, "手上", ""), (long)unit->open,
			TR(web, "件", "open"));
	}
	const char *words = web_value(web, "owner_unit_label"), *id = web_value(web, "owner_unit");
	H(out, "<label class=\"choice\"><input type=\"radio\" name=\"lead\" value=\"other\"");
	if (!known) H(out, " checked");
	H(out,
		"><span><b>%s</b></span></label><div class=\"field\"><label class=\"hide\" for=\"f-other\">%s</label><input "
		"type=\"hidden\" "
		"name=\"owner_unit\" value=\"%s\"><input type=\"text\" id=\"f-other\" name=\"owner_unit_label\" value=\"%s\" "
		"autocomplete=\"off\" data-lookup=\"/lookup/unit\" data-lookup-name=\"owner_unit\" "
		"placeholder=\"%s\"></div></fieldset>\n",
		TR(web, "另选单位", "Another unit"), TR(web, "另选单位", "Another unit"), id ? id : "", words ? words : "",
		TR(web, "名称或拼音首字母；填了就以它为准", "Name or initials; what stands here wins"));
}

static const Refusal *refusal_at(Web *web, const char *field) {
	for (int i = 0; i < web->refusals.count; i++)
		if (!strcmp(web->refusals.items[i].field, field)) return &web->refusals.items[i];
	return NULL;
}

static void put_cell(
	Web *web, int number, const char *what, const char *label, const char *type, const char *value, const char *more) {
	Buf *out = web->out;
	const char *name = arena_printf(web->arena, "help_%s_%d", what, number);
	const Refusal *wrong = refusal_at(web, name);
	bool unit = !strcmp(what, "unit");
	H(out, "<div class=\"field%s\"><label for=\"f-%s\">%s</label>", wrong ? " bad" : "", name, label);
	if (unit) H(out, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", name, more);
	H(out, "<input type=\"%s\" id=\"f-%s\" name=\"%s%s\" value=\"%s\" maxlength=\"120\"", type, name, name, unit ? "_label" : "",
		value);
	if (unit) H(out, " autocomplete=\"off\" data-lookup=\"/lookup/unit\" data-lookup-name=\"%s\"", name);
	if (wrong) H(out, " aria-invalid=\"true\" aria-describedby=\"e-%s\"", name);
	H(out, ">");
	if (wrong) H(out, "<p class=\"error\" id=\"e-%s\">%s</p>", name, TR(web, wrong->zh, wrong->en));
	H(out, "</div>\n");
}

static void put_helpers(Web *web, bool compact) {
	PlanTyped rows[PLAN_MAX];
	int count = rows_typed(web, false, rows), shown = compact ? ROWS_COMPACT : ROWS_FULL;
	Buf *out = web->out;
	if (shown < count) shown = count;
	if (web_value(web, "more") && shown < PLAN_MAX) shown++;
	H(out, "<fieldset class=\"helpers\" id=\"f-plan\"><legend class=\"label\">%s</legend>\n",
		TR(web, "协办单位（各有任务和时限，可不填）", "Cooperating units, each with task and due time (optional)"));
	for (int i = 0; i < shown; i++) {
		PlanTyped row = i < count ? rows[i] : (PlanTyped){0, "", "", ""};
		H(out, "<div class=\"helper-row\">");
		put_cell(web, i, "unit", TR(web, "单位", "Unit"), "text", row.unit_words,
			row.unit ? arena_printf(web->arena, "%lld", (long long)row.unit) : "");
		put_cell(web, i, "task", TR(web, "做什么", "Task"), "text", row.task, "");
		put_cell(web, i, "due", TR(web, "时限", "Due"), "datetime-local", row.due, "");
		H(out, "</div>\n");
	}
	H(out, "<p class=\"help\">%s</p>",
		TR(web, "时限不填，就与整件事的办结时限相同", "Without a due time the whole matter's applies"));
	if (shown < PLAN_MAX)
		H(out, "<p><button class=\"btn tiny\" name=\"more\" value=\"1\" formnovalidate>%s</button></p>",
			TR(web, "再加一行", "One more row"));
	H(out, "</fieldset>\n");
}

/* What the clocks will be if it goes to this unit now. */
static void put_preview(Web *web, const MatterPage *page, const Suggested *unit) {
	const Row *row = page->row;
	Value *values = arena_array(web->arena, (size_t)row->record->field_count, sizeof *values);
	const Book *book = web_book(web);
	DueRun run;
	memcpy(values, row->values, (size_t)row->record->field_count * sizeof *values);
	values[MATTER_OWNER_UNIT] = value_int(unit->unit);
	bool first = value_is_null(values[MATTER_SENT_AT]);
	values[first ? MATTER_SENT_AT : MATTER_RESENT_AT] = value_int(web->now);
	values[MATTER_SIGNED_AT] = values[MATTER_ATTENDED_AT] = value_null();
	if (!book || due_run_of(web_conn(web), web->arena, book, values, web->now, &run) || !run.policy) return;
	DueTimes times = due_times(web->arena, &run);
	H(web->out, "<div class=\"note info\" id=\"preview\">");
	put_icon(web, "clock");
	H(web->out, "<div>%s %s%s", TR(web, "派给", "To"), unit->name,
		first ? TR(web, "，现在派出：", ", sent now: ")
			  : TR(web, "，再次派出（办结时限不重算）：", ", sent again (completion is not reckoned anew): "));
	for (int kind = 0; kind < CLOCK_KINDS; kind++)
		if (times.at[kind])
			H(web->out, "%s%s %s%s", kind ? TR(web, "；", "; ") : "",
				TR(web, clock_kind_zh((ClockKind)kind), clock_kind_en((ClockKind)kind)), web_time(web, times.at[kind]),
				TR(web, " 前", ""));
	H(web->out, "</div></div>\n");
}

/* Returns so far: how often, why, whom the unit named. */
static void put_returns(Web *web, const MatterPage *page) {
	int64_t count = row_int(page->row, MATTER_RETURN_COUNT);
	Buf *out = web->out;
	if (!count) return;
	H(out, "<div class=\"note%s\" id=\"returns\">", count > 1 ? " bad" : " soft");
	put_icon(web, "undo");
	H(out, "<div><b>%s %ld %s</b>", TR(web, "已退单", "Returned"), (long)count, TR(web, "次", "times"));
	if (count > 1)
		H(out, " %s",
			TR(web, "请调度台终审：定下主办单位，对方不能再退", "The desk decides now for good; it cannot be returned again"));
	H(out, "<ul>");
	for (int i = 0; i < page->orders.count; i++) {
		const Row *order = &page->orders.rows[i];
		if (strcmp(row_text(order, WORK_ORDER_STATE), WORK_ORDER_STATE_RETURNED)) continue;
		H(out, "<li>%s：%s%s%s</li>", web_show(web, order, WORK_ORDER_UNIT), web_show(web, order, WORK_ORDER_RETURN_REASON),
			TR(web, "，建议转给 ", "; names "), web_show(web, order, WORK_ORDER_NEXT_UNIT));
	}
	H(out, "</ul>%s</div></div>\n", TR(web, "退单期间时钟没有停", "The clock did not stop meanwhile"));
}

void put_dispatch_form(Web *web, const MatterPage *page, const char *action, bool compact, const char *view, int64_t next) {
	Suggested units[SUGGEST_MAX];
	int count = 0;
	Buf *out = web->out;
	if (units_suggest(web_conn(web), web->arena, web->actor, page->row, &page->orders, units, &count)) count = 0;
	put_returns(web, page);
	H(out, "<form class=\"%s\" method=\"post\" action=\"%s\" novalidate data-once>\n", compact ? "panel" : "form", action);
	put_form_hidden(web);
	if (compact)
		H(out, "<input type=\"hidden\" name=\"view\" value=\"%s\"><input type=\"hidden\" name=\"next\" value=\"%ld\">", view,
			(long)next);
	H(out, "<input type=\"hidden\" name=\"version\" value=\"%ld\">\n", (long)page->row->values[FIELD_VERSION_AT].number);
	if (!compact) H(out, "<section class=\"panel\">");
	H(out, "<div class=\"panel-head\"><h2>%s</h2></div><div class=\"panel-body fields\">\n", TR(web, "派单", "Dispatch"));
	put_lead(web, units, count);
	if (count) put_preview(web, page, &units[0]);
	put_helpers(web, compact);
	put_note(web, false, TR(web, "交代一句", "A word to them"), NULL);
	H(out, "</div>");
	if (!compact) H(out, "</section>\n");
	H(out, "<div class=\"%s\"><button class=\"btn main\" data-submit%s>%s</button>", compact ? "panel-foot row" : "form-foot", "",
		TR(web, "派单", "Dispatch"));
	if (!compact) H(out, "<a class=\"btn plain\" href=\"%s\">%s</a>", page->path, TR(web, "返回", "Back"));
	H(out, "<span class=\"why push desk-only\">Ctrl+Enter</span></div>\n</form>\n");
}

static void dispatch_page(Web *web, const MatterPage *page) {
	const Row *row = page->row;
	Frame frame = {.title = TR(web, "派单", "Dispatch"),
		.active = "/matters",
		.crumbs = {{"/matters", TR(web, "事项", "Matters")}, {page->path, row_text(row, MATTER_TITLE)},
			{NULL, TR(web, "派单", "Dispatch")}}};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_open(web, &frame);
	H(web->out, "<div class=\"head\"><div><h1>%s</h1><p class=\"sub\">%s %s · %s</p></div></div>\n", TR(web, "派单", "Dispatch"),
		row_text(row, MATTER_NO), row_text(row, MATTER_TITLE), row_text(row, MATTER_PLACE_NAME));
	put_errors(web);
	if (command_fits_state(&row->record->commands[MATTER_CMD_DISPATCH], row))
		put_dispatch_form(web, page, arena_printf(web->arena, "%s/dispatch", page->path), false, NULL, 0);
	else
		put_empty(web,
			arena_printf(web->arena, "%s“%s”", TR(web, "不用派单，现在的状态是", "Nothing to dispatch; the state is "),
				matter_state_words(web, row)),
			page->path, TR(web, "返回事项", "Back to the matter"));
	frame_close(web, &frame);
}

/* ── sending ── */

typedef struct Sending {
	Call call;
	bool refused; /* the page found mistakes: the door only says its own, nothing is kept */
} Sending;

static void send_work(Txn *txn, void *user) {
	Sending *sending = user;
	txn_call(txn, &sending->call);
	if (sending->refused && !txn_failed(txn) && !txn_repeated(txn)) txn_refuse(txn, REFUSAL_INPUT, "page", "", "", "");
}

static void drop_marker(Web *web) {
	int kept = 0;
	for (int i = 0; i < web->refusals.count; i++)
		if (strcmp(web->refusals.items[i].code, "page")) web->refusals.items[kept++] = web->refusals.items[i];
	web->refusals.count = kept;
}

/* The lead from the radio, or what was typed beside it. */
static int64_t lead_typed(Web *web) {
	const char *lead = web_value(web, "lead"), *words = web_value(web, "owner_unit_label");
	int64_t unit = 0;
	if (words && !text_is_blank(words))
		return form_ref(web, &model_records[RECORD_MATTER].fields[MATTER_OWNER_UNIT], "owner_unit");
	return lead && text_to_int(lead, &unit) ? unit : 0;
}

Outcome dispatch_run(Web *web, int64_t id) {
	PlanTyped rows[PLAN_MAX];
	Sending sending = {0};
	int64_t version = 0, lead = lead_typed(web);
	int count = rows_typed(web, true, rows), good = 0, wrong = web->refusals.count;
	for (int i = 0; i < count; i++)
		if (plan_typed_check(&rows[i], i, web->now, &web->refusals)) rows[good++] = rows[i];
	Given given[] = {{MATTER_OWNER_UNIT, lead ? value_int(lead) : value_null()},
		{MATTER_PLAN, value_text(plan_typed_json(web->arena, rows, good))}};
	const char *note = web_value(web, "note");
	if (web_value(web, "version")) text_to_int(web_value(web, "version"), &version);
	sending.call = (Call){.command = &model_records[RECORD_MATTER].commands[MATTER_CMD_DISPATCH],
		.id = id,
		.version = version,
		.given = given,
		.given_count = 2,
		.note = note && !text_is_blank(note) ? note : NULL,
		.idem = web_value(web, "once")};
	/* A lead that was not found is told by its words; the door would only say that there is none. */
	if (wrong) return (Outcome){.kind = OUTCOME_REFUSED};
	sending.refused = web->refusals.count > 0;
	Outcome outcome = web_run(web, send_work, &sending);
	drop_marker(web);
	return outcome;
}

void matter_dispatch_get(Web *web) {
	MatterPage page;
	if (matter_page_load(web, web->ids[0], false, &page)) dispatch_page(web, &page);
}

void matter_dispatch_post(Web *web) {
	MatterPage page;
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	/* 再加一行: nothing is sent, all that was typed stays. */
	if (!web_value(web, "more")) {
		Outcome outcome = dispatch_run(web, web->ids[0]);
		if (outcome.kind == OUTCOME_DONE) {
			web_done(web, arena_printf(web->arena, "/matters/%lld", (long long)web->ids[0]),
				TR(web, "已派单，时钟已起", "Dispatched; the clocks run"));
			return;
		}
		if (outcome.kind == OUTCOME_FAULT) {
			web_fault(web);
			return;
		}
	}
	if (matter_page_load(web, web->ids[0], false, &page)) dispatch_page(web, &page);
}
