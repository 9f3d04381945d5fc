#include "journal/journal.h"
#include "model/field.h"
#include "web/app.h"

#include <string.h>

void put_commands(Web *web, const Row *row, const char *base) {
	const Record *record = row->record;
	Buf *out = web->out;
	const CommandDef *shown[40];
	int count = 0;
	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < record->command_count && count < 40; i++) {
			const CommandDef *command = &record->commands[i];
			bool main = command->flags & COMMAND_MAIN;
			if (command->flags & (COMMAND_CREATE | COMMAND_QUIET) || main != (pass == 0) ||
				!command_allowed(command, web->actor) || !command_fits_state(command, row))
				continue;
			shown[count++] = command;
		}
	if (!count) return;
	H(out, "<div class=\"actions\">");
	for (int i = 0; i < count; i++) {
		if (i == 3)
			H(out, "<details class=\"menu\"><summary class=\"btn\">%s</summary><div class=\"menu-list\">",
				TR(web, "更多", "More"));
		const char *class = i >= 3 ? "" : i == 0 && shown[0]->flags & COMMAND_MAIN ? "btn main" : "btn";
		H(out, "<a class=\"%s\" href=\"%s/%s\">%s</a>", class, base, shown[i]->name, label_in(shown[i]->label, web->language));
	}
	if (count > 3) H(out, "</div></details>");
	H(out, "</div>\n");
}

static void put_fields(Web *web, const Row *row) {
	const Record *record = row->record;
	Buf *out = web->out;
	H(out, "<dl class=\"facts\">");
	for (int i = 0; i < record->field_count; i++) {
		const Field *field = &record->fields[i];
		if (field->flags & FLAG_HIDDEN && i != FIELD_CREATED_AT_AT && i != record->state_field && i != record->number_field)
			continue;
		if (i == FIELD_ID_AT || i == FIELD_VERSION_AT || i == FIELD_UPDATED_AT_AT || field->type == FIELD_SECRET) continue;
		if (field->flags & FLAG_FIXED && value_is_null(row->values[i])) continue;
		H(out, "<div><dt>%s</dt><dd>", label_in(field->label, web->language));
		put_value(web, row, i);
		H(out, "</dd></div>");
	}
	H(out, "</dl>\n");
}

const char *door_words(Web *web, const char *door) {
	static const char *const names[][3] = {{"page", "网页", "page"}, {"api", "接口", "API"}, {"import", "导入", "import"},
		{"job", "定时", "job"}, {"cli", "命令行", "command line"}, {"guest", "免登录", "no log-in"}};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(door, names[i][0])) return TR(web, names[i][1], names[i][2]);
	return door;
}

static const char *fact_words(Web *web, const Row *row, int field, Value value) {
	const Field *f = &row->record->fields[field];
	if (value_is_null(value)) return "–";
	if (f->flags & FLAG_PERSONAL) return "***";
	if (f->type == FIELD_REF && value.kind == VALUE_INT) {
		const Record *target = &model_records[f->ref_record];
		Row *named = query_row(web_conn(web), web->arena, &actor_engine, target, value.number, false, NULL);
		return named ? web_show(web, named, target->title_field) : arena_printf(web->arena, "%lld", (long long)value.number);
	}
	return web_words(web, f, value);
}

void put_history(Web *web, const Row *row) {
	const Record *record = row->record;
	Buf *out = web->out;
	Events events;
	if (query_history(web_conn(web), web->arena, row, false, 300, &events)) return;
	Value *state = arena_array(web->arena, (size_t)record->field_count, sizeof *state);
	H(out,
		"<div class=\"scroll\"><table class=\"table cards\"><thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th "
		"scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr></thead><tbody>\n",
		TR(web, "时间", "When"), TR(web, "谁", "Who"), TR(web, "做了什么", "What"), TR(web, "从 → 到", "From → to"),
		TR(web, "入口", "Door"));
	for (int e = 0; e < events.count; e++) {
		const Event *event = &events.events[e];
		H(out, "<tr><td class=\"nowrap\">%s</td><td>%s</td><td class=\"c-title\">%s", web_time(web, event->at),
			*event->actor_name ? event->actor_name : TR(web, "访客或系统", "guest or system"),
			event->def ? label_in(event->def->label, web->language) : event->command);
		if (event->note) H(out, "<small>%s</small>", event->note);
		H(out, "</td><td>");
		for (int i = 0; i < event->fact_count; i++) {
			const Fact *fact = &event->facts[i];
			const Field *field = &record->fields[fact->field];
			bool shown = !(field->flags & FLAG_HIDDEN) || fact->field == record->state_field;
			if (shown) {
				H(out, "<div>%s：", label_in(field->label, web->language));
				if (!value_is_null(state[fact->field])) H(out, "%s → ", fact_words(web, row, fact->field, state[fact->field]));
				H(out, "%s</div>", fact_words(web, row, fact->field, fact->value));
			}
			state[fact->field] = fact->value;
		}
		H(out, "</td><td class=\"nowrap\">%s</td></tr>\n", door_words(web, event->door));
	}
	H(out, "</tbody></table></div>\n");
}

void put_panels(Web *web, const Row *row, bool on_top) {
	const App *app = web->app;
	for (size_t m = 0; m < app->module_count; m++)
		for (size_t i = 0; i < app->modules[m]->panel_count; i++) {
			const PagePanel *panel = &app->modules[m]->panels[i];
			if (panel->record == row->record->index && panel->on_top == on_top) panel->put(web, row);
		}
}

void record_page(Web *web, const Record *record, int64_t id) {
	int fault = STORE_OK;
	Row *row = query_row(web_conn(web), web->arena, web->actor, record, id, true, &fault);
	if (!row) {
		if (fault) web_fault(web);
		else web_not_found(web);
		return;
	}
	const char *title = web_show(web, row, record->title_field),
			   *base = arena_printf(web->arena, "/%s/%lld", record->path, (long long)id);
	const char *list = arena_printf(web->arena, "/%s", record->path);
	bool history = !strcmp(web_param(web, "tab"), "audit");
	Frame frame = {.title = title, .active = list, .crumbs = {{list, label_in(record->label, web->language)}, {NULL, title}}};
	frame_open(web, &frame);
	H(web->out, "<div class=\"head\"><h1>%s</h1>", title);
	put_commands(web, row, base);
	H(web->out, "</div>\n");
	put_panels(web, row, true);
	H(web->out, "<section class=\"panel\"><nav class=\"tabs\" aria-label=\"%s\"><a href=\"%s\"%c", TR(web, "内容", "Parts"), base,
		' ');
	if (!history) H(web->out, "aria-current=\"page\"");
	H(web->out, ">%s</a><a href=\"%s?tab=audit\"%c", TR(web, "内容", "Content"), base, ' ');
	if (history) H(web->out, "aria-current=\"page\"");
	H(web->out, ">%s</a></nav><div class=\"panel-body\">\n", TR(web, "留痕", "History"));
	if (history) put_history(web, row);
	else put_fields(web, row);
	H(web->out, "</div></section>\n");
	put_panels(web, row, false);
	frame_close(web, &frame);
}
