/* The derived pages of every record: list, new, page, command forms. A module's own route for the same address comes first. */
#include "web/app.h"
#include "web/exchange_page.h"

#include <stdio.h>
#include <string.h>

static void command_page(Web *web, const Record *record, const CommandDef *command, const Row *row) {
	const char *list = arena_printf(web->arena, "/%s", record->path), *words = label_in(command->label, web->language);
	const char *here = row ? arena_printf(web->arena, "%s/%lld", list, (long long)row_id(row)) : list;
	Buf *out = web->out;
	Frame frame = {.title = words, .active = list, .crumbs = {{list, label_in(record->label, web->language)}}};
	if (row) frame.crumbs[1][0] = here, frame.crumbs[1][1] = web_show(web, row, record->title_field), frame.crumbs[2][1] = words;
	else frame.crumbs[1][1] = words;
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	draft_load(web);
	frame_open(web, &frame);
	H(out, "<div class=\"head\"><h1>%s</h1><span class=\"muted small\" data-draft-state></span></div>\n", words);
	put_draft_note(web);
	H(out,
		"<form class=\"form narrow\" method=\"post\" enctype=\"multipart/form-data\" action=\"%s/%s\" novalidate data-once "
		"data-draft=\"%s\">\n",
		here, row ? command->name : "new", draft_address(web));
	put_form_hidden(web);
	if (row) H(out, "<input type=\"hidden\" name=\"version\" value=\"%ld\">", (long)row->values[FIELD_VERSION_AT].number);
	put_errors(web);
	H(out, "<section class=\"panel\"><div class=\"panel-body fields\">\n");
	if (row && !(command->flags & COMMAND_EDIT)) H(out, "<p class=\"muted\">%s</p>\n", web_show(web, row, record->title_field));
	if (command->flags & COMMAND_CONFIRM)
		H(out, "<p class=\"note warn\">%s</p>\n", TR(web, "这一步不能撤回", "This cannot be undone"));
	put_asks(web, command, row);
	H(out,
		"</div></section>\n<div class=\"form-foot\"><button class=\"btn main\" data-submit>%s</button><a class=\"btn plain\" "
		"href=\"%s\">%s</a><span class=\"why push desk-only\">%s</span></div>\n</form>\n",
		words, here, TR(web, "返回", "Back"), TR(web, "Ctrl+Enter 提交", "Ctrl+Enter sends"));
	frame_close(web, &frame);
}

static void command_post(Web *web, const Record *record, const CommandDef *command, int64_t id) {
	Outcome outcome = form_call(web, command, id);
	if (outcome.kind == OUTCOME_DONE) {
		draft_drop(web);
		bool gone = command->flags & COMMAND_DELETE;
		const char *path = gone ? arena_printf(web->arena, "/%s", record->path)
								: arena_printf(web->arena, "/%s/%lld", record->path, (long long)outcome.id);
		web_done(web, path, arena_printf(web->arena, "%s%s", TR(web, "已", "Done: "), label_in(command->label, web->language)));
		return;
	}
	if (outcome.kind == OUTCOME_FAULT) {
		web_fault(web);
		return;
	}
	Row *row = id ? query_row(web_conn(web), web->arena, web->actor, record, id, true, NULL) : NULL;
	if (id && !row) web_refused(web);
	else command_page(web, record, command, row);
}

static const CommandDef *creating(Web *web, const Record *record) {
	for (int i = 0; i < record->command_count; i++)
		if (record->commands[i].flags & COMMAND_CREATE && !(record->commands[i].flags & COMMAND_QUIET) &&
			command_allowed(&record->commands[i], web->actor))
			return &record->commands[i];
	return NULL;
}

static bool may_read(Web *web, const Record *record) {
	if (web->actor->roles & record->read && web->actor->person) return true;
	if (!web->actor->person && web->request->method == HTTP_POST_M) draft_carry(web);
	else if (!web->actor->person)
		web_redirect(web, arena_printf(web->arena, "/login?next=%s", http_encode(web->arena, web->request->target)));
	else web_no_right(web, record->label.zh, record->label.en);
	return false;
}

static void one_row(Web *web, const Record *record, int64_t id, const char *rest) {
	bool posts = web->request->method == HTTP_POST_M;
	if (!*rest) {
		if (posts) web_not_found(web);
		else record_page(web, record, id);
		return;
	}
	const CommandDef *command = record_command(record, rest);
	if (!command || command->flags & (COMMAND_CREATE | COMMAND_QUIET)) {
		web_not_found(web);
		return;
	}
	if (!command_allowed(command, web->actor)) {
		web_no_right(web, command->label.zh, command->label.en);
		return;
	}
	if (posts) {
		command_post(web, record, command, id);
		return;
	}
	Row *row = query_row(web_conn(web), web->arena, web->actor, record, id, true, NULL);
	if (!row) {
		web_not_found(web);
		return;
	}
	if (!command_fits_state(command, row)) {
		Label state = record->states->choices[state_index(record, row_text(row, record->state_field))].label;
		refuse(&web->refusals, REFUSAL_STATE, "state", "",
			arena_printf(web->arena, "现在的状态是“%s”，不能%s", state.zh, command->label.zh),
			arena_printf(web->arena, "The state is “%s”; %s is not possible", state.en, command->label.en));
		web_refused(web);
		return;
	}
	command_page(web, record, command, row);
}

bool derived_handle(Web *web) {
	if (export_handle(web)) return true;
	const char *path = web->request->path + 1;
	size_t length = strcspn(path, "/");
	const Record *record = record_by_path(arena_strndup(web->arena, path, length));
	if (!record) return false;
	const char *rest = path + length;
	if (*rest == '/') rest++;
	if (!may_read(web, record)) return true;
	bool posts = web->request->method == HTTP_POST_M;
	if (!*rest) {
		if (posts) web_not_found(web);
		else list_page(web, record);
		return true;
	}
	if (!strcmp(rest, "new")) {
		const CommandDef *command = creating(web, record);
		if (!command) web_no_right(web, record->label.zh, record->label.en);
		else if (posts) command_post(web, record, command, 0);
		else command_page(web, record, command, NULL);
		return true;
	}
	size_t digits = strcspn(rest, "/");
	int64_t id;
	if (!text_to_int(arena_strndup(web->arena, rest, digits), &id) || id < 1) return false;
	one_row(web, record, id, rest[digits] ? rest + digits + 1 : "");
	return true;
}
