/* Drafts: what was typed and not yet sent is kept on the server per person and form, survives an expired log-in and a change of device.
 * A draft is named by its form's path ("matters-new", "matters-17-answer"); it is no record and leaves no journal entry. */
#include "web/app.h"

#include <jansson.h>
#include <string.h>

enum { DRAFT_MAX = 200000, DRAFT_DAYS = 30 };

int draft_table_ensure(Conn *conn) {
	static const Column columns[] = {
		{"person", COLUMN_INT, true}, {"name", COLUMN_TEXT, true}, {"body", COLUMN_TEXT, true}, {"at", COLUMN_INT, true}};
	static const TableIndex indexes[] = {{"at", false, NULL}};
	static const Table table = {"draft", "person, name", columns, 4, indexes, 1};
	return table_ensure(conn, &table);
}

/* "/matters/17/answer" → "matters-17-answer". */
static char *draft_name(Web *web, const char *path) {
	char *name = arena_strdup(web->arena, path + 1);
	for (char *p = name; *p; p++)
		if (*p == '/') *p = '-';
	return name;
}

char *draft_address(Web *web) {
	return arena_printf(web->arena, "/drafts/%s", draft_name(web, web->request->path));
}

typedef struct DraftWork {
	int64_t person, at;
	const char *name, *body; /* body NULL: drop */
} DraftWork;

static void draft_write(Txn *txn, void *user) {
	const DraftWork *work = user;
	Value params[] = {value_int(work->person), value_text(work->name), value_text(work->body), value_int(work->at)},
		  old[] = {value_int(work->at - (int64_t)DRAFT_DAYS * 86400)};
	txn_run(txn, "DELETE FROM draft WHERE at < ?", old, 1);
	if (!work->body) txn_run(txn, "DELETE FROM draft WHERE person = ? AND name = ?", params, 2);
	else
		txn_run(txn,
			"INSERT INTO draft(person, name, body, at) VALUES(?,?,?,?) ON CONFLICT(person, name) DO UPDATE SET body = "
			"excluded.body, at = excluded.at",
			params, 4);
}

static bool draft_put(Web *web, int64_t person, const char *name, const char *body) {
	DraftWork work = {person, web->now, name, body};
	web_release(web);
	return door_run(web->app->door, web->arena, &actor_engine, "page", web->now, draft_write, &work).kind == OUTCOME_DONE;
}

/* Text fields of the form as a JSON list of pairs, without what belongs to this one sending. */
static char *parts_pack(Web *web) {
	json_t *list = json_array();
	for (size_t i = 0; i < web->part_count; i++) {
		const HttpPart *part = &web->parts[i];
		if (!part->value || !*part->value || !strcmp(part->name, "csrf") || !strcmp(part->name, "once") ||
			!strcmp(part->name, "version") || !strcmp(part->name, "password"))
			continue;
		json_array_append_new(list, json_pack("[ss]", part->name, part->value));
	}
	char *text = json_dumps(list, JSON_COMPACT),
		 *copy = text && strlen(text) <= DRAFT_MAX ? arena_strdup(web->arena, text) : NULL;
	free(text);
	json_decref(list);
	return copy;
}

static void parts_unpack(Web *web, const char *body) {
	json_error_t error;
	json_t *list = json_loads(body, 0, &error);
	size_t count = json_is_array(list) ? json_array_size(list) : 0;
	HttpPart *parts = arena_array(web->arena, count + 1, sizeof *parts);
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		const char *name = json_string_value(json_array_get(json_array_get(list, i), 0)),
				   *value = json_string_value(json_array_get(json_array_get(list, i), 1));
		if (name && value)
			parts[kept++] = (HttpPart){.name = arena_strdup(web->arena, name), .value = arena_strdup(web->arena, value)};
	}
	json_decref(list);
	web->parts = parts;
	web->part_count = kept;
}

static char *draft_read(Web *web, int64_t *ret_at) {
	Value params[] = {value_int(web->actor->person), value_text(draft_name(web, web->request->path))};
	char *body = NULL;
	Cursor *cursor = conn_query(web_conn(web), "SELECT body, at FROM draft WHERE person = ? AND name = ?", params, 2);
	if (cursor && cursor_next(cursor)) {
		body = arena_strdup(web->arena, cursor_text(cursor, 0));
		*ret_at = cursor_int(cursor, 1);
	}
	cursor_end(cursor);
	return body;
}

void draft_load(Web *web) {
	int64_t at = 0;
	if (web->request->method != HTTP_GET_M || !web->actor->person) return;
	char *body = draft_read(web, &at);
	if (!body) return;
	if (*web_param(web, "draft")) {
		parts_unpack(web, body);
		return;
	}
	web->draft_at = at;
}

void put_draft_note(Web *web) {
	if (!web->draft_at || web->refusals.count) return;
	H(web->out,
		"<div class=\"note info\" role=\"status\"><div class=\"grow\">%s（%s）</div><span class=\"row\"><a class=\"btn\" "
		"href=\"%s?draft=1\">%s</a></span></div>\n",
		TR(web, "上次没有提交的内容还在", "What you had not sent is kept"), web_time(web, web->draft_at), web->request->path,
		TR(web, "继续填写", "Go on with it"));
}

void draft_drop(Web *web) {
	draft_put(web, web->actor->person, draft_name(web, web->request->path), NULL);
}

/* POST /drafts/NAME: kept quietly; no page. */
void draft_post(Web *web) {
	web->response->status = 204;
	if (!web_form(web)) web->response->status = 422;
	else {
		char *body = parts_pack(web);
		const char *name = web->words[0];
		if (!body || strlen(name) > 100 || !draft_put(web, web->actor->person, name, body)) web->response->status = 413;
	}
}

/* A form that arrives after the log-in ran out: the log-in page carries what was typed, and the form comes back with it. */
void draft_carry(Web *web) {
	if (!web_form(web)) {
		web_redirect(web, "/login");
		return;
	}
	char *body = parts_pack(web);
	Frame frame = {.title = TR(web, "登录已过期", "Log-in has run out"), .plain = true, .body = "login"};
	web->response->status = 401;
	frame_open(web, &frame);
	put_login(web,
		TR(web, "登录已过期。登录后回到刚才的表单，您填的内容已保留",
			"The log-in has run out. What you typed is kept; log in and go on"),
		web->request->path, body ? body : "");
	frame_close(web, &frame);
}

const char *draft_arrive(Web *web, int64_t person) {
	const char *path = web_value(web, "carried_path"), *body = web_value(web, "carried");
	if (!path || !body || path[0] != '/' || path[1] == '/' || strlen(path) > 100 || strlen(body) > DRAFT_MAX) return NULL;
	return draft_put(web, person, draft_name(web, path), body) ? arena_printf(web->arena, "%s?draft=1", path) : NULL;
}
