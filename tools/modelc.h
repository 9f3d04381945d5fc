/* What modelc holds between reading and writing: the model files' words, nothing resolved until model_resolve. */
#ifndef GANGMU_TOOLS_MODELC_H
#define GANGMU_TOOLS_MODELC_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MOST_RECORDS = 200, MOST_FIELDS = 60, MOST_COMMANDS = 40, MOST_CHOICES = 120, MOST_SQL = 300, MOST_SIZE = 100000 };
/* Lines of a record that name its fields, so that a misspelt name is reported where it stands. */
enum { LINE_TITLE, LINE_READ, LINE_SEEN, LINE_LIST, LINE_FILTER, LINE_FORM, LINE_LAMP, LINES };

typedef struct Names {
	const char *zh, *en;
} Names;
typedef struct ChoiceText {
	const char *code;
	Names label;
} ChoiceText;
typedef struct ChoiceSetText {
	const char *file, *name;
	int line;
	ChoiceText choices[60];
	int count;
} ChoiceSetText;
typedef struct FieldText {
	const char *file, *name, *type, *target;
	int line, size, flag_count;
	Names label, help;
	const char *flags_words[12];
	unsigned flags;
	int choice, ref; /* resolved */
} FieldText;
typedef struct CommandText {
	const char *file, *name;
	int line;
	Names label;
	char **from, **by, **asks, **guards, **effects, **as;
	int from_count, by_count, ask_count, guard_count, effect_count, as_count;
	int from_line, by_line, ask_line, as_line;
	unsigned from_bits, by_bits, flags; /* resolved */
	int to;
} CommandText;
typedef struct ViewText {
	const char *name;
	Names label;
	const char *filter;
	int line;
} ViewText;
typedef struct IndexText {
	int line, count;
	char **columns;
} IndexText;
typedef struct RecordText {
	const char *file, *name, *path, *icon, *number, *title, *seen, *sort, *lamp[4];
	int line, lines[LINES];
	Names label;
	FieldText fields[MOST_FIELDS];
	int field_count;
	ChoiceSetText states;
	CommandText commands[MOST_COMMANDS];
	int command_count;
	char **read, **derives, **list, **filters, **form;
	int read_count, derive_count, list_count, filter_count, form_count;
	IndexText indexes[32];
	int index_count;
	ViewText views[24];
	int view_count;
	unsigned read_bits; /* resolved */
	int seen_record, seen_field;
} RecordText;
typedef struct SqlText {
	const char *file, *name;
	int line;
	char *text;
} SqlText;
typedef struct Model {
	RecordText *records[MOST_RECORDS];
	int record_count;
	ChoiceSetText choices[MOST_CHOICES];
	int choice_count;
	SqlText sqls[MOST_SQL];
	int sql_count;
	uint64_t sum;
} Model;

/* Tells one mistake and counts it; the program around the reader defines it (modelc_main.c prints). */
void wrong(const char *file, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Zeroed memory, kept until keep_free lets go of all of it. */
void *keep(size_t size);
void keep_free(void);
char *keep_text(const char *text);
int words_of(const char *line, char **words, int most);
Names label_of(const char *file, int line, const char *word);
/* Reads one model file's text; the text is cut into lines in place. */
void model_read(Model *model, const char *file, char *text);
/* Reads one file of named SQL, likewise. */
void sql_read(Model *model, const char *file, char *text);
/* Names become indexes; every misspelt name is an error with file and line. */
void model_resolve(Model *model);
/* Index of a field of the record counting engine fields, state and number; -1 where there is none. */
int field_index(const RecordText *record, const char *name);
int model_write(const Model *model, const char *folder);
#endif
