/* /api/v1: every record by its path, as JSON. The same doors as the pages. */
#include "base/json_out.h"
#include "journal/journal.h"
#include "model/field.h"
#include "web/app.h"

#include <jansson.h>
#include <string.h>

static const char *const not_filters[] = {NULL};

static bool is_visible(const Record *record, int index) {
	if (index == FIELD_ID_AT || index == FIELD_VERSION_AT || index == FIELD_CREATED_AT_AT || index == FIELD_UPDATED_AT_AT ||
		index == record->state_field || index == record->number_field)
		return true;
	return !(record->fields[index].flags & FLAG_HIDDEN) && record->fields[index].type != FIELD_SECRET;
}

static void put_row(Web *web, const Row *row, const char *key) {
	const Record *record = row->record;
	json_open(web->out, key, '{');
	for (int i = 0; i < record->field_count; i++) {
		if (!is_visible(record, i)) continue;
		const Field *field = &record->fields[i];
		json_key(web->out, field->name);
		if (field->flags & FLAG_PERSONAL) json_quote(web->out, web_show(web, row, i));
		else field_json(web->out, field, row->values[i], web->arena);
		if (field->type == FIELD_REF && row->labels && row->labels[i])
			json_key(web->out, NULL), buf_putc(web->out, '"'), buf_puts(web->out, field->name), buf_puts(web->out, "_label\":"),
				json_quote(web->out, row->labels[i]);
	}
	if (record->lamp_due >= 0) json_text(web->out, "lamp", row_lamp(row, web->now));
	json_close(web->out, '}');
}

static void answer_json(Web *web, int status) {
	web->response->status = status;
	web->response->type = "application/json";
}

static void api_list(Web *web, const Record *record) {
	Query query;
	Rows rows;
	query_init(&query, record);
	QueryPair *pairs = arena_array(web->arena, web->request->query_count + 1, sizeof *pairs);
	for (size_t i = 0; i < web->request->query_count; i++)
		pairs[i] = (QueryPair){web->request->query[i].name, web->request->query[i].value};
	if (!query_read(&query, web->arena, web->actor, web->now, pairs, web->request->query_count, not_filters, &web->refusals)) {
		web_refused(web);
		return;
	}
	if (query_rows(web_conn(web), web->arena, web->actor, &query, true, &rows)) {
		web_fault(web);
		return;
	}
	answer_json(web, 200);
	json_open(web->out, NULL, '{');
	json_open(web->out, "items", '[');
	for (int i = 0; i < rows.count; i++) put_row(web, &rows.rows[i], NULL);
	json_close(web->out, ']');
	json_text(web->out, "next", rows.next);
	json_close(web->out, '}');
}

static void api_get(Web *web, const Record *record, int64_t id, int status) {
	int fault = STORE_OK;
	Row *row = query_row(web_conn(web), web->arena, web->actor, record, id, true, &fault);
	if (!row) {
		if (fault) web_fault(web);
		else web_not_found(web);
		return;
	}
	answer_json(web, status);
	http_set_header(web->request, web->response, "ETag",
		arena_printf(web->arena, "\"%lld\"", (long long)row->values[FIELD_VERSION_AT].number));
	put_row(web, row, NULL);
}

static void api_history(Web *web, const Record *record, int64_t id) {
	int fault = STORE_OK;
	Events events;
	Row *row = query_row(web_conn(web), web->arena, web->actor, record, id, false, &fault);
	if (!row ||
		query_history(web_conn(web), web->arena, row,
			!(web->actor->roles & ~(ROLE_BIT(ROLE_GUEST) | ROLE_BIT(ROLE_ASKER) | ROLE_BIT(ROLE_LIAISON))), 1000, &events)) {
		if (fault) web_fault(web);
		else web_not_found(web);
		return;
	}
	answer_json(web, 200);
	json_open(web->out, NULL, '{');
	json_open(web->out, "items", '[');
	for (int e = 0; e < events.count; e++) {
		const Event *event = &events.events[e];
		json_open(web->out, NULL, '{');
		json_int(web->out, "seq", event->seq);
		json_key(web->out, "at");
		field_json(web->out, &record->fields[FIELD_CREATED_AT_AT], value_int(event->at), web->arena);
		json_text(web->out, "command", event->command);
		json_text(web->out, "actor", event->actor_name);
		json_text(web->out, "door", event->door);
		json_text(web->out, "note", event->note);
		json_open(web->out, "facts", '{');
		for (int i = 0; i < event->fact_count; i++) {
			const Field *field = &record->fields[event->facts[i].field];
			if (!is_visible(record, event->facts[i].field)) continue;
			json_key(web->out, field->name);
			if (field->flags & FLAG_PERSONAL) json_quote(web->out, "***");
			else field_json(web->out, field, event->facts[i].value, web->arena);
		}
		json_close(web->out, '}');
		json_close(web->out, '}');
	}
	json_close(web->out, ']');
	json_close(web->out, '}');
}

static bool from_json(Web *web, const Field *field, json_t *value, Value *ret) {
	*ret = value_null();
	if (json_is_null(value)) return true;
	if (json_is_boolean(value)) return field_parse(field, json_is_true(value) ? "1" : "0", web->arena, &web->refusals, ret);
	if (json_is_integer(value)) {
		/* Money is integer fen; everything else reads a number as its text. */
		if (field->type == FIELD_MONEY) return *ret = value_int(json_integer_value(value)), true;
		return field_parse(
			field, arena_printf(web->arena, "%lld", (long long)json_integer_value(value)), web->arena, &web->refusals, ret);
	}
	if (json_is_string(value)) return field_parse(field, json_string_value(value), web->arena, &web->refusals, ret);
	refuse(&web->refusals, REFUSAL_INPUT, "type", field->name, arena_printf(web->arena, "%s的类型不对", field->label.zh),
		arena_printf(web->arena, "%s has the wrong type", field->label.en));
	return false;
}

/* A ref in words: its code, number, log-in or title; numbers are ids. */
static bool ref_in_words(json_t *value) {
	int64_t id;
	return json_is_string(value) && !text_to_int(json_string_value(value), &id);
}

static int64_t ref_by_unique(Web *web, const Field *field, const char *words) {
	const Record *target = &model_records[field->ref_record];
	for (int i = FIELD_ENGINE_COUNT; i < target->field_count; i++) {
		const Field *f = &target->fields[i];
		bool names =
			(f->flags & FLAG_UNIQUE && !(f->flags & FLAG_HIDDEN)) || i == target->number_field || i == target->title_field;
		if (!names || f->type == FIELD_REF || f->type == FIELD_INT || f->type == FIELD_DATE || f->flags & FLAG_PERSONAL) continue;
		Row *row = query_row_by(web_conn(web), web->arena, web->actor, target, i, value_text(words), false, NULL);
		if (row) return row_id(row);
	}
	refuse(&web->refusals, REFUSAL_INPUT, "ref", field->name, arena_printf(web->arena, "没有找到%s“%s”", field->label.zh, words),
		arena_printf(web->arena, "%s: nothing is called %s", field->label.en, words));
	return 0;
}

static int given_read(Web *web, const CommandDef *command, json_t *object, Given *given, Call *call) {
	const Record *record = &model_records[command->record];
	const char *name;
	json_t *value;
	int count = 0;
	json_object_foreach(object, name, value) {
		int index;
		if (!strcmp(name, "note") && json_is_string(value)) {
			call->note = text_trim(web->arena, json_string_value(value));
			if (!*call->note) call->note = NULL;
			continue;
		}
		if (!strcmp(name, "version") && json_is_integer(value)) {
			call->version = json_integer_value(value);
			continue;
		}
		const Field *field = record_field(record, name, &index);
		bool asked = false;
		for (int i = 0; field && i < command->ask_count; i++) asked |= command->asks[i].field == index;
		if (!asked) {
			refuse(&web->refusals, REFUSAL_INPUT, field ? "not-asked" : "unknown-field", name,
				arena_printf(web->arena, field ? "“%s”不能在这里填写" : "没有“%s”这个字段", name),
				arena_printf(web->arena, field ? "%s cannot be given here" : "There is no field %s", name));
			continue;
		}
		Value v = value_null();
		if (field->type == FIELD_REF && ref_in_words(value)) {
			int64_t id = ref_by_unique(web, field, json_string_value(value));
			v = id ? value_int(id) : value_null();
		} else from_json(web, field, value, &v);
		if (count < 63) given[count++] = (Given){index, v};
	}
	return count;
}

static json_t *body_object(Web *web) {
	json_error_t error;
	HttpRequest *request = web->request;
	const char *type = http_header(request, "content-type");
	if (request->body_length && (!type || strncmp(type, "application/json", 16))) {
		web_problem(web, 415, "content-type", "正文要用 application/json", "The body must be application/json");
		return NULL;
	}
	json_t *object =
		request->body_length ? json_loadb(request->body, request->body_length, JSON_REJECT_DUPLICATES, &error) : json_object();
	if (json_is_object(object)) return object;
	json_decref(object);
	const char *where = request->body_length ? error.text : "";
	web_problem(web, 400, "json", arena_printf(web->arena, "正文不是一个 JSON 对象：%s", where),
		arena_printf(web->arena, "The body is not a JSON object: %s", where));
	return NULL;
}

static void api_command(Web *web, const CommandDef *command, int64_t id) {
	Given given[64];
	Call call = {.command = command, .id = id, .given = given, .idem = http_header(web->request, "idempotency-key")};
	if (!web->actor->person) {
		web_problem(web, 401, "unauthenticated", "请先登录或带上令牌", "Log in or send a bearer token first");
		return;
	}
	if (!web_check_csrf(web)) return;
	json_t *object = body_object(web);
	if (!object) return;
	call.given_count = given_read(web, command, object, given, &call);
	const char *match = http_header(web->request, "if-match");
	if (match && *match == '"') text_to_int(arena_strndup(web->arena, match + 1, strcspn(match + 1, "\"")), &call.version);
	if (call.idem && (strlen(call.idem) > 100 || !*call.idem))
		refuse(&web->refusals, REFUSAL_INPUT, "idempotency-key", "", "幂等键为 1 到 100 个字符",
			"An idempotency key has 1 to 100 characters");
	Outcome outcome = {.kind = OUTCOME_REFUSED};
	if (!web->refusals.count) outcome = web_call(web, &call);
	json_decref(object);
	const Record *record = &model_records[command->record];
	bool creates = command->flags & COMMAND_CREATE;
	if (outcome.kind == OUTCOME_FAULT) web_fault(web);
	else if (outcome.kind == OUTCOME_REFUSED) web_refused(web);
	else if (command->flags & COMMAND_DELETE) web->response->status = 204;
	else {
		if (creates)
			http_set_header(web->request, web->response, "Location",
				arena_printf(web->arena, "/api/v1/%s/%lld", record->path, (long long)outcome.id));
		api_get(web, record, outcome.id, creates && !outcome.repeated ? 201 : 200);
	}
}

static void api_named(Web *web, const Record *record, const char *name, int64_t id) {
	const CommandDef *command = name ? record_command(record, name) : NULL;
	if (!command || (!id) != !!(command->flags & COMMAND_CREATE)) web_not_found(web);
	else api_command(web, command, id);
}

static void api_record(Web *web, const Record *record, const char *rest) {
	HttpMethod method = web->request->method;
	bool reads = method == HTTP_GET_M || method == HTTP_HEAD_M;
	if (reads && (!web->actor->person || !(web->actor->roles & record->read))) {
		if (web->actor->person) web_no_right(web, record->label.zh, record->label.en);
		else web_problem(web, 401, "unauthenticated", "请先登录或带上令牌", "Log in or send a bearer token first");
		return;
	}
	if (!*rest) {
		if (reads) api_list(web, record);
		else if (method == HTTP_POST_M) api_named(web, record, "create", 0);
		else web_problem(web, 405, "method", "这里只能 GET 或 POST", "GET or POST only");
		return;
	}
	size_t digits = strcspn(rest, "/");
	int64_t id;
	const char *last = rest[digits] ? rest + digits + 1 : "";
	if (!text_to_int(arena_strndup(web->arena, rest, digits), &id) || id < 1) web_not_found(web);
	else if (!*last && reads) api_get(web, record, id, 200);
	else if (!*last && method == HTTP_PATCH_M) api_named(web, record, "edit", id);
	else if (reads && !strcmp(last, "history")) api_history(web, record, id);
	else if (*last && method == HTTP_POST_M) api_named(web, record, last, id);
	else web_problem(web, 405, "method", "这个地址不支持这种方法", "This address does not support the method");
}

bool api_handle(Web *web) {
	const char *path = web->request->path;
	if (!text_starts(path, "/api/v1/")) return false;
	path += 8;
	if (!strcmp(path, "openapi.json")) {
		answer_json(web, 200);
		openapi_write(web->out);
		return true;
	}
	size_t length = strcspn(path, "/");
	const Record *record = record_by_path(arena_strndup(web->arena, path, length));
	if (!record) web_not_found(web);
	else api_record(web, record, path[length] ? path + length + 1 : "");
	return true;
}
