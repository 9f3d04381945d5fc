/* The tabs of a record page other than its timeline and its clocks: content, attachments, cooperation, links. */
#include "model_gen.h"
#include "module/matter/page.h"

#include <string.h>

static void put_fact(Web *web, const Row *row, int field) {
	if (value_is_null(row->values[field])) return;
	bool wide = row->record->fields[field].type == FIELD_LONG;
	H(web->out, "<div%s><dt>%s</dt><dd>", wide ? " class=full" : "", label_in(row->record->fields[field].label, web->language));
	put_value(web, row, field);
	H(web->out, "</dd></div>\n");
}

static void put_answers(Web *web, int64_t matter) {
	const Record *record = &model_records[RECORD_ANSWER];
	Query query;
	Rows rows;
	query_init(&query, record);
	query_add(&query, web->arena, ANSWER_MATTER, FILTER_IN, value_int(matter));
	if (query_rows(web_conn(web), web->arena, web->actor, &query, false, &rows) || !rows.count) return;
	H(web->out, "<h2>%s</h2><dl class=\"facts\">\n", TR(web, "附加问题", "Extra questions"));
	for (int i = 0; i < rows.count; i++) {
		const char *value = row_text(&rows.rows[i], ANSWER_VALUE);
		const char *words = !strcmp(value, "yes") ? TR(web, "是", "yes") : !strcmp(value, "no") ? TR(web, "否", "no") : value;
		H(web->out, "<div><dt>%s</dt><dd>%s</dd></div>\n", web_show(web, &rows.rows[i], ANSWER_QUESTION), words);
	}
	H(web->out, "</dl>\n");
}

void put_matter_content(Web *web, const MatterPage *page) {
	static const int asked[] = {MATTER_NO, MATTER_KIND, MATTER_PROBLEM, MATTER_PLACE, MATTER_ASSET, MATTER_COMPOUND,
		MATTER_URGENT, MATTER_CHANNEL, MATTER_ASKER_UNIT, MATTER_ANONYMOUS, MATTER_CREATED_AT, MATTER_DETAIL},
					 done[] = {MATTER_OWNER_UNIT, MATTER_WORKER, MATTER_ACCEPTED_AT, MATTER_SENT_AT, MATTER_RESENT_AT,
						 MATTER_SIGNED_AT, MATTER_ATTENDED_AT, MATTER_DONE_AT, MATTER_ANSWERED_AT, MATTER_CLOSED_AT,
						 MATTER_RESULT, MATTER_QUALITY, MATTER_ANSWER_WAY, MATTER_SATISFACTION, MATTER_RATING_WORDS,
						 MATTER_URGE_COUNT, MATTER_RETURN_COUNT, MATTER_REOPEN_COUNT, MATTER_EFFECT_ON, MATTER_EFFECT_OK,
						 MATTER_OUTCOME};
	Buf *out = web->out;
	H(out, "<div class=\"panel-body stack\"><h2>%s</h2><dl class=\"facts\">\n", TR(web, "报的什么", "What was reported"));
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) put_fact(web, page->row, asked[i]);
	H(out, "</dl>\n");
	put_answers(web, page->id);
	H(out, "<h2>%s</h2><dl class=\"facts\">\n", TR(web, "办理情况", "What became of it"));
	for (size_t i = 0; i < sizeof done / sizeof *done; i++) put_fact(web, page->row, done[i]);
	H(out, "</dl></div>\n");
}

void put_matter_files(Web *web, const MatterPage *page) {
	int all[PAGE_ORDERS_MAX];
	H(web->out, "<div class=\"panel-body\">");
	for (int i = 0; i < page->files.count; i++) all[i] = i;
	put_matter_photos(web, page, all, page->files.count);
	const CommandDef *more = record_command(page->row->record, "supplement");
	bool open = command_allowed(more, web->actor) && command_fits_state(more, page->row);
	if (!page->files.count)
		put_empty(web,
			open ? TR(web, "还没有照片。补充情况、到场、办结时可以附照片",
					   "No photos yet: add some with a remark, on arrival, on completion")
				 : TR(web, "没有照片", "No photos"),
			open ? arena_printf(web->arena, "%s/supplement", page->path) : NULL, TR(web, "补充", "Add"));
	H(web->out, "</div>\n");
}

/* One part: unit, task, due, lamp, result, and what this actor may do with it. */
static void put_order(Web *web, const MatterPage *page, const Row *order) {
	Buf *out = web->out;
	const Record *record = order->record;
	const char *lamp = row_lamp(order, web->now), *state = row_text(order, WORK_ORDER_STATE);
	bool ended = !strcmp(state, WORK_ORDER_STATE_RETURNED) || !strcmp(state, WORK_ORDER_STATE_CANCELLED);
	bool lead = !strcmp(row_text(order, WORK_ORDER_ROLE), ORDER_ROLE_IS_LEAD);
	const Choice *choice = choice_by_code(record->states, state);
	H(out, "<li><p class=\"row\"><b>%s</b><span class=\"tag%s\">%s</span><span class=\"push\">",
		web_show(web, order, WORK_ORDER_UNIT), lead ? " blue" : "", web_show(web, order, WORK_ORDER_ROLE));
	put_lamp(web, ended ? "grey" : lamp, choice ? label_in(choice->label, web->language) : state);
	H(out, "</span></p><p class=\"muted\">");
	if (page->staff)
		H(out, "<a class=\"plainly\" href=\"/work-orders/%ld\">%s</a>", (long)row_id(order), row_text(order, WORK_ORDER_TASK));
	else H(out, "%s", row_text(order, WORK_ORDER_TASK));
	if (row_int(order, WORK_ORDER_DUE_AT) && !ended)
		H(out, " · %s%s", web_time(web, row_int(order, WORK_ORDER_DUE_AT)), TR(web, " 前", ""));
	if (*web_show(web, order, WORK_ORDER_WORKER)) H(out, " · %s", web_show(web, order, WORK_ORDER_WORKER));
	if (*web_show(web, order, WORK_ORDER_RESULT))
		H(out, " · %s%s%s", web_show(web, order, WORK_ORDER_RESULT), TR(web, "，质量 ", ", quality "),
			web_show(web, order, WORK_ORDER_QUALITY));
	if (*web_show(web, order, WORK_ORDER_RETURN_REASON))
		H(out, " · %s%s%s", web_show(web, order, WORK_ORDER_RETURN_REASON), TR(web, "，建议转给 ", ", next: "),
			web_show(web, order, WORK_ORDER_NEXT_UNIT));
	H(out, "</p>");
	static const char *const names[] = {"assign", "rework"};
	bool any = false;
	for (int i = 0; i < 2; i++) {
		const CommandDef *command = record_command(record, names[i]);
		bool rework = i == 1, late = rework && lead && strcmp(row_text(page->row, MATTER_STATE), MATTER_STATE_DONE);
		if (!command_allowed(command, web->actor) || !command_fits_state(command, order) || late) continue;
		H(out, "%c", any ? ' ' : '\n');
		H(out, "<a class=\"btn tiny\" href=\"/work-orders/%ld/%s\">%s</a>", (long)row_id(order), command->name,
			label_in(command->label, web->language));
		any = true;
	}
	H(out, "</li>\n");
}

void put_matter_orders(Web *web, const MatterPage *page) {
	if (!page->orders.count) {
		put_empty(web, TR(web, "还没有派单，派单后这里是主办和协办各自的任务、时限和结果", "Not dispatched yet"), NULL, NULL);
		return;
	}
	H(web->out, "<ul class=\"lines orders\">\n");
	for (int i = page->orders.count - 1; i >= 0; i--) put_order(web, page, &page->orders.rows[i]);
	H(web->out, "</ul>\n");
}

/* ── links ── */

static void put_matter_line(Web *web, const Row *row) {
	H(web->out, "<li><span class=\"row\"><a href=\"/matters/%ld\">%s %s</a><span class=\"push\">", (long)row_id(row),
		row_text(row, MATTER_NO), row_text(row, MATTER_TITLE));
	put_lamp(web, row_lamp(row, web->now), matter_state_words(web, row));
	H(web->out, "</span></span></li>\n");
}

static void put_matter_list(Web *web, const char *title, const char *filter) {
	const Record *record = &model_records[RECORD_MATTER];
	Query query;
	Rows rows;
	query_init(&query, record);
	query.limit = 8;
	if (!query_read_text(&query, web->arena, web->actor, web->now, filter, &web->refusals) ||
		query_rows(web_conn(web), web->arena, web->actor, &query, false, &rows))
		return;
	H(web->out, "<section><h2>%s</h2>", title);
	if (!rows.count) H(web->out, "<p class=\"muted\">%s</p>", TR(web, "没有", "None"));
	else {
		H(web->out, "<ul class=\"lines\">\n");
		for (int i = 0; i < rows.count; i++) put_matter_line(web, &rows.rows[i]);
		H(web->out, "</ul>");
		if (rows.next) H(web->out, "<p><a href=\"/matters?view=&amp;%s\">%s</a></p>", filter, TR(web, "全部", "All of them"));
	}
	H(web->out, "</section>\n");
}

/* Those whose matters were joined to this one, and whether they have been told. */
static void put_rejoins(Web *web, const MatterPage *page) {
	const Record *record = &model_records[RECORD_REJOIN];
	Query query;
	Rows rows;
	if (!(web->actor->roles & record->read)) return;
	query_init(&query, record);
	query_add(&query, web->arena, REJOIN_MATTER, FILTER_IN, value_int(page->id));
	query.sort_down = false;
	if (query_rows(web_conn(web), web->arena, web->actor, &query, true, &rows) || !rows.count) return;
	const CommandDef *told = record_command(record, "answered");
	H(web->out, "<section><h2>%s</h2><ul class=\"lines\" id=\"rejoins\">\n",
		TR(web, "合并来的报事人，各有一份回音", "Askers of joined matters: each has a right to an answer"));
	for (int i = 0; i < rows.count; i++) {
		const Row *row = &rows.rows[i];
		const char *client = web_show(web, row, REJOIN_CLIENT), *person = web_show(web, row, REJOIN_PERSON);
		bool done = !value_is_null(row->values[REJOIN_ANSWERED_AT]);
		H(web->out, "<li class=\"row\"><span>%s · <a href=\"/matters/%ld\">%s</a></span><span class=\"push\">",
			*client	  ? client
			: *person ? person
					  : TR(web, "匿名", "anonymous"),
			(long)row_int(row, REJOIN_FROM_MATTER), web_show(web, row, REJOIN_FROM_MATTER));
		put_lamp(web, done ? "blue" : "grey",
			done ? arena_printf(web->arena, "%s %s", web_time(web, row_int(row, REJOIN_ANSWERED_AT)), TR(web, "已告知", "told"))
				 : TR(web, "还没有告知", "not told yet"));
		if (!done && command_allowed(told, web->actor))
			H(web->out, " <a class=\"btn tiny\" href=\"/merged-askers/%ld/answered\">%s</a>", (long)row_id(row),
				TR(web, "登记已告知", "Record it"));
		H(web->out, "</span></li>\n");
	}
	H(web->out, "</ul></section>\n");
}

void put_matter_links(Web *web, const MatterPage *page) {
	const Row *row = page->row;
	Arena *arena = web->arena;
	long place = (long)row_int(row, MATTER_PLACE), asset = (long)row_int(row, MATTER_ASSET),
		 client = (long)row_int(row, MATTER_CLIENT);
	H(web->out, "<div class=\"panel-body stack\">\n");
	if (row_int(row, MATTER_MERGED_INTO))
		H(web->out, "<p>%s <a href=\"/matters/%ld\">%s</a></p>\n", TR(web, "已合并到", "Joined to"),
			(long)row_int(row, MATTER_MERGED_INTO), web_show(web, row, MATTER_MERGED_INTO));
	put_rejoins(web, page);
	put_matter_list(
		web, TR(web, "并入这一件的事项", "Joined to this one"), arena_printf(arena, "merged_into=%lld", (long long)page->id));
	if (asset)
		put_matter_list(web, TR(web, "同一资产", "The same asset"),
			arena_printf(arena, "asset=%ld&id.ne=%lld&sort=-created_at", asset, (long long)page->id));
	if (place)
		put_matter_list(web, TR(web, "同一地点", "The same place"),
			arena_printf(arena, "place=%ld&id.ne=%lld&sort=-created_at", place, (long long)page->id));
	if (client && web->actor->roles & model_records[RECORD_CLIENT].read)
		put_matter_list(web, TR(web, "同一报事人", "The same asker"),
			arena_printf(arena, "client=%ld&id.ne=%lld", client, (long long)page->id));
	H(web->out, "</div>\n");
}
