/* Calling back: number, words to say, what came of it. */
#include "access/vault.h"
#include "model_gen.h"
#include "module/matter/page.h"
#include "module/matter/pages.h"

#include <string.h>

static void put_number(Web *web, const MatterPage *page) {
	int64_t client = row_int(page->row, MATTER_CLIENT), asker = row_int(page->row, MATTER_ASKER);
	const Record *record = &model_records[client ? RECORD_CLIENT : RECORD_PERSON];
	Row *who =
		client || asker ? query_row(web_conn(web), web->arena, web->actor, record, client ? client : asker, true, NULL) : NULL;
	const char *phone = who ? row_text(who, client ? CLIENT_PHONE : PERSON_PHONE) : "",
			   *name = who ? row_text(who, client ? CLIENT_NAME : PERSON_NAME) : "";
	if (!*phone) {
		H(web->out, "<p class=\"muted\">%s</p>", TR(web, "没有留电话，可当面告知", "No number was left; tell them in person"));
		return;
	}
	H(web->out, "<p class=\"row\"><b>%s</b><span>%s</span><a class=\"btn main\" href=\"tel:%s\">", name,
		vault_mask(web->arena, phone), phone);
	put_icon(web, "phone");
	H(web->out, "%s</a></p>", TR(web, "拨打", "Call"));
}

static void put_script(Web *web, const MatterPage *page) {
	const Row *row = page->row;
	const char *outcome = row_text(row, MATTER_OUTCOME), *unit = web_show(web, row, MATTER_OWNER_UNIT);
	if (web->language == LANGUAGE_EN)
		H(web->out,
			"<div class=\"say words\">Good day, this is the dispatch desk. You told us about “%s”. %s has dealt with it: %s. Is "
			"it solved, and are you satisfied?</div>",
			row_text(row, MATTER_TITLE), unit, outcome);
	else
		H(web->out,
			"<div class=\"say "
			"words\">您好，这里是%s服务调度台。您反映的“%s”，%s已经办理：%s。请问问题解决了吗？您对这次服务满意吗？</div>",
			"机关事务", row_text(row, MATTER_TITLE), unit, *outcome ? outcome : "已办结");
}

static void put_grades(Web *web) {
	const Field *field = &model_records[RECORD_MATTER].fields[MATTER_SATISFACTION];
	const char *chosen = web_value(web, "satisfaction");
	Buf *out = web->out;
	bool bad = false;
	for (int i = 0; i < web->refusals.count; i++) bad |= !strcmp(web->refusals.items[i].field, "satisfaction");
	H(out,
		"<fieldset class=\"field%s\" id=\"f-satisfaction\"><legend>%s<span class=\"need\">%s</span></legend><div "
		"class=\"grades\">",
		bad ? " bad" : "", label_in(field->label, web->language), TR(web, "必填", "required"));
	for (int i = 0; i < field->choices->count; i++) {
		const Choice *choice = &field->choices->choices[i];
		H(out, "<label class=\"grade\"><input type=\"radio\" name=\"satisfaction\" value=\"%s\"", choice->code);
		if (chosen && !strcmp(chosen, choice->code)) H(out, " checked");
		H(out, "><span>%s</span></label>", label_in(choice->label, web->language));
	}
	H(out, "</div><p class=\"help\">%s</p></fieldset>\n",
		TR(web, "不满意、非常不满意的，会重新办理，回到“待派单”", "Dissatisfied: it is opened again and back at the desk"));
}

static void call_page(Web *web, const MatterPage *page) {
	const Row *row = page->row;
	const CommandDef *command = &row->record->commands[MATTER_CMD_CALLBACK];
	Buf *out = web->out;
	Frame frame = {.title = TR(web, "回访", "Call back"),
		.active = "/desk",
		.crumbs = {{"/desk?view=callback", TR(web, "待回访", "To call back")}, {page->path, row_text(row, MATTER_TITLE)},
			{NULL, TR(web, "回访", "Call back")}}};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_open(web, &frame);
	H(out, "<div class=\"head\"><div><h1>%s</h1><p class=\"sub\">%s %s</p></div></div>\n", TR(web, "回访", "Call back"),
		row_text(row, MATTER_NO), row_text(row, MATTER_TITLE));
	put_errors(web);
	H(out, "<section class=\"panel\"><div class=\"panel-body stack\">");
	put_number(web, page);
	put_script(web, page);
	H(out, "</div></section>\n");
	if (command_fits_state(command, row)) {
		H(out,
			"<form class=\"form\" method=\"post\" action=\"/desk/call/%ld\" novalidate data-once><section class=\"panel\"><div "
			"class=\"panel-body fields\">",
			(long)page->id);
		put_form_hidden(web);
		put_grades(web);
		put_note(web, true, TR(web, "对方怎么说", "What they said"), NULL);
		H(out,
			"</div></section><div class=\"form-foot\"><button class=\"btn main\" data-submit>%s</button><a class=\"btn plain\" "
			"href=\"%s\">%s</a></div></form>\n",
			TR(web, "登记回访", "Record it"), page->path, TR(web, "返回", "Back"));
	} else
		put_empty(web, TR(web, "办结以后才能回访", "It can be called back once completed"), page->path,
			TR(web, "返回事项", "Back to the matter"));
	frame_close(web, &frame);
}

void call_get(Web *web) {
	MatterPage page;
	if (matter_page_load(web, web->ids[0], false, &page)) call_page(web, &page);
}

void call_post(Web *web) {
	MatterPage page;
	const char *grade;
	Outcome outcome = form_call(web, &model_records[RECORD_MATTER].commands[MATTER_CMD_CALLBACK], web->ids[0]);
	if (outcome.kind == OUTCOME_DONE) {
		grade = web_value(web, "satisfaction");
		bool again = grade && (!strcmp(grade, SATISFACTION_IS_POOR) || !strcmp(grade, SATISFACTION_IS_VERY_POOR));
		web_done(web, "/desk?view=callback",
			again ? TR(web, "已重新办理，在“待派单”里", "Opened again, to be dispatched") : TR(web, "回访已登记", "Recorded"));
	} else if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else if (matter_page_load(web, web->ids[0], false, &page)) call_page(web, &page);
}
