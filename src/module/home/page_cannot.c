/* What stands in the way: a pause with a reason and a new time, or the order given back with a reason and who should have it. */
#include "base/instant.h"
#include "model_gen.h"
#include "module/home/home.h"

#include <stdio.h>
#include <string.h>

static void put_reasons(Web *web, const char *name, const char *dictionary, const char *legend) {
	Rows items = dictionary_read(web, dictionary);
	const char *chosen = web_value(web, name);
	H(web->out, "<fieldset class=\"tiles\"><legend class=\"asked\" id=\"f-%s\">%s</legend>", name, legend);
	for (int i = 0; i < items.count; i++) {
		const Row *item = &items.rows[i];
		const char *id = arena_printf(web->arena, "%lld", (long long)row_id(item));
		const char *en = row_text(item, DICT_ITEM_NAME_EN);
		H(web->out, "<label class=\"tile\"><input type=\"radio\" name=\"%s\" value=\"%s\" required%c", name, id, ' ');
		if (chosen && !strcmp(chosen, id)) H(web->out, "checked");
		H(web->out, "><span class=\"tile-face\">%s</span></label>",
			TR(web, row_text(item, DICT_ITEM_NAME), *en ? en : row_text(item, DICT_ITEM_NAME)));
	}
	H(web->out, "</fieldset>\n");
}

static void put_note_part(Web *web, const char *help) {
	const char *note = web_value(web, "note");
	H(web->out,
		"<div class=\"field\"><label for=\"f-note\">%s</label><textarea id=\"f-note\" name=\"note\" rows=\"2\" "
		"maxlength=\"2000\" "
		"aria-describedby=\"h-note\">%s</textarea><p class=\"help\" id=\"h-note\">%s</p></div>",
		TR(web, "说明（可不填）", "Words (optional)"), note ? note : "", help);
}

static const Row *open_form(Web *web, Frame *frame, PhoneHead *head, const char *title, const char *way) {
	Row *row = task_order(web);
	if (!row) return NULL;
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	*head = (PhoneHead){.over = row_text(row, WORK_ORDER_NO), .heading = title};
	*frame = (Frame){.title = title, .phone = head};
	frame_open(web, frame);
	put_errors(web);
	put_task_head(web, row);
	H(web->out, "<form method=\"post\" action=\"/tasks/%ld/%s\" data-once>", (long)row_id(row), way);
	put_form_hidden(web);
	return row;
}

static void put_date_chip(Web *web, int32_t day, const char *words) {
	H(web->out, "<button class=\"btn\" type=\"button\" data-date=\"%s\">%s</button>", day_format(web->arena, day), words);
}

static void cannot_page(Web *web) {
	Frame frame;
	PhoneHead head;
	const Row *row = open_form(web, &frame, &head, TR(web, "修不了", "Cannot be done now"), "cannot");
	if (!row) return;
	int32_t today = day_of_instant(web->now);
	const char *until = web_value(web, "pause_until");
	put_reasons(
		web, "pause_reason", "pause_reason", TR(web, "卡在哪里？暂停计时要有原因", "What is in the way? A pause needs a reason"));
	H(web->out,
		"<section class=\"card\"><div class=\"field\"><label for=\"f-pause_until\">%s</label><input id=\"f-pause_until\" "
		"type=\"datetime-local\" "
		"name=\"pause_until\" required value=\"%s\"><div class=\"quick\">",
		TR(web, "什么时候能接着办", "When it can go on"),
		until ? until : instant_format_input(web->arena, instant_of(today + 1, 17 * 60 + 30)));
	put_date_chip(web, today + 1, TR(web, "明天", "Tomorrow"));
	put_date_chip(web, today + 3, TR(web, "3 天后", "In 3 days"));
	put_date_chip(web, today + 7, TR(web, "一周后", "In a week"));
	H(web->out, "</div></div>");
	put_note_part(
		web, TR(web, "不填就写原因本身，报事人看得到", "The reason itself stands there when left empty; the asker sees it"));
	H(web->out,
		"</section><div class=\"cta\"><button class=\"btn main tall\" data-submit>%s</button></div></form>\n<div "
		"class=\"actions\"><a "
		"class=\"btn\" href=\"/tasks/%ld/return\">%s</a><a class=\"btn\" href=\"/tasks/%ld/finish?result=not_done\">%s</a><a "
		"class=\"btn plain\" "
		"href=\"/tasks\">%s</a></div>\n",
		TR(web, "暂停计时", "Pause the clock"), (long)row_id(row), TR(web, "不是本班的活，转派", "Not our trade: give it on"),
		(long)row_id(row), TR(web, "确实修不了，办结", "It cannot be done: close it"), TR(web, "返回任务", "Back to the jobs"));
	frame_close(web, &frame);
}

void cannot_get(Web *web) {
	cannot_page(web);
}

/* Only units of the bureau can be asked to do it. */
static void put_units(Web *web, int64_t own) {
	const char *chosen = web_value(web, "next_unit");
	Rows units = rows_read(web, RECORD_UNIT, "active.ne=0&kind=bureau,department,team&sort=name", QUERY_LIMIT_MAX);
	H(web->out,
		"<div class=\"field\"><label for=\"f-next_unit\">%s<span class=\"need\">%s</span></label><select id=\"f-next_unit\" "
		"name=\"next_unit\" "
		"required><option value=\"\">%s</option>",
		TR(web, "建议转给", "Who should have it"), TR(web, "必填", "required"), TR(web, "请选择", "Please choose"));
	for (int i = 0; i < units.count; i++) {
		const Row *unit = &units.rows[i];
		const char *id = arena_printf(web->arena, "%lld", (long long)row_id(unit));
		if (row_id(unit) == own) continue;
		H(web->out, "<option value=\"%s\"%c", id, ' ');
		if (chosen && !strcmp(chosen, id)) H(web->out, "selected");
		H(web->out, ">%s</option>", row_text(unit, UNIT_NAME));
	}
	H(web->out, "</select></div>");
}

static void return_page(Web *web) {
	Frame frame;
	PhoneHead head;
	const Row *row = open_form(web, &frame, &head, TR(web, "退回调度台", "Return to the desk"), "return");
	if (!row) return;
	put_reasons(web, "return_reason", "return_reason", TR(web, "为什么退", "Why"));
	H(web->out, "<section class=\"card\">");
	put_units(web, row_int(row, WORK_ORDER_UNIT));
	put_note_part(web, TR(web, "时限不停，调度台会改派", "The clock runs on; the desk gives it to somebody else"));
	H(web->out,
		"</section><div class=\"cta\"><button class=\"btn main tall\" data-submit>%s</button></div></form>\n<p><a class=\"btn "
		"plain\" "
		"href=\"/tasks\">%s</a></p>\n",
		TR(web, "退回", "Return"), TR(web, "返回任务", "Back to the jobs"));
	frame_close(web, &frame);
}

void return_get(Web *web) {
	return_page(web);
}

/* The chosen dictionary item's words. NULL where it is none. */
static const char *reason_words(Web *web, const char *name) {
	int64_t id;
	const char *value = web_value(web, name);
	Row *item = value && text_to_int(value, &id)
					? query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_DICT_ITEM], id, false, NULL)
					: NULL;
	return item ? row_text(item, DICT_ITEM_NAME) : NULL;
}

static Outcome order_call(Web *web, int command_index, const char *reason) {
	const CommandDef *command = &model_records[RECORD_WORK_ORDER].commands[command_index];
	Given given[8];
	Call call = {.command = command, .id = web->ids[0], .given = given, .idem = web_value(web, "once")};
	call.note = form_is_blank(web, "note") ? reason_words(web, reason) : web_value(web, "note");
	call.given_count = form_given(web, command, given, 8);
	if (web->refusals.count) return (Outcome){.kind = OUTCOME_REFUSED};
	return web_call(web, &call);
}

void cannot_post(Web *web) {
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	Outcome outcome = order_call(web, WORK_ORDER_CMD_PAUSE, "pause_reason");
	if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else if (outcome.kind == OUTCOME_REFUSED) cannot_page(web);
	else web_done(web, "/tasks", TR(web, "已暂停计时，可在“暂停的”里继续", "Paused; go on from “Paused”"));
}

void return_post(Web *web) {
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	Outcome outcome = order_call(web, WORK_ORDER_CMD_RETURN_TO_DESK, "return_reason");
	if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else if (outcome.kind == OUTCOME_REFUSED) return_page(web);
	else web_done(web, "/tasks", TR(web, "已退回调度台", "Returned to the desk"));
}
