#include "modelc.h"

#include <string.h>

static const char *const engine_fields[] = {"id", "version", "created_at", "created_by", "updated_at"};
enum { ENGINE_FIELDS = 5 };

int field_index(const RecordText *record, const char *name) {
	int at = ENGINE_FIELDS;
	for (int i = 0; i < ENGINE_FIELDS; i++)
		if (!strcmp(engine_fields[i], name)) return i;
	if (record->states.count && !strcmp(name, "state")) return at;
	at += record->states.count > 0;
	if (record->number && !strcmp(name, "no")) return at;
	at += record->number != NULL;
	for (int i = 0; i < record->field_count; i++)
		if (!strcmp(record->fields[i].name, name)) return at + i;
	return -1;
}

static const char *const role_words[] = {"guest", "asker", "liaison", "worker", "team", "desk", "head", "leader", "inspector",
	"finance", "discipline", "system", "security", "audit", "engine"};

static unsigned roles_of(const char *file, int line, char **words, int count) {
	unsigned bits = 0;
	for (int i = 0; i < count; i++) {
		unsigned bit = 0;
		if (!strcmp(words[i], "any")) bit = 0x3ffe; /* all but guest and engine */
		for (unsigned r = 0; r < sizeof role_words / sizeof *role_words; r++)
			if (!strcmp(words[i], role_words[r])) bit = 1u << r;
		if (!bit) wrong(file, line, "'%s' is no role", words[i]);
		bits |= bit;
	}
	return bits;
}

static void field_resolve(const Model *model, FieldText *field) {
	static const char *const types[] = {"text", "long", "code", "phone", "policy", "int", "decimal", "money", "minutes", "bool",
		"date", "time", "choice", "ref", "secret"};
	static const char *const flags[] = {"required", "search", "pinyin", "scope", "own", "compound", "personal", "unique", "key",
		"fixed", "hidden", "within", "inside"};
	bool known = false;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) known |= !strcmp(types[i], field->type);
	if (!known) wrong(field->file, field->line, "'%s' is no field type", field->type);
	for (int i = 0; i < field->flag_count; i++) {
		unsigned bit = 0;
		for (unsigned f = 0; f < sizeof flags / sizeof *flags; f++)
			if (!strcmp(flags[f], field->flags_words[i])) bit = 1u << f;
		if (!bit) wrong(field->file, field->line, "'%s' is no flag of a field", field->flags_words[i]);
		field->flags |= bit;
	}
	field->choice = field->ref = -1;
	if (!strcmp(field->type, "choice")) {
		for (int i = 0; i < model->choice_count; i++)
			if (!strcmp(model->choices[i].name, field->target)) field->choice = i;
		if (field->choice < 0) wrong(field->file, field->line, "there is no choice '%s'", field->target);
	}
	if (!strcmp(field->type, "ref")) {
		for (int i = 0; i < model->record_count; i++)
			if (!strcmp(model->records[i]->name, field->target)) field->ref = i;
		if (field->ref < 0) wrong(field->file, field->line, "there is no record '%s'", field->target);
	}
}

static int state_bit(const RecordText *record, const char *name) {
	for (int i = 0; i < record->states.count; i++)
		if (!strcmp(record->states.choices[i].code, name)) return i;
	return -1;
}

static void command_states(const RecordText *record, CommandText *command) {
	bool arrow = false;
	command->to = -1;
	for (int i = 0; i < command->from_count; i++) {
		const char *word = command->from[i];
		if (!strcmp(word, "->")) arrow = true;
		else if (!strcmp(word, "any") && !arrow) continue;
		else {
			int state = state_bit(record, word);
			if (state < 0) wrong(command->file, command->from_line, "'%s' is no state of %s", word, record->name);
			if (arrow) command->to = state < 0 ? 0 : state; /* said once is enough */
			else if (state >= 0) command->from_bits |= 1u << state;
		}
	}
	if (arrow && command->to < 0) wrong(command->file, command->from_line, "-> wants a state after it");
}

static void command_resolve(const RecordText *record, CommandText *command) {
	static const char *const as[] = {"public", "main", "confirm", "create", "delete", "edit", "quiet"};
	command_states(record, command);
	command->by_bits = roles_of(command->file, command->by_line, command->by, command->by_count) | 1u << 14;
	for (int i = 0; i < command->as_count; i++) {
		unsigned bit = 0;
		for (unsigned f = 0; f < sizeof as / sizeof *as; f++)
			if (!strcmp(as[f], command->as[i])) bit = 1u << f;
		if (!bit) wrong(command->file, command->as_line, "'as %s' is unknown", command->as[i]);
		command->flags |= bit;
	}
	if (!strcmp(command->name, "create")) command->flags |= 8;
	if (!strcmp(command->name, "remove")) command->flags |= 16;
	if (!strcmp(command->name, "edit")) command->flags |= 32;
	if ((command->flags & 8) && record->states.count && command->to < 0)
		wrong(command->file, command->line, "a creating command of a record with states names the state it makes");
	for (int i = 0; i < command->ask_count; i++) {
		char *word = keep_text(command->asks[i]);
		size_t n = strlen(word);
		if (n && word[n - 1] == '!') word[n - 1] = 0;
		if (!strcmp(word, "all") || !strcmp(word, "note") || !strcmp(word, "photos")) continue;
		if (field_index(record, word) < ENGINE_FIELDS)
			wrong(command->file, command->ask_line, "'%s' is no field of %s", word, record->name);
	}
}

static void names_check(const RecordText *record, char **words, int count, int line, const char *what) {
	for (int i = 0; i < count; i++)
		if (strcmp(words[i], "/") && strcmp(words[i], "lamp") && field_index(record, words[i]) < 0)
			wrong(record->file, line, "%s of %s: no field '%s'", what, record->name, words[i]);
}

static void seen_resolve(const Model *model, RecordText *record) {
	record->seen_record = record->seen_field = -1;
	if (!record->seen) return;
	char *copy = keep_text(record->seen), *dot = strchr(copy, '.');
	if (dot) {
		*dot = 0;
		for (int i = 0; i < model->record_count; i++)
			if (!strcmp(model->records[i]->name, copy)) {
				record->seen_record = i;
				record->seen_field = field_index(model->records[i], dot + 1);
			}
	}
	if (record->seen_field < 0) wrong(record->file, record->lines[LINE_SEEN], "seen wants RECORD.FIELD, not '%s'", record->seen);
}

/* The field names of a view's filter, up to the operator. */
static void view_check(const RecordText *record, const ViewText *view) {
	char *copy = keep_text(view->filter);
	for (char *part = strtok(copy, "&"); part; part = strtok(NULL, "&")) {
		char name[64];
		size_t n = strcspn(part, ".=");
		if (n >= sizeof name) n = sizeof name - 1;
		memcpy(name, part, n);
		name[n] = 0;
		if (strcmp(name, "sort") && strcmp(name, "lamp") && strcmp(name, "mine") && field_index(record, name) < 0)
			wrong(record->file, view->line, "view %s: no field '%s'", view->name, name);
	}
}

static void record_resolve(const Model *model, RecordText *record) {
	for (int i = 0; i < record->field_count; i++) {
		field_resolve(model, &record->fields[i]);
		int at = field_index(record, record->fields[i].name);
		if (at != i + ENGINE_FIELDS + (record->states.count > 0) + (record->number != NULL))
			wrong(record->fields[i].file, record->fields[i].line, "field '%s' is declared twice or is an engine field",
				record->fields[i].name);
	}
	for (int i = 0; i < record->command_count; i++) {
		command_resolve(record, &record->commands[i]);
		for (int j = 0; j < i; j++)
			if (!strcmp(record->commands[i].name, record->commands[j].name))
				wrong(record->file, record->commands[i].line, "command '%s' is declared twice", record->commands[i].name);
	}
	record->read_bits = roles_of(record->file, record->lines[LINE_READ], record->read, record->read_count);
	names_check(record, record->list, record->list_count, record->lines[LINE_LIST], "list");
	names_check(record, record->filters, record->filter_count, record->lines[LINE_FILTER], "filter");
	names_check(record, record->form, record->form_count, record->lines[LINE_FORM], "form");
	for (int i = 0; i < 4; i++)
		if (record->lamp[i]) names_check(record, (char **)&record->lamp[i], 1, record->lines[LINE_LAMP], "lamp");
	if (!record->title) wrong(record->file, record->line, "record %s has no title", record->name);
	else names_check(record, (char **)&record->title, 1, record->lines[LINE_TITLE], "title");
	if (record->sort && field_index(record, record->sort + (*record->sort == '-')) < 0)
		wrong(record->file, record->lines[LINE_LIST], "sort of %s: no field '%s'", record->name, record->sort);
	for (int i = 0; i < record->index_count; i++) {
		if (!strcmp(record->indexes[i].columns[0], "unique") && record->indexes[i].count == 1)
			wrong(record->file, record->indexes[i].line, "index unique wants fields");
		for (int j = 0; j < record->indexes[i].count; j++) {
			const char *word = record->indexes[i].columns[j];
			if (strcmp(word, "unique") && field_index(record, word + (*word == '-')) < 0)
				wrong(record->file, record->indexes[i].line, "index: no field '%s'", word);
		}
	}
	for (int i = 0; i < record->view_count; i++) view_check(record, &record->views[i]);
	seen_resolve(model, record);
}

void model_resolve(Model *model) {
	for (int i = 0; i < model->choice_count; i++)
		for (int j = 0; j < i; j++)
			if (!strcmp(model->choices[i].name, model->choices[j].name))
				wrong(model->choices[i].file, model->choices[i].line, "choice '%s' is declared twice", model->choices[i].name);
	for (int i = 0; i < model->record_count; i++) record_resolve(model, model->records[i]);
	for (int i = 0; i < model->sql_count; i++)
		for (int j = 0; j < i; j++)
			if (!strcmp(model->sqls[i].name, model->sqls[j].name))
				wrong(model->sqls[i].file, model->sqls[i].line, "SQL '%s' is named twice", model->sqls[i].name);
}
