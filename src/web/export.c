#include "access/vault.h"
#include "base/instant.h"
#include "base/map.h"
#include "model/field.h"
#include "model_gen.h"
#include "web/exchange.h"

#include <string.h>

enum { PAGE_ROWS = 500, PAGE_BYTES = 96 << 20, FIELDS_MAX = 64, WORDS_MAX = 100000, WORDS_BYTES = 256 << 20 };

static bool is_shown(const Record *record, int index) {
	const Field *field = &record->fields[index];
	if (field->type == FIELD_SECRET) return false;
	if (index == FIELD_CREATED_AT_AT || index == record->state_field || index == record->number_field) return true;
	return index >= FIELD_ENGINE_COUNT && !(field->flags & FLAG_HIDDEN);
}

static int put_once(int *fields, int count, int most, int index) {
	for (int i = 0; i < count; i++)
		if (fields[i] == index) return count;
	if (count < most) fields[count++] = index;
	return count;
}

int export_fields(const Record *record, int *ret_fields, int most) {
	int count = 0;
	for (int i = 0; i < record->list_count; i++)
		if (is_shown(record, record->list[i])) count = put_once(ret_fields, count, most, record->list[i]);
	for (int i = FIELD_ENGINE_COUNT; i < record->field_count; i++)
		if (is_shown(record, i)) count = put_once(ret_fields, count, most, i);
	return put_once(ret_fields, count, most, FIELD_CREATED_AT_AT);
}

/* The words of a row that many rows point to are asked for once. */
static const char *words_once(Conn *conn, Arena *arena, Map *known, const Record *target, int64_t id, const char *title) {
	if (!known || known->count >= WORDS_MAX) return row_words(conn, arena, target, id, title);
	MapSlot *slot = map_put(known, arena_printf(arena, "%s:%lld", target->name, (long long)id));
	if (!slot->data) slot->data = row_words(conn, known->arena, target, id, title);
	return slot->data;
}

Value export_value(Conn *conn, Arena *arena, Map *known, const Row *row, int index, Language language) {
	const Field *field = &row->record->fields[index];
	Value value = row->values[index];
	if (value_is_null(value)) return value;
	if (field->flags & FLAG_PERSONAL) return value_text(*value_str(value) ? vault_mask(arena, value_str(value)) : NULL);
	if (field->type == FIELD_REF) {
		const char *label = row->labels ? row->labels[index] : NULL;
		const Record *target = &model_records[field->ref_record];
		if (!label) return value_text(arena_printf(arena, "#%lld", (long long)value.number));
		if (target->fields[target->title_field].flags & FLAG_PERSONAL)
			return value_text(arena_printf(arena, "%s（#%lld）", vault_mask(arena, label), (long long)value.number));
		return value_text(words_once(conn, arena, known, target, value.number, label));
	}
	if (field->type == FIELD_CHOICE || field->type == FIELD_BOOL) return value_text(field_show(field, value, arena, language));
	return value;
}

typedef struct Export {
	Conn *conn;
	const ExportSpec *spec;
	TableOut *table;
	int fields[FIELDS_MAX], count;
	int64_t rows;
	Map known;
} Export;

/* All pages by keyset; 0 or a fault. */
static int put_pages(Export *export, Arena *keep) {
	ARENA(arena, PAGE_BYTES);
	ARENA(words, WORDS_BYTES);
	map_init(&export->known, words);
	Query query = *export->spec->query;
	query.limit = PAGE_ROWS;
	query.labels = true;
	query.has_after = false;
	for (Rows rows = {.next = ""}; rows.next;) {
		int fault = query_rows(export->conn, arena, export->spec->actor, &query, true, &rows);
		if (fault) return fault;
		for (int r = 0; r < rows.count; r++) {
			const Row *row = &rows.rows[r];
			for (int c = 0; c < export->count; c++) {
				const Field *field = &row->record->fields[export->fields[c]];
				table_cell(export->table, field->type, field->size,
					export_value(export->conn, arena, &export->known, row, export->fields[c], export->spec->language));
			}
			table_row_end(export->table);
		}
		export->rows += rows.count;
		if (rows.next) {
			const Row *last = &rows.rows[rows.count - 1];
			Value at = last->values[query.sort_field];
			query.has_after = true;
			query.after_id = row_id(last);
			query.after_value = at.kind == VALUE_TEXT ? value_text(arena_strdup(keep, at.text)) : at;
			rows.next = "";
		}
		arena_reset(arena);
	}
	return STORE_OK;
}

static void put_columns(const Export *export, TableColumn *columns) {
	const Record *record = export->spec->query->record;
	for (int i = 0; i < export->count; i++) {
		const Field *field = &record->fields[export->fields[i]];
		columns[i] =
			(TableColumn){.title = label_in(field->label, export->spec->language), .type = field->type, .scale = field->size};
	}
}

bool export_write(Conn *conn, Arena *arena, const ExportSpec *spec, Exported *ret) {
	const Record *record = spec->query->record;
	Export export = {.conn = conn, .spec = spec};
	TableColumn columns[FIELDS_MAX];
	export.count = export_fields(record, export.fields, FIELDS_MAX);
	put_columns(&export, columns);
	TableMeta meta[] = {{"内容 What", label_in(record->label, spec->language)},
		{"导出人 Exported by", arena_printf(arena, "%s（%s）", spec->actor->name, spec->actor->login)},
		{"时间 When", instant_format_local(arena, spec->now)}, {"条件 Filter", spec->filter_words},
		{"范围 Scope", label_in(scope_words(spec->actor, record), spec->language)}, {"行数 Rows", ""},
		{"说明 Note", "个人信息已遮盖；每次导出都有记录 Personal values are masked; every export is recorded"}};
	TableSpec table = {.title = label_in(record->label, spec->language),
		.temp_dir = spec->temp_dir,
		.csv = spec->csv,
		.columns = columns,
		.column_count = (size_t) export.count,
		.meta = meta,
		.meta_count = sizeof meta / sizeof *meta};
	int64_t count = 0;
	*ret = (Exported){.file = -1};
	int fault = query_count(conn, arena, spec->actor, spec->query, EXPORT_ROWS_MAX + 1, &count);
	ret->too_many = count > EXPORT_ROWS_MAX;
	if (!fault && !ret->too_many && (export.table = table_begin(arena, &table))) fault = put_pages(&export, arena);
	if (!export.table) return false;
	if (fault) {
		table_abort(export.table);
		return false;
	}
	ret->rows = export.rows;
	meta[5].text = arena_printf(arena, "%lld", (long long)export.rows);
	return table_end(export.table, &ret->file, &ret->length);
}

Call export_record(Arena *arena, const ExportSpec *spec, int64_t rows, const char *machine) {
	const Record *record = spec->query->record;
	const Given given[] = {{EXPORT_LOG_WHAT, value_text(record->label.zh)}, {EXPORT_LOG_RECORD, value_text(record->name)},
		{EXPORT_LOG_FORM, value_text(spec->csv ? "csv" : "xlsx")},
		{EXPORT_LOG_FILTER, value_text(text_cut(arena, spec->filter_words, 380))},
		{EXPORT_LOG_SCOPE, value_text(scope_words(spec->actor, record).zh)}, {EXPORT_LOG_ROWS, value_int(rows)},
		{EXPORT_LOG_PERSON, spec->actor->person ? value_int(spec->actor->person) : value_null()},
		{EXPORT_LOG_MACHINE, value_text(machine)}};
	Given *kept = arena_alloc(arena, sizeof given);
	memcpy(kept, given, sizeof given);
	return (Call){.command = &model_records[RECORD_EXPORT_LOG].commands[EXPORT_LOG_CMD_CREATE],
		.given = kept,
		.given_count = sizeof given / sizeof *given,
		.trusted = true};
}
