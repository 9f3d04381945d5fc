/* The reader of modelc: lines and words of .model and .sql files, nothing resolved yet. */
#include "modelc.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Everything that is kept hangs on one chain, so that a caller who reads many models (a fuzzer) can let go of all of it. */
typedef struct Kept {
	struct Kept *next;
	max_align_t memory[];
} Kept;
static Kept *kept;

void *keep(size_t size) {
	Kept *one = calloc(1, sizeof *one + size);
	if (!one) abort();
	one->next = kept;
	kept = one;
	return one->memory;
}

void keep_free(void) {
	while (kept) {
		Kept *next = kept->next;
		free(kept);
		kept = next;
	}
}

char *keep_text(const char *text) {
	char *copy = keep(strlen(text) + 1);
	strcpy(copy, text);
	return copy;
}

/* Splits at blanks; words point into a copy of the line. */
int words_of(const char *line, char **words, int most) {
	char *p = keep_text(line);
	int count = 0;
	while (*p) {
		while (*p == ' ' || *p == '\t') *p++ = 0;
		if (!*p || *p == '#') break;
		if (count == most) return most + 1;
		words[count++] = p;
		while (*p && *p != ' ' && *p != '\t') p++;
	}
	if (*p == '#') *p = 0;
	return count;
}

Names label_of(const char *file, int line, const char *word) {
	char *copy = keep_text(word), *bar = strchr(copy, '|');
	if (!bar || bar == copy || !bar[1]) {
		wrong(file, line, "a label is 中文|English (blanks as _), not '%s'", word);
		return (Names){copy, copy};
	}
	*bar = 0;
	for (char *p = copy; *p; p++)
		if (*p == '_') *p = ' ';
	for (char *p = bar + 1; *p; p++)
		if (*p == '_') *p = ' ';
	return (Names){copy, bar + 1};
}

static void take_words(char ***list, int *list_count, char **words, int count, int from) {
	if (from >= count) return;
	char **longer = keep(sizeof(char *) * (size_t)(*list_count + count - from));
	if (*list_count) memcpy(longer, *list, sizeof(char *) * (size_t)*list_count);
	*list = longer;
	for (int i = from; i < count; i++) longer[(*list_count)++] = words[i];
}

/* Names become parts of C words, columns and addresses: small letters, digits, _. */
static void name_check(const char *file, int line, const char *name) {
	bool fits = islower((unsigned char)*name) && strlen(name) <= 40;
	for (const char *p = name; *p; p++) fits &= islower((unsigned char)*p) || isdigit((unsigned char)*p) || *p == '_';
	if (!fits) wrong(file, line, "'%s' is no name: small letters, digits, _ (at most 40)", name);
}

static void names_take(const char *file, int line, char ***list, int *list_count, char **words, int count) {
	for (int i = 1; i < count; i++) name_check(file, line, words[i]);
	take_words(list, list_count, words, count, 1);
}

/* One more code of a choice or of the states. */
static void code_add(ChoiceSetText *set, const char *file, int line, char **words) {
	name_check(file, line, words[1]);
	for (int i = 0; i < set->count; i++)
		if (!strcmp(set->choices[i].code, words[1])) wrong(file, line, "'%s' is declared twice", words[1]);
	set->choices[set->count++] = (ChoiceText){words[1], label_of(file, line, words[2])};
}

static RecordText *record_add(Model *model, const char *file, int line, char **words, int count) {
	RecordText *record = keep(sizeof *record);
	record->file = file, record->line = line;
	record->name = words[1];
	record->seen = record->title = record->sort = NULL;
	if (count < 3) wrong(file, line, "record NAME 中文|English");
	else record->label = label_of(file, line, words[2]);
	name_check(file, line, words[1]);
	for (int i = 0; i < model->record_count; i++)
		if (!strcmp(model->records[i]->name, words[1])) wrong(file, line, "record '%s' is declared twice", words[1]);
	if (model->record_count == MOST_RECORDS) wrong(file, line, "more than %d records", MOST_RECORDS);
	else model->records[model->record_count++] = record;
	return record;
}

/* 0 where the word is no size. */
static int size_of(const char *word) {
	char *end;
	long size = strtol(word, &end, 10);
	return *end || size < 1 || size > MOST_SIZE ? 0 : (int)size;
}

static void field_add(RecordText *record, const char *file, int line, char **words, int count) {
	static const char *const sized[] = {"text", "long", "code", "phone", "policy", "decimal", NULL};
	if (count < 4) {
		wrong(file, line, "field NAME TYPE [SIZE|NAME] 中文|English [flags]");
		return;
	}
	if (record->field_count == MOST_FIELDS) {
		wrong(file, line, "more than %d fields", MOST_FIELDS);
		return;
	}
	FieldText *field = &record->fields[record->field_count++];
	*field = (FieldText){.file = file, .line = line, .name = words[1], .type = words[2], .flags_words = {0}};
	name_check(file, line, words[1]);
	int at = 3;
	for (int i = 0; sized[i]; i++)
		if (!strcmp(words[2], sized[i])) field->size = size_of(words[at++]);
	if (field->size <= 0 && at == 4) wrong(file, line, "%s wants a size from 1 to %d", words[2], MOST_SIZE);
	if (!strcmp(words[2], "choice") || !strcmp(words[2], "ref")) field->target = words[at++];
	if (at >= count) {
		wrong(file, line, "field '%s' has no label", words[1]);
		return;
	}
	field->label = label_of(file, line, words[at++]);
	for (; at < count && field->flag_count < 12; at++) field->flags_words[field->flag_count++] = words[at];
}

static void command_add(RecordText *record, const char *file, int line, char **words, int count) {
	if (count != 3 || record->command_count == MOST_COMMANDS) {
		wrong(file, line, "command NAME 中文|English (at most %d a record)", MOST_COMMANDS);
		return;
	}
	CommandText *command = &record->commands[record->command_count++];
	*command = (CommandText){.file = file, .line = line, .name = words[1], .label = label_of(file, line, words[2])};
	name_check(file, line, words[1]);
}

static bool command_line(CommandText *command, const char *file, int line, char **words, int count) {
	if (!strcmp(words[0], "from")) command->from_line = line, take_words(&command->from, &command->from_count, words, count, 1);
	else if (!strcmp(words[0], "by")) command->by_line = line, take_words(&command->by, &command->by_count, words, count, 1);
	else if (!strcmp(words[0], "asks"))
		command->ask_line = line, take_words(&command->asks, &command->ask_count, words, count, 1);
	else if (!strcmp(words[0], "guard")) names_take(file, line, &command->guards, &command->guard_count, words, count);
	else if (!strcmp(words[0], "effect")) names_take(file, line, &command->effects, &command->effect_count, words, count);
	else if (!strcmp(words[0], "as")) command->as_line = line, take_words(&command->as, &command->as_count, words, count, 1);
	else {
		wrong(file, line, "unknown word '%s' in a command (from by asks guard effect as)", words[0]);
		return false;
	}
	return true;
}

static void list_line(RecordText *record, char **words, int count) {
	for (int i = 1; i < count; i++) {
		/* The last but one word `sort` names the order; elsewhere it is a field of that name. */
		if (!strcmp(words[i], "sort") && i + 2 == count) {
			record->sort = words[i + 1];
			return;
		}
		take_words(&record->list, &record->list_count, words, i + 1, i);
	}
}

/* Help is running text: blanks are blanks here. */
static Names help_of(const char *file, int line, char **words, int count) {
	char *text = keep(4096), *bar;
	for (int i = 1; i < count; i++) {
		if (strlen(text) + strlen(words[i]) > 4000) break;
		if (i > 1) strcat(text, " ");
		strcat(text, words[i]);
	}
	bar = strchr(text, '|');
	if (!bar) {
		wrong(file, line, "help is 中文|English");
		return (Names){text, text};
	}
	*bar = 0;
	return (Names){text, bar + 1};
}

static void record_words(RecordText *record, const char *file, int line, char **words, int count) {
	const char *key = words[0];
	if (count < 2) wrong(file, line, "'%s' wants words after it", key);
	else if (!strcmp(key, "path")) record->path = words[1];
	else if (!strcmp(key, "icon")) record->icon = words[1];
	else if (!strcmp(key, "number")) record->number = words[1];
	else if (!strcmp(key, "title")) record->title = words[1], record->lines[LINE_TITLE] = line;
	else if (!strcmp(key, "read"))
		record->lines[LINE_READ] = line, take_words(&record->read, &record->read_count, words, count, 1);
	else if (!strcmp(key, "seen")) record->seen = words[1], record->lines[LINE_SEEN] = line;
	else if (!strcmp(key, "derive")) names_take(file, line, &record->derives, &record->derive_count, words, count);
	else if (!strcmp(key, "list")) record->lines[LINE_LIST] = line, list_line(record, words, count);
	else if (!strcmp(key, "filter"))
		record->lines[LINE_FILTER] = line, take_words(&record->filters, &record->filter_count, words, count, 1);
	else if (!strcmp(key, "form"))
		record->lines[LINE_FORM] = line, take_words(&record->form, &record->form_count, words, count, 1);
	else if (!strcmp(key, "field")) field_add(record, file, line, words, count);
	else if (!strcmp(key, "command")) command_add(record, file, line, words, count);
	else if (!strcmp(key, "lamp")) {
		record->lines[LINE_LAMP] = line;
		for (int i = 1; i < count && i < 5; i++) record->lamp[i - 1] = words[i];
	} else if (!strcmp(key, "state")) {
		if (count != 3 || record->states.count == 30) wrong(file, line, "state NAME 中文|English (at most 30)");
		else code_add(&record->states, file, line, words);
	} else if (!strcmp(key, "help")) {
		if (!record->field_count) wrong(file, line, "help belongs under a field");
		else record->fields[record->field_count - 1].help = help_of(file, line, words, count);
	} else if (!strcmp(key, "index")) {
		IndexText *index = &record->indexes[record->index_count];
		if (record->index_count == 32) wrong(file, line, "more than 32 indexes");
		else record->index_count++, index->line = line, take_words(&index->columns, &index->count, words, count, 1);
	} else if (!strcmp(key, "view")) {
		if (count != 4 || record->view_count == 24) wrong(file, line, "view NAME 中文|English FILTER (at most 24)");
		else record->views[record->view_count++] = (ViewText){words[1], label_of(file, line, words[2]), words[3], line};
	} else wrong(file, line, "unknown word '%s'", key);
}

/* Leading tabs tell what a line belongs to: 0 a record or choice, 1 a line of it, 2 a line of a command. */
void model_read(Model *model, const char *file, char *text) {
	RecordText *record = NULL;
	ChoiceSetText *choice = NULL;
	int line = 0;
	for (char *start = text, *end; start; start = end ? end + 1 : NULL) {
		end = strchr(start, '\n');
		if (end) *end = 0;
		line++;
		size_t tabs = strspn(start, "\t");
		char *words[64];
		int count = words_of(start + tabs, words, 64);
		if (!count) continue;
		if (count > 64) wrong(file, line, "more than 64 words in a line");
		else if (tabs == 0 && !strcmp(words[0], "record") && count >= 2)
			choice = NULL, record = record_add(model, file, line, words, count);
		else if (tabs == 0 && !strcmp(words[0], "choice") && count == 2 && model->choice_count < MOST_CHOICES) {
			record = NULL;
			choice = &model->choices[model->choice_count++];
			choice->file = file, choice->line = line, choice->name = words[1];
			name_check(file, line, words[1]);
		} else if (tabs == 0) wrong(file, line, "a file holds: choice NAME, record NAME 中文|English");
		else if (tabs == 1 && choice && !strcmp(words[0], "option") && count == 3 && choice->count < 60)
			code_add(choice, file, line, words);
		else if (tabs == 1 && record) record_words(record, file, line, words, count);
		else if (tabs == 2 && record && record->command_count)
			command_line(&record->commands[record->command_count - 1], file, line, words, count);
		else wrong(file, line, "this line belongs to nothing");
	}
}

/* "-- name: WORD" starts a named SQL text. */
void sql_read(Model *model, const char *file, char *text) {
	SqlText *sql = NULL;
	int line = 0;
	for (char *start = text, *end; start; start = end ? end + 1 : NULL) {
		end = strchr(start, '\n');
		if (end) *end = 0;
		line++;
		if (!strncmp(start, "-- name: ", 9)) {
			if (model->sql_count == MOST_SQL) wrong(file, line, "more than %d named SQL texts", MOST_SQL);
			else sql = &model->sqls[model->sql_count++];
			name_check(file, line, start + 9);
			if (sql) sql->file = file, sql->line = line, sql->name = keep_text(start + 9), sql->text = keep_text("");
			continue;
		}
		if (!strncmp(start, "--", 2) || !*start) continue;
		if (!sql) {
			wrong(file, line, "SQL before its '-- name: WORD'");
			continue;
		}
		char *longer = keep(strlen(sql->text) + strlen(start) + 2);
		sprintf(longer, "%s%s ", sql->text, start);
		sql->text = longer;
	}
}
