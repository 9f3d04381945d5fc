/* /work-orders/ID for staff: one worker's part — where it stands, photos before and after, what happened, what to do. */
#include "journal/journal.h"
#include "model_gen.h"
#include "module/home/home.h"

#include <string.h>

enum { EVENTS_MAX = 100, PHOTOS_MAX = 40 };

static bool is_state(const Row *row, const char *state) {
	return !strcmp(row_text(row, WORK_ORDER_STATE), state);
}

/* The worker's own page for what it has one for; the derived form for the rest. */
static const char *way_of(Web *web, const Row *row, const CommandDef *command) {
	static const char *const own[][2] = {{"complete", "finish"}, {"pause", "cannot"}, {"return_to_desk", "return"}};
	for (int i = 0; i < 3; i++)
		if (!strcmp(command->name, own[i][0]) &&
			web->actor->roles & (ROLE_BIT(ROLE_WORKER) | ROLE_BIT(ROLE_TEAM) | ROLE_BIT(ROLE_HEAD)))
			return arena_printf(web->arena, "/tasks/%lld/%s", (long long)row_id(row), own[i][1]);
	return arena_printf(web->arena, "/work-orders/%lld/%s", (long long)row_id(row), command->name);
}

/* A button stands there when the state allows it and the row does not speak against it. */
static bool is_offered(Web *web, const Row *row, const CommandDef *command) {
	bool paused = !value_is_null(row->values[WORK_ORDER_PAUSED_AT]);
	if (command->flags & (COMMAND_CREATE | COMMAND_QUIET) || !command_allowed(command, web->actor) ||
		!command_fits_state(command, row))
		return false;
	switch (command->index) {
	case WORK_ORDER_CMD_ATTEND: return value_is_null(row->values[WORK_ORDER_ATTENDED_AT]) && !paused;
	case WORK_ORDER_CMD_PAUSE: return !paused;
	case WORK_ORDER_CMD_RESUME: return paused;
	case WORK_ORDER_CMD_CHECK:
		return value_is_null(row->values[WORK_ORDER_CHECKED_AT]) && row_int(row, WORK_ORDER_WORKER) != web->actor->person;
	default: return true;
	}
}

static void put_ways(Web *web, const Row *row) {
	static const int order[] = {WORK_ORDER_CMD_SIGN, WORK_ORDER_CMD_ATTEND, WORK_ORDER_CMD_RESUME, WORK_ORDER_CMD_CHECK,
		WORK_ORDER_CMD_COMPLETE, WORK_ORDER_CMD_REWORK, WORK_ORDER_CMD_ASSIGN, WORK_ORDER_CMD_PAUSE,
		WORK_ORDER_CMD_RETURN_TO_DESK};
	int shown = 0;
	H(web->out, "<div class=\"actions\">");
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		const CommandDef *command = &model_records[RECORD_WORK_ORDER].commands[order[i]];
		if (!is_offered(web, row, command)) continue;
		H(web->out, "<a class=\"btn%s\" href=\"%s\">%s</a>", shown++ ? "" : " main", way_of(web, row, command),
			label_in(command->label, web->language));
	}
	H(web->out, "</div>");
}

static void put_fact(Web *web, const Row *row, int field) {
	if (value_is_null(row->values[field])) return;
	H(web->out, "<div><dt>%s</dt><dd>", label_in(row->record->fields[field].label, web->language));
	put_value(web, row, field);
	H(web->out, "</dd></div>\n");
}

static void put_facts(Web *web, const Row *row) {
	static const int fields[] = {WORK_ORDER_MATTER, WORK_ORDER_ROLE, WORK_ORDER_UNIT, WORK_ORDER_WORKER, WORK_ORDER_DUE_AT,
		WORK_ORDER_SIGNED_AT, WORK_ORDER_ATTENDED_AT, WORK_ORDER_PAUSED_AT, WORK_ORDER_PAUSE_REASON, WORK_ORDER_PAUSE_UNTIL,
		WORK_ORDER_DONE_AT, WORK_ORDER_ON_TIME, WORK_ORDER_RESULT, WORK_ORDER_QUALITY, WORK_ORDER_PARTS, WORK_ORDER_CHECKED_AT,
		WORK_ORDER_RETURN_REASON, WORK_ORDER_NEXT_UNIT};
	H(web->out, "<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2></div><dl class=\"panel-body facts\">\n",
		TR(web, "内容", "Content"));
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) put_fact(web, row, fields[i]);
	H(web->out, "</dl></section>\n");
}

static void put_stage(Web *web, const Rows *photos, const char *stage, const char *title) {
	int shown = 0;
	H(web->out, "<div><h3>%s</h3><div class=\"photos\">", title);
	for (int i = 0; i < photos->count; i++) {
		const Row *photo = &photos->rows[i];
		if (strcmp(row_text(photo, ATTACHMENT_STAGE), stage)) continue;
		long id = (long)row_id(photo);
		H(web->out, "<a class=\"photo\" href=\"/files/%ld\"><img src=\"/files/%ld/thumb\" alt=\"%s %d\"><span>%s</span></a>", id,
			id, title, ++shown, web_time(web, row_int(photo, FIELD_CREATED_AT_AT)));
	}
	if (!shown) H(web->out, "<p class=\"muted\">%s</p>", TR(web, "没有照片", "No photo"));
	H(web->out, "</div></div>\n");
}

static void put_photos_panel(Web *web, const Row *row) {
	Query query;
	Rows photos;
	query_init(&query, &model_records[RECORD_ATTACHMENT]);
	query.limit = PHOTOS_MAX;
	query.labels = false;
	query.sort_field = FIELD_ID_AT;
	query.sort_down = false;
	query_add(&query, web->arena, ATTACHMENT_MATTER, FILTER_IN, row->values[WORK_ORDER_MATTER]);
	if (query_rows(web_conn(web), web->arena, web->actor, &query, false, &photos)) return;
	H(web->out, "<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2></div><div class=\"panel-body photo-pair\">\n",
		TR(web, "修前、修后", "Before and after"));
	put_stage(web, &photos, ATTACHMENT_STAGE_IS_BEFORE, TR(web, "修前", "Before"));
	put_stage(web, &photos, ATTACHMENT_STAGE_IS_AFTER, TR(web, "修后", "After"));
	H(web->out, "</div></section>\n");
}

static void put_timeline(Web *web, const Row *row) {
	Events events;
	if (query_history(web_conn(web), web->arena, row, false, EVENTS_MAX, &events)) return;
	H(web->out, "<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2></div><ol class=\"timeline\">\n",
		TR(web, "办理", "What happened"));
	for (int i = events.count - 1; i >= 0; i--) {
		const Event *event = &events.events[i];
		H(web->out, "<li><time>%s</time><b>%s</b> %s", web_time(web, event->at),
			event->def ? label_in(event->def->label, web->language) : event->command,
			*event->actor_name ? event->actor_name : TR(web, "系统", "the system"));
		if (event->note) H(web->out, "<p class=\"say\">%s</p>", event->note);
		H(web->out, "</li>\n");
	}
	H(web->out, "</ol></section>\n");
}

void order_page(Web *web) {
	int fault = STORE_OK;
	Row *row = query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_WORK_ORDER], web->ids[0], false, &fault);
	if (!row) {
		if (fault) web_fault(web);
		else web_not_found(web);
		return;
	}
	const char *title = web_show(web, row, WORK_ORDER_TASK);
	Frame frame = {.title = title,
		.active = "/work-orders",
		.crumbs = {{"/work-orders", TR(web, "工单", "Work orders")}, {NULL, row_text(row, WORK_ORDER_NO)}}};
	const Book *book = web_book(web);
	frame_open(web, &frame);
	H(web->out,
		"<section class=\"panel rec-head\"><div class=\"rec-top\"><div><p class=\"muted\">%s · %s</p><h1>%s</h1><p "
		"class=\"facts-line\">",
		row_text(row, WORK_ORDER_NO), web_show(web, row, WORK_ORDER_STATE), title);
	H(web->out, "<span>");
	put_clock(web, book, row);
	H(web->out, "</span><span>%s</span><span>%s</span></p></div>", row_text(row, WORK_ORDER_PLACE_NAME),
		web_show(web, row, WORK_ORDER_UNIT));
	put_ways(web, row);
	H(web->out, "</div></section>\n");
	put_panels(web, row, true);
	put_panels(web, row, false);
	H(web->out, "<div class=\"split\"><div class=\"wide stack\">\n");
	put_photos_panel(web, row);
	put_timeline(web, row);
	H(web->out, "</div><div class=\"aside stack\">\n");
	put_facts(web, row);
	if (is_state(row, WORK_ORDER_STATE_RETURNED))
		H(web->out, "<p class=\"note warn\">%s</p>",
			TR(web, "已退回调度台，等改派", "Returned; the desk gives it to somebody else"));
	H(web->out, "</div></div>\n");
	frame_close(web, &frame);
}
