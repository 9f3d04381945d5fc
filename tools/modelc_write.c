#include "modelc.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void upper(FILE *out, const char *text) {
	for (; *text; text++) fputc(isalnum((unsigned char)*text) ? toupper((unsigned char)*text) : '_', out);
}

static void quoted(FILE *out, const char *text) {
	if (!text) {
		fputs("NULL", out);
		return;
	}
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\') fputc('\\', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

static void label(FILE *out, Names names) {
	fputc('{', out);
	quoted(out, names.zh);
	fputs(", ", out);
	quoted(out, names.en);
	fputc('}', out);
}

static void define(FILE *out, const char *a, const char *b, const char *c, const char *value) {
	fputs("#define ", out);
	upper(out, a);
	fputs(b, out);
	upper(out, c);
	fputc(' ', out);
	quoted(out, value);
	fputc('\n', out);
}

static void header_record(FILE *out, const RecordText *record, int index) {
	fputs("enum { RECORD_", out);
	upper(out, record->name);
	fprintf(out, " = %d };\nenum {", index);
	static const char *const engine[] = {"id", "version", "created_at", "created_by", "updated_at"};
	int at = 0;
	for (int i = 0; i < 5; i++)
		fputc(' ', out), upper(out, record->name), fputs("_", out), upper(out, engine[i]), fprintf(out, " = %d,", at++);
	if (record->states.count) fputc(' ', out), upper(out, record->name), fprintf(out, "_STATE = %d,", at++);
	if (record->number) fputc(' ', out), upper(out, record->name), fprintf(out, "_NO = %d,", at++);
	for (int i = 0; i < record->field_count; i++)
		fputc(' ', out), upper(out, record->name), fputc('_', out), upper(out, record->fields[i].name),
			fprintf(out, " = %d,", at++);
	fputc(' ', out), upper(out, record->name), fprintf(out, "_FIELDS = %d };\n", at);
	for (int i = 0; i < record->states.count; i++)
		define(out, record->name, "_STATE_", record->states.choices[i].code, record->states.choices[i].code);
	for (int i = 0; i < record->command_count; i++) {
		fputs("enum { ", out);
		upper(out, record->name);
		fputs("_CMD_", out);
		upper(out, record->commands[i].name);
		fprintf(out, " = %d };\n", i);
	}
	fputc('\n', out);
}

static int compare(const void *a, const void *b) {
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void hooks(FILE *out, const Model *model) {
	char *names[4000];
	size_t count = 0;
	for (int r = 0; r < model->record_count; r++) {
		const RecordText *record = model->records[r];
		for (int i = 0; i < record->derive_count && count < 4000; i++)
			names[count] = keep(80), sprintf(names[count++], "derive_%.60s", record->derives[i]);
		for (int c = 0; c < record->command_count; c++) {
			const CommandText *command = &record->commands[c];
			for (int i = 0; i < command->guard_count && count < 4000; i++)
				names[count] = keep(80), sprintf(names[count++], "guard_%.60s", command->guards[i]);
			for (int i = 0; i < command->effect_count && count < 4000; i++)
				names[count] = keep(80), sprintf(names[count++], "effect_%.60s", command->effects[i]);
		}
	}
	qsort(names, count, sizeof *names, compare);
	for (size_t i = 0; i < count; i++)
		if (!i || strcmp(names[i], names[i - 1])) fprintf(out, "void %s(Change *change);\n", names[i]);
}

static void header_write(const Model *model, FILE *out) {
	fputs("/* Written by modelc from the model files; do not edit. */\n#ifndef GANGMU_MODEL_GEN_H\n#define "
		  "GANGMU_MODEL_GEN_H\n#include \"model/model.h\"\n\n",
		out);
	for (int i = 0; i < model->record_count; i++) header_record(out, model->records[i], i);
	for (int i = 0; i < model->choice_count; i++) {
		fprintf(out, "extern const ChoiceSet choice_%s;\n", model->choices[i].name);
		for (int j = 0; j < model->choices[i].count; j++)
			define(out, model->choices[i].name, "_IS_", model->choices[i].choices[j].code, model->choices[i].choices[j].code);
	}
	hooks(out, model);
	for (int i = 0; i < model->sql_count; i++) fprintf(out, "extern const char sql_%s[];\n", model->sqls[i].name);
	fputs("#endif\n", out);
}

static void choice_write(FILE *out, const char *prefix, const char *name, const ChoiceSetText *set, bool is_static) {
	fprintf(out, "static const Choice %s_%s_list[] = {", prefix, name);
	for (int i = 0; i < set->count; i++)
		fputs("{", out), quoted(out, set->choices[i].code), fputs(", ", out), label(out, set->choices[i].label),
			fputs("}, ", out);
	fprintf(out, "};\n%sconst ChoiceSet %s_%s = {\"%s\", %s_%s_list, %d};\n", is_static ? "static " : "", prefix, name, name,
		prefix, name, set->count);
}

static void field_write(FILE *out, const Model *model, const RecordText *record, const FieldText *field) {
	fputs("\t{", out);
	quoted(out, field->name);
	fputs(", ", out);
	label(out, field->label);
	fputs(", ", out);
	label(out, field->help);
	fputs(", FIELD_", out);
	upper(out, field->type);
	fprintf(out, ", %d, %uu, ", field->size, field->flags);
	if (field->choice >= 0) fprintf(out, "&choice_%s, ", model->choices[field->choice].name);
	else fputs("NULL, ", out);
	fprintf(out, "%d},\n", field->ref);
	(void)record;
}

static void fields_write(FILE *out, const Model *model, const RecordText *record, int person) {
	fprintf(out, "static const Field %s_fields[] = {\n", record->name);
	fputs("\t{\"id\", {\"编号\", \"Id\"}, {NULL, NULL}, FIELD_INT, 0, 513u, NULL, -1},\n"
		  "\t{\"version\", {\"版本\", \"Version\"}, {NULL, NULL}, FIELD_INT, 0, 513u, NULL, -1},\n"
		  "\t{\"created_at\", {\"登记时间\", \"Created\"}, {NULL, NULL}, FIELD_TIME, 0, 513u, NULL, -1},\n",
		out);
	fprintf(out, "\t{\"created_by\", {\"登记人\", \"Created by\"}, {NULL, NULL}, FIELD_REF, 0, 512u, NULL, %d},\n", person);
	fputs("\t{\"updated_at\", {\"更新时间\", \"Updated\"}, {NULL, NULL}, FIELD_TIME, 0, 513u, NULL, -1},\n", out);
	if (record->states.count)
		fprintf(out, "\t{\"state\", {\"状态\", \"State\"}, {NULL, NULL}, FIELD_CHOICE, 0, 513u, &state_%s, -1},\n", record->name);
	if (record->number) fputs("\t{\"no\", {\"编号\", \"Number\"}, {NULL, NULL}, FIELD_CODE, 40, 643u, NULL, -1},\n", out);
	for (int i = 0; i < record->field_count; i++) field_write(out, model, record, &record->fields[i]);
	fputs("};\n", out);
}

static void named_hooks(FILE *out, const char *record, const char *command, const char *kind, char **names, int count) {
	if (!count) return;
	fprintf(out, "static const NamedHook %s_%s_%ss[] = {", record, command, kind);
	for (int i = 0; i < count; i++) fprintf(out, "{\"%s\", %s_%s}, ", names[i], kind, names[i]);
	fputs("};\n", out);
}

static int asks_write(FILE *out, const RecordText *record, const CommandText *command) {
	int count = 0;
	fprintf(out, "static const Ask %s_%s_asks[] = {", record->name, command->name);
	for (int i = 0; i < command->ask_count; i++) {
		char *word = keep_text(command->asks[i]);
		size_t n = strlen(word);
		bool must = n && word[n - 1] == '!';
		if (must) word[n - 1] = 0;
		if (!strcmp(word, "all")) {
			for (int f = 0; f < record->field_count; f++)
				if (!(record->fields[f].flags & 512u))
					fprintf(out, "{%d, %d}, ", field_index(record, record->fields[f].name),
						(record->fields[f].flags & 1u) && !(command->flags & 32)),
						count++;
			continue;
		}
		if (!strcmp(word, "note")) fprintf(out, "{ASK_NOTE, %d}, ", must);
		else if (!strcmp(word, "photos")) fprintf(out, "{ASK_PHOTOS, %d}, ", must);
		else fprintf(out, "{%d, %d}, ", field_index(record, word), must);
		count++;
	}
	fputs("{0, 0}};\n", out);
	return count;
}

static void commands_write(FILE *out, const RecordText *record, int index) {
	int asks[MOST_COMMANDS];
	for (int i = 0; i < record->command_count; i++) {
		const CommandText *command = &record->commands[i];
		asks[i] = asks_write(out, record, command);
		named_hooks(out, record->name, command->name, "guard", command->guards, command->guard_count);
		named_hooks(out, record->name, command->name, "effect", command->effects, command->effect_count);
	}
	fprintf(out, "static const CommandDef %s_commands[] = {\n", record->name);
	for (int i = 0; i < record->command_count; i++) {
		const CommandText *command = &record->commands[i];
		fprintf(out, "\t{\"%s\", ", command->name);
		label(out, command->label);
		fprintf(out, ", %d, %d, %uu, %d, %uu, %uu, %s_%s_asks, %d, ", index, i, command->from_bits, command->to, command->by_bits,
			command->flags, record->name, command->name, asks[i]);
		if (command->guard_count) fprintf(out, "%s_%s_guards, ", record->name, command->name);
		else fputs("NULL, ", out);
		if (command->effect_count) fprintf(out, "%s_%s_effects, ", record->name, command->name);
		else fputs("NULL, ", out);
		fprintf(out, "%d, %d, \"%s\", %d},\n", command->guard_count, command->effect_count, command->file, command->line);
	}
	if (!record->command_count) fputs("\t{0}\n", out);
	fputs("};\n", out);
}

static int indexes_of(FILE *out, const RecordText *record, const char *name, char **words, int count) {
	if (!count) return 0;
	int kept = 0;
	fprintf(out, "static const int %s_%s[] = {", record->name, name);
	for (int i = 0; i < count; i++) {
		if (!strcmp(words[i], "lamp")) continue;
		fprintf(out, "%d, ", !strcmp(words[i], "/") ? -1 : field_index(record, words[i]));
		kept++;
	}
	fputs("};\n", out);
	return kept;
}

static void table_write(FILE *out, const RecordText *record) {
	static const char *const text_types[] = {"text", "long", "code", "phone", "policy", "choice", "secret", NULL};
	fprintf(out,
		"static const Column %s_columns[] = {{\"id\", COLUMN_INT, true}, {\"version\", COLUMN_INT, true}, {\"created_at\", "
		"COLUMN_INT, true}, {\"created_by\", COLUMN_INT, false}, {\"updated_at\", COLUMN_INT, true}, ",
		record->name);
	if (record->states.count) fputs("{\"state\", COLUMN_TEXT, true}, ", out);
	if (record->number) fputs("{\"no\", COLUMN_TEXT, true}, ", out);
	for (int i = 0; i < record->field_count; i++) {
		bool text = false;
		for (int t = 0; text_types[t]; t++) text |= !strcmp(text_types[t], record->fields[i].type);
		fprintf(out, "{\"%s\", COLUMN_%s, false}, ", record->fields[i].name,
			text || (record->fields[i].flags & 64u) ? "TEXT" : "INT");
	}
	fprintf(out, "};\nstatic const TableIndex %s_indexes[] = {", record->name);
	int count = 0;
	if (record->number) fputs("{\"no\", true, NULL}, ", out), count++;
	for (int i = 0; i < record->field_count; i++)
		if (record->fields[i].flags & 128u) fprintf(out, "{\"%s\", true, NULL}, ", record->fields[i].name), count++;
	for (int i = 0; i < record->index_count; i++, count++) {
		bool unique = !strcmp(record->indexes[i].columns[0], "unique");
		fputs("{\"", out);
		for (int j = unique; j < record->indexes[i].count; j++) {
			const char *word = record->indexes[i].columns[j];
			fprintf(out, "%s%s%s", j > unique ? ", " : "", word + (*word == '-'), *word == '-' ? " DESC" : "");
		}
		fprintf(out, "\", %s, NULL}, ", unique ? "true" : "false");
	}
	fputs("{0}};\n", out);
	fprintf(out,
		"static const Table %s_table = {\"%s\", \"id\", %s_columns, sizeof %s_columns / sizeof *%s_columns, %s_indexes, %d};\n",
		record->name, record->name, record->name, record->name, record->name, record->name, count);
}

static void views_write(FILE *out, const RecordText *record) {
	if (!record->view_count) return;
	fprintf(out, "static const View %s_views[] = {", record->name);
	for (int i = 0; i < record->view_count; i++) {
		fputs("{", out);
		quoted(out, record->views[i].name);
		fputs(", ", out);
		label(out, record->views[i].label);
		fputs(", ", out);
		quoted(out, record->views[i].filter);
		fputs("}, ", out);
	}
	fputs("};\n", out);
}

static int flagged(const RecordText *record, unsigned flag) {
	for (int i = 0; i < record->field_count; i++)
		if (record->fields[i].flags & flag) return field_index(record, record->fields[i].name);
	return -1;
}

static void record_write(FILE *out, const RecordText *record, int index, const int counts[3]) {
	int sort = record->sort ? field_index(record, record->sort + (*record->sort == '-')) : 0;
	int at = 5;
	fprintf(out, "\t{\"%s\", ", record->name);
	quoted(out, record->path), fputs(", ", out), quoted(out, record->icon), fputs(", ", out), label(out, record->label);
	fprintf(out, ", %d, %s_fields, sizeof %s_fields / sizeof *%s_fields, ", index, record->name, record->name, record->name);
	fprintf(out, "%d, ", record->states.count ? at++ : -1);
	fprintf(out, "%d, %d, %d, %d, ", record->number ? at : -1, field_index(record, record->title), flagged(record, 8),
		flagged(record, 32));
	quoted(out, record->number);
	if (record->states.count) fprintf(out, ", &state_%s, ", record->name);
	else fputs(", NULL, ", out);
	fprintf(out, "%s_commands, %d, ", record->name, record->command_count);
	if (record->derive_count) fprintf(out, "%s_record_derives, %d, ", record->name, record->derive_count);
	else fputs("NULL, 0, ", out);
	fprintf(out, "%uu, %d, %d, ", record->read_bits, record->seen_record, record->seen_field);
	static const char *const lists[] = {"list", "filter", "form"};
	for (int i = 0; i < 3; i++)
		if (counts[i]) fprintf(out, "%s_%s, ", record->name, lists[i]);
		else fputs("NULL, ", out);
	fprintf(out, "%d, %d, %d, %d, %s, ", counts[0], counts[1], counts[2], sort,
		record->sort && *record->sort == '-' ? "true" : "false");
	if (record->view_count) fprintf(out, "%s_views, %d, ", record->name, record->view_count);
	else fputs("NULL, 0, ", out);
	for (int i = 0; i < 4; i++) fprintf(out, "%d, ", record->lamp[i] ? field_index(record, record->lamp[i]) : -1);
	bool search = flagged(record, 2) >= 0 || record->number;
	fprintf(out, "%s, &%s_table, \"%s_search\", \"%s\", %d},\n", search ? "true" : "false", record->name, record->name,
		record->file, record->line);
}

static void tables_write(const Model *model, FILE *out) {
	fputs("/* Written by modelc from the model files; do not edit. */\n#include \"model_gen.h\"\n\n", out);
	int person = -1, counts[MOST_RECORDS][3];
	for (int i = 0; i < model->record_count; i++)
		if (!strcmp(model->records[i]->name, "person")) person = i;
	for (int i = 0; i < model->choice_count; i++) choice_write(out, "choice", model->choices[i].name, &model->choices[i], false);
	for (int i = 0; i < model->record_count; i++) {
		const RecordText *record = model->records[i];
		if (record->states.count) choice_write(out, "state", record->name, &record->states, true);
		fields_write(out, model, record, person);
		named_hooks(out, record->name, "record", "derive", record->derives, record->derive_count);
		commands_write(out, record, i);
		counts[i][0] = indexes_of(out, record, "list", record->list, record->list_count);
		counts[i][1] = indexes_of(out, record, "filter", record->filters, record->filter_count);
		counts[i][2] = indexes_of(out, record, "form", record->form, record->form_count);
		table_write(out, record);
		views_write(out, record);
	}
	fputs("const Record model_records[] = {\n", out);
	for (int i = 0; i < model->record_count; i++) record_write(out, model->records[i], i, counts[i]);
	fprintf(out, "};\nconst int model_record_count = %d;\nconst char model_digest[] = \"%016lx\";\n", model->record_count,
		(unsigned long)model->sum);
	for (int i = 0; i < model->sql_count; i++)
		fprintf(out, "const char sql_%s[] = ", model->sqls[i].name), quoted(out, model->sqls[i].text), fputs(";\n", out);
}

int model_write(const Model *model, const char *folder) {
	char path[4096];
	snprintf(path, sizeof path, "%s/model_gen.h", folder);
	FILE *header = fopen(path, "w");
	snprintf(path, sizeof path, "%s/model_tables.c", folder);
	FILE *tables = fopen(path, "w");
	if (!header || !tables) {
		perror(folder);
		return 1;
	}
	header_write(model, header);
	tables_write(model, tables);
	return fclose(header) || fclose(tables);
}
