/* /items/ID: the item with the words that ask for it, its matters and its history. */
#include "module/programme/page.h"
#include "web/app.h"

#include <string.h>

static void put_words_of(Web *web, const Row *item) {
	Rows links;
	Buf *out = web->out;
	H(out, "<section class=\"panel\" id=\"words\"><div class=\"panel-head\"><h2>%s</h2></div>\n",
		TR(web, "要求它的话", "The words that ask for it"));
	if (!rows_load(web, &model_records[RECORD_ITEM_PIECE],
			arena_printf(
				web->arena, "programme=%lld&item=%lld", (long long)row_int(item, ITEM_PROGRAMME), (long long)row_id(item)),
			"id", 100, false, &links))
		return;
	for (int i = 0; i < links.count; i++) {
		Row *piece = query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_PIECE],
			row_int(&links.rows[i], ITEM_PIECE_PIECE), false, NULL);
		if (!piece) continue;
		H(out,
			"<blockquote class=\"quote\" data-piece=\"%ld\"><a href=\"%s\">%s</a><span class=\"muted "
			"small\"> %s</span></blockquote>\n",
			(long)row_id(piece), piece_href(web, row_int(piece, PIECE_PROGRAMME), row_id(piece)), piece_line(web, piece, 600),
			piece_place(web, piece));
	}
	if (!links.count)
		put_empty(web, TR(web, "没有出处：这项工作不是从讲话里来的", "From no words: this work was not asked for in the speech"),
			NULL, NULL);
	H(out, "</section>\n");
}

static void put_linked(Web *web, const Row *item, bool may) {
	Rows links;
	Buf *out = web->out;
	H(out, "<section class=\"panel\" id=\"matters\"><div class=\"panel-head\"><h2>%s</h2></div>\n", TR(web, "事项", "Matters"));
	if (!rows_load(web, &model_records[RECORD_ITEM_MATTER], arena_printf(web->arena, "item=%lld", (long long)row_id(item)), "id",
			200, false, &links))
		return;
	if (links.count) H(out, "<ul class=\"outcomes\">\n");
	for (int i = 0; i < links.count; i++) {
		Row *matter = query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_MATTER],
			row_int(&links.rows[i], ITEM_MATTER_MATTER), false, NULL);
		H(out, "<li>");
		if (matter) {
			put_lamp(web, row_lamp(matter, web->now), NULL);
			H(out, "<div><a href=\"/matters/%ld\"><b>%s</b></a><p>%s · %s · %s</p></div></li>\n", (long)row_id(matter),
				row_text(matter, MATTER_TITLE), row_text(matter, matter->record->number_field),
				web_show(web, matter, MATTER_STATE), web_show(web, matter, MATTER_OWNER_UNIT));
		} else {
			put_lamp(web, "grey", TR(web, "无权查看", "Not for you"));
			H(out, "<div>%s</div></li>\n", TR(web, "这件事项不在您的查看范围", "This matter is outside what you may see"));
		}
	}
	if (links.count) H(out, "</ul>\n");
	else put_empty(web, TR(web, "还没有关联事项", "No matters linked yet"), NULL, NULL);
	if (may) {
		H(out,
			"<form class=\"panel-body decide\" method=\"post\" id=\"link-matter\" action=\"/items/%ld/matters\" data-once "
			"novalidate>",
			(long)row_id(item));
		put_form_hidden(web);
		const char *typed = web_value(web, "matter_label");
		H(out,
			"<div class=\"field\"><label for=\"f-matter\">%s</label><input type=\"text\" id=\"f-matter\" name=\"matter_label\" "
			"value=\"%s\" placeholder=\"SX2026-00001\"></div>",
			TR(web, "事项编号", "Number of the matter"), typed ? typed : "");
		H(out,
			"<button class=\"btn\" data-submit>%s</button><a class=\"btn plain\" href=\"/matters/new?title=%s\">%s</a></form>\n",
			TR(web, "关联", "Link"), http_encode(web->arena, row_text(item, ITEM_TITLE)), TR(web, "新建事项", "New matter"));
	}
	H(out, "</section>\n");
}

static void put_facts(Web *web, const Row *item) {
	static const int fields[] = {ITEM_PROGRAMME, ITEM_KEY_LINE, ITEM_UNIT, ITEM_OWNER, ITEM_DUE_AT, ITEM_PROGRESS,
		ITEM_PROGRESS_AT, ITEM_DONE_AT, ITEM_RESULT, ITEM_QUALITY, ITEM_EVIDENCE};
	Buf *out = web->out;
	H(out, "<dl class=\"facts\">");
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		H(out, "<div%s><dt>%s</dt><dd>", "", label_in(item->record->fields[fields[i]].label, web->language));
		put_value(web, item, fields[i]);
		if (fields[i] == ITEM_PROGRESS && !value_is_null(item->values[ITEM_PROGRESS])) H(out, "%%");
		H(out, "</dd></div>");
	}
	H(out, "</dl>\n");
}

static void item_page(Web *web, const Row *item) {
	const CommandDef *link = &model_records[RECORD_ITEM_MATTER].commands[ITEM_MATTER_CMD_CREATE];
	const char *title = row_text(item, ITEM_TITLE);
	const char *programme = arena_printf(web->arena, "/programmes/%lld", (long long)row_int(item, ITEM_PROGRAMME));
	Frame frame = {.title = title,
		.active = "/items",
		.crumbs = {
			{"/programmes", TR(web, "年度纲目", "Programmes")}, {programme, web_show(web, item, ITEM_PROGRAMME)}, {NULL, title}}};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_open(web, &frame);
	Buf *out = web->out;
	H(out, "<div class=\"head\"><div class=\"row\"><h1>%s</h1>", title);
	put_item_lamp(web, item);
	H(out, "</div>");
	put_commands(web, item, arena_printf(web->arena, "/items/%lld", (long long)row_id(item)));
	H(out, "</div>\n");
	put_errors(web);
	H(out, "<div class=\"split\"><div class=\"wide stack\"><section class=\"panel\" id=\"facts\"><div class=\"panel-body\">");
	put_facts(web, item);
	H(out, "</div></section>\n<section class=\"panel\" id=\"history\"><div class=\"panel-head\"><h2>%s</h2></div>",
		TR(web, "留痕", "History"));
	put_history(web, item);
	H(out, "</section></div>\n<div class=\"aside stack\">\n");
	put_words_of(web, item);
	put_linked(web, item, command_allowed(link, web->actor) && !item_is(item, ITEM_STATE_DROPPED));
	H(out, "</div></div>\n");
	frame_close(web, &frame);
}

static Row *item_load(Web *web) {
	int fault = STORE_OK;
	Row *item = query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_ITEM], web->ids[0], false, &fault);
	if (!item && fault) web_fault(web);
	else if (!item) web_not_found(web);
	return item;
}

void item_get(Web *web) {
	Row *item = item_load(web);
	if (item) item_page(web, item);
}

void item_matter_post(Web *web) {
	Row *item = item_load(web);
	if (!item) return;
	const CommandDef *link = &model_records[RECORD_ITEM_MATTER].commands[ITEM_MATTER_CMD_CREATE];
	if (!command_allowed(link, web->actor)) {
		web_no_right(web, link->label.zh, link->label.en);
		return;
	}
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	const Field *field = &model_records[RECORD_ITEM_MATTER].fields[ITEM_MATTER_MATTER];
	int64_t matter = form_ref(web, field, "matter");
	if (!matter && !web->refusals.count)
		refuse(&web->refusals, REFUSAL_INPUT, "required", "matter", "请填写事项编号", "Give the number of the matter");
	Given given[] = {{ITEM_MATTER_ITEM, value_int(row_id(item))}, {ITEM_MATTER_MATTER, value_int(matter)}};
	Call call = {.command = link, .given = given, .given_count = 2, .idem = web_value(web, "once")};
	Outcome outcome = {.kind = OUTCOME_REFUSED};
	if (!web->refusals.count) outcome = web_call(web, &call);
	if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else if (outcome.kind == OUTCOME_REFUSED) item_page(web, item);
	else
		web_done(web, arena_printf(web->arena, "/items/%lld#matters", (long long)row_id(item)),
			TR(web, "已关联事项", "Matter linked"));
}
