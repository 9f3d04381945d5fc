/* OpenAPI 3.1 from the model: what the API does is what this says, because both read the same tables. */
#include "base/json_out.h"
#include "web/app.h"

#include <string.h>

static void put_type(Buf *out, const Field *field) {
	static const char *const types[] = {[FIELD_TEXT] = "string",
		[FIELD_LONG] = "string",
		[FIELD_CODE] = "string",
		[FIELD_PHONE] = "string",
		[FIELD_POLICY] = "string",
		[FIELD_INT] = "integer",
		[FIELD_DECIMAL] = "string",
		[FIELD_MONEY] = "integer",
		[FIELD_MINUTES] = "integer",
		[FIELD_BOOL] = "boolean",
		[FIELD_DATE] = "string",
		[FIELD_TIME] = "string",
		[FIELD_CHOICE] = "string",
		[FIELD_REF] = "integer",
		[FIELD_SECRET] = "string"};
	json_open(out, field->name, '{');
	json_open(out, "type", '[');
	json_text(out, NULL, types[field->type]);
	json_text(out, NULL, "null");
	json_close(out, ']');
	json_text(out, "title", field->label.zh);
	json_text(out, "description", field->type == FIELD_MONEY ? "fen" : field->label.en);
	if (field->type == FIELD_DATE) json_text(out, "format", "date");
	if (field->type == FIELD_TIME) json_text(out, "format", "date-time");
	if (field->size && field->type <= FIELD_POLICY) json_int(out, "maxLength", field->size);
	if (field->type == FIELD_CHOICE) {
		json_open(out, "enum", '[');
		for (int i = 0; i < field->choices->count; i++) json_text(out, NULL, field->choices->choices[i].code);
		json_nothing(out, NULL);
		json_close(out, ']');
	}
	json_close(out, '}');
}

static bool is_shown(const Record *record, int i) {
	bool engine = i < FIELD_ENGINE_COUNT || i == record->state_field || i == record->number_field;
	return engine || (!(record->fields[i].flags & FLAG_HIDDEN) && record->fields[i].type != FIELD_SECRET);
}

static void put_schema(Buf *out, const Record *record) {
	json_open(out, record->name, '{');
	json_text(out, "type", "object");
	json_text(out, "title", record->label.zh);
	json_open(out, "properties", '{');
	for (int i = 0; i < record->field_count; i++)
		if (is_shown(record, i)) put_type(out, &record->fields[i]);
	json_close(out, '}');
	json_close(out, '}');
}

static void put_ref(Buf *out, const char *where, const char *name) {
	json_key(out, "$ref");
	buf_printf(out, "\"#/components/%s/%s\"", where, name);
}

static void put_answer(Buf *out, const char *status, const char *words, const char *schema, bool list) {
	json_open(out, status, '{');
	json_text(out, "description", words);
	if (schema) {
		json_open(out, "content", '{');
		json_open(out, "application/json", '{');
		json_open(out, "schema", '{');
		if (list) {
			json_text(out, "type", "object");
			json_open(out, "properties", '{');
			json_open(out, "items", '{');
			json_text(out, "type", "array");
			json_open(out, "items", '{');
			put_ref(out, "schemas", schema);
			json_close(out, '}');
			json_close(out, '}');
			json_open(out, "next", '{');
			json_open(out, "type", '[');
			json_text(out, NULL, "string");
			json_text(out, NULL, "null");
			json_close(out, ']');
			json_close(out, '}');
			json_close(out, '}');
		} else put_ref(out, "schemas", schema);
		json_close(out, '}');
		json_close(out, '}');
		json_close(out, '}');
	}
	json_close(out, '}');
}

static void put_id(Buf *out) {
	json_open(out, "parameters", '[');
	json_open(out, NULL, '{');
	put_ref(out, "parameters", "id");
	json_close(out, '}');
	json_close(out, ']');
}

static void put_responses(Buf *out, const char *good, const char *schema, bool list) {
	json_open(out, "responses", '{');
	put_answer(out, good, "成功 / done", schema, list);
	put_answer(out, "4XX", "未办成，见 errors / refused, see errors", "problem", false);
	json_close(out, '}');
}

static void put_body(Buf *out, const Record *record, const CommandDef *command) {
	json_open(out, "requestBody", '{');
	json_open(out, "content", '{');
	json_open(out, "application/json", '{');
	json_open(out, "schema", '{');
	json_text(out, "type", "object");
	json_bool(out, "additionalProperties", false);
	json_open(out, "properties", '{');
	for (int i = 0; i < command->ask_count; i++)
		if (command->asks[i].field >= 0) put_type(out, &record->fields[command->asks[i].field]);
	json_open(out, "note", '{');
	json_text(out, "type", "string");
	json_int(out, "maxLength", 2000);
	json_close(out, '}');
	json_close(out, '}');
	json_open(out, "required", '[');
	for (int i = 0; i < command->ask_count; i++) {
		const Ask *ask = &command->asks[i];
		if (!ask->required || ask->field == ASK_PHOTOS) continue;
		json_text(out, NULL, ask->field == ASK_NOTE ? "note" : record->fields[ask->field].name);
	}
	json_close(out, ']');
	json_close(out, '}');
	json_close(out, '}');
	json_close(out, '}');
	json_close(out, '}');
}

static void put_command(Buf *out, const Record *record, const CommandDef *command, const char *method) {
	json_open(out, method, '{');
	json_key(out, "operationId");
	buf_printf(out, "\"%s.%s\"", record->name, command->name);
	json_text(out, "summary", command->label.zh);
	json_text(out, "description", command->label.en);
	if (!(command->flags & COMMAND_CREATE)) put_id(out);
	put_body(out, record, command);
	put_responses(out, command->flags & COMMAND_CREATE ? "201" : "200", record->name, false);
	json_close(out, '}');
}

static void put_get(Buf *out, const Record *record, bool list) {
	json_open(out, "get", '{');
	json_key(out, "operationId");
	buf_printf(out, "\"%s.%s\"", record->name, list ? "list" : "get");
	json_text(out, "summary", record->label.zh);
	if (!list) put_id(out);
	put_responses(out, "200", record->name, list);
	json_close(out, '}');
}

static const CommandDef *open_command(const Record *record, const char *name) {
	const CommandDef *command = record_command(record, name);
	return command && command->by != ROLE_BIT(ROLE_ENGINE) ? command : NULL;
}

static void put_paths(Buf *out, const Record *record) {
	const CommandDef *create = open_command(record, "create"), *edit = open_command(record, "edit");
	json_key(out, NULL);
	buf_printf(out, "\"/api/v1/%s\":{", record->path);
	put_get(out, record, true);
	if (create) put_command(out, record, create, "post");
	json_close(out, '}');
	json_key(out, NULL);
	buf_printf(out, "\"/api/v1/%s/{id}\":{", record->path);
	put_get(out, record, false);
	if (edit) put_command(out, record, edit, "patch");
	json_close(out, '}');
	for (int i = 0; i < record->command_count; i++) {
		const CommandDef *command = &record->commands[i];
		if (command->flags & COMMAND_CREATE || command->by == ROLE_BIT(ROLE_ENGINE)) continue;
		json_key(out, NULL);
		buf_printf(out, "\"/api/v1/%s/{id}/%s\":{", record->path, command->name);
		put_command(out, record, command, "post");
		json_close(out, '}');
	}
}

static void put_components(Buf *out) {
	json_open(out, "components", '{');
	json_open(out, "parameters", '{');
	json_key(out, "id");
	buf_puts(out, "{\"name\":\"id\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"integer\"}}");
	json_close(out, '}');
	json_open(out, "securitySchemes", '{');
	json_key(out, "token");
	buf_puts(out, "{\"type\":\"http\",\"scheme\":\"bearer\"}");
	json_close(out, '}');
	json_open(out, "schemas", '{');
	json_key(out, "problem");
	buf_puts(out, "{\"type\":\"object\",\"properties\":{\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
				  "\"code\":{\"type\":\"string\"},\"errors\":{\"type\":\"array\",\"items\":{\"type\":"
				  "\"object\",\"properties\":{\"code\":{\"type\":\"string\"},\"field\":{\"type\":\"string\"},\"zh\":{\"type\":"
				  "\"string\"},\"en\":{\"type\":\"string\"}}}}}}");
	for (int i = 0; i < model_record_count; i++)
		if (model_records[i].path) put_schema(out, &model_records[i]);
	json_close(out, '}');
	json_close(out, '}');
}

void openapi_write(Buf *out) {
	json_open(out, NULL, '{');
	json_text(out, "openapi", "3.1.0");
	json_open(out, "info", '{');
	json_text(out, "title", "纲目 Gangmu");
	json_text(out, "version", "1");
	json_open(out, "license", '{');
	json_text(out, "name", "Apache-2.0");
	json_text(out, "identifier", "Apache-2.0");
	json_close(out, '}');
	json_close(out, '}');
	json_key(out, "security");
	buf_puts(out, "[{\"token\":[]}]");
	json_open(out, "paths", '{');
	for (int i = 0; i < model_record_count; i++)
		if (model_records[i].path) put_paths(out, &model_records[i]);
	json_close(out, '}');
	put_components(out);
	json_close(out, '}');
}
