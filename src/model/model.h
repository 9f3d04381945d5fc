/* What the model compiler fills: records, fields, states, commands as const tables. Everything here is data; the engine reads it. */
#ifndef GANGMU_MODEL_MODEL_H
#define GANGMU_MODEL_MODEL_H
#include "base/value.h"
#include "store/store.h"

typedef struct Change Change; /* command/change.h: one command at work, as hooks see it */

/* Both languages of a word, Chinese first. */
typedef struct Label {
	const char *zh, *en;
} Label;

typedef enum FieldType {
	FIELD_TEXT, /* one line */
	FIELD_LONG, /* several lines */
	FIELD_CODE, /* letters, digits, - _ . ; kept as typed */
	FIELD_PHONE, /* digits, + - and blanks; kept as digits */
	FIELD_POLICY, /* how long a clock runs, "work_minutes:30"; shown in words by the web */
	FIELD_INT,
	FIELD_DECIMAL, /* integer scaled by 10^size */
	FIELD_MONEY, /* integer fen */
	FIELD_MINUTES, /* working minutes */
	FIELD_BOOL, /* 0 or 1 */
	FIELD_DATE, /* days since 1970-01-01 */
	FIELD_TIME, /* seconds since 1970 UTC */
	FIELD_CHOICE, /* one of the choices declared in the model */
	FIELD_REF, /* the id of a row of another record */
	FIELD_SECRET, /* stored, never shown */
} FieldType;

enum {
	FLAG_REQUIRED = 1, /* never empty once the row exists */
	FLAG_SEARCH = 2, /* its words find the row */
	FLAG_PINYIN = 4, /* with FLAG_SEARCH: initials of its characters find the row too */
	FLAG_SCOPE = 8, /* ref unit: whose row this is */
	FLAG_OWN = 16, /* ref person: that person sees the row by scope "own" */
	FLAG_COMPOUND = 32, /* ref place: the compound of the row */
	FLAG_PERSONAL = 64, /* encrypted per subject; masked where not needed */
	FLAG_UNIQUE = 128, /* no two rows share it */
	FLAG_KEY = 256, /* with the other key fields the natural key of an import */
	FLAG_FIXED = 512, /* set by hooks and engine only, never by a form, the API or an import */
	FLAG_HIDDEN = 1024, /* on no page, in no API answer, in no export */
	FLAG_WITHIN = 2048, /* ref: the row is visible where the row it points to is */
};

/* Engine fields: the same index in every record. */
enum { FIELD_ID_AT, FIELD_VERSION_AT, FIELD_CREATED_AT_AT, FIELD_CREATED_BY_AT, FIELD_UPDATED_AT_AT, FIELD_ENGINE_COUNT };

typedef struct Choice {
	const char *code;
	Label label;
} Choice;
typedef struct ChoiceSet {
	const char *name;
	const Choice *choices;
	int count;
} ChoiceSet;

typedef struct Field {
	const char *name;
	Label label;
	Label help; /* {NULL, NULL} where there is none */
	FieldType type;
	int size; /* TEXT, LONG, CODE, PHONE: characters at most; DECIMAL: scale */
	unsigned flags;
	const ChoiceSet *choices; /* CHOICE; a state field has one too */
	int ref_record; /* REF: record index; else -1 */
} Field;

typedef enum Role {
	ROLE_GUEST,
	ROLE_ASKER,
	ROLE_LIAISON,
	ROLE_WORKER,
	ROLE_TEAM,
	ROLE_DESK,
	ROLE_HEAD,
	ROLE_LEADER,
	ROLE_INSPECTOR,
	ROLE_FINANCE,
	ROLE_DISCIPLINE,
	ROLE_SYSTEM,
	ROLE_SECURITY,
	ROLE_AUDIT,
	ROLE_ENGINE,
	ROLE_COUNT
} Role;
#define ROLE_BIT(role) (1u << (role))

typedef void (*Hook)(Change *change);
typedef struct NamedHook {
	const char *name;
	Hook hook;
} NamedHook;

enum { ASK_NOTE = -2, ASK_PHOTOS = -3 }; /* in asks[] beside field indexes */
typedef struct Ask {
	int field; /* a field index, ASK_NOTE or ASK_PHOTOS */
	bool required;
} Ask;

enum {
	COMMAND_PUBLIC = 1, /* its entry is on the asker's timeline */
	COMMAND_MAIN = 2, /* the main button where it is possible */
	COMMAND_CONFIRM = 4, /* cannot be taken back: its own page says so */
	COMMAND_CREATE = 8, /* makes the row */
	COMMAND_DELETE = 16, /* removes the row */
	COMMAND_EDIT = 32, /* PATCH and the edit form: any of its asked fields, none needed */
	COMMAND_QUIET = 64, /* offered on no derived page (a page of the module offers it, or the engine issues it) */
};

typedef struct CommandDef {
	const char *name; /* "sign" */
	Label label;
	int record, index; /* index within the record's commands */
	unsigned from; /* bit per state; 0 where any (or none) */
	int to; /* state index, or -1: stays */
	unsigned by; /* bit per Role */
	unsigned flags;
	const Ask *asks;
	int ask_count;
	const NamedHook *guards, *effects;
	int guard_count, effect_count;
	const char *file; /* the model file, for explain */
	int line;
} CommandDef;

typedef struct View {
	const char *name;
	Label label;
	const char *filter; /* as in a URL: "state=open&due_at.lt=now" */
} View;

typedef struct Record {
	const char *name, *path, *icon;
	Label label;
	int index;
	const Field *fields; /* engine fields first, then state, number, declared */
	int field_count;
	int state_field, number_field, title_field, unit_field, compound_field; /* -1 where none */
	const char *number_format; /* "SX{year}-{seq5}" or NULL */
	const ChoiceSet *states; /* NULL where none */
	const CommandDef *commands;
	int command_count;
	const NamedHook *derives;
	int derive_count;
	unsigned read; /* who may read: bit per Role, within scope */
	int seen_record, seen_field; /* also visible where a visible row of seen_record refers to it; -1 where none */
	const int *list, *filter, *form; /* field indexes; form: -1 starts a new group */
	int list_count, filter_count, form_count;
	int sort_field;
	bool sort_down;
	const View *views;
	int view_count;
	int lamp_due, lamp_done, lamp_paused, lamp_yellow; /* field indexes or -1 */
	bool has_search;
	const Table *table;
	const char *search_table;
	const char *file;
	int line;
} Record;

extern const Record model_records[];
extern const int model_record_count;
extern const char model_digest[]; /* of the model texts: names the shape of the data */

typedef struct NamedSql {
	const char *name, *sql;
} NamedSql;

/* NULL where there is none. */
const Record *record_by_name(const char *name);
const Record *record_by_path(const char *path);
const Field *record_field(const Record *record, const char *name, int *ret_index);
const CommandDef *record_command(const Record *record, const char *name);
const View *record_view(const Record *record, const char *name);
const Choice *choice_by_code(const ChoiceSet *set, const char *code);
/* The state's index, or -1. */
int state_index(const Record *record, const char *state);

typedef enum Language { LANGUAGE_ZH, LANGUAGE_EN } Language;
static inline const char *label_in(Label label, Language language) {
	return language == LANGUAGE_EN && label.en ? label.en : label.zh;
}
Label role_label(Role role);
const char *role_name(Role role);
/* ROLE_COUNT where the name is none. */
Role role_by_name(const char *name);

/* One row: values by field index. */
typedef struct Row {
	const Record *record;
	Value *values; /* record->field_count */
	const char **labels; /* by field index: the title of the row a ref points to, or NULL; whole array NULL where not asked for */
} Row;
static inline int64_t row_id(const Row *row) {
	return row->values[FIELD_ID_AT].number;
}
static inline int64_t row_int(const Row *row, int field) {
	return value_number(row->values[field], 0);
}
static inline const char *row_text(const Row *row, int field) {
	return value_str(row->values[field]);
}
#endif
