/* Files the import gives out: the template to fill in, and the wrong rows to mend. */
#include "base/instant.h"
#include "model/field.h"
#include "web/exchange.h"
#include "web/import.h"

#include <string.h>

enum { LIST_MOST = 200, SAMPLES = 2 };

bool import_errors_write(Import *import, int *ret_file, int64_t *ret_length) {
	ARENA(arena, 64u << 20);
	const ImportTable *in = &import->table;
	int kept[SHEET_COLUMNS_MAX + 1], count = 0;
	for (int c = 0; c < in->column_count; c++)
		if (in->columns[c].use != COLUMN_REMARK && (*in->columns[c].title || in->columns[c].use == COLUMN_USED))
			kept[count++] = c;
	TableColumn *columns = arena_array(arena, (size_t)count + 1, sizeof *columns);
	for (int c = 0; c < count; c++) columns[c] = (TableColumn){.title = in->columns[kept[c]].title, .type = FIELD_TEXT};
	bool english = import->language == LANGUAGE_EN;
	columns[count] = (TableColumn){.title = english ? "What is wrong" : "错误说明", .type = FIELD_TEXT};
	TableSpec spec = {.title = english ? "Wrong rows" : "错误行", .columns = columns, .column_count = (size_t)count + 1};
	TableOut *out = table_begin(arena, &spec);
	if (!out) return false;
	int at = import->file_problems;
	for (int r = 0; r < in->row_count; r++) {
		const ImportRow *row = &in->rows[r];
		BUF(words, 4000);
		for (; at < import->problem_count && import->problems[at].row <= row->number; at++) {
			const ImportProblem *p = &import->problems[at];
			if (p->row == row->number)
				buf_printf(&words, "%s%s%s%s；%s", words.length ? "\n" : "", p->field, *p->field ? "：" : "", p->what, p->mend);
		}
		if (!words.length && !import->file_problems) continue;
		for (int c = 0; c < count; c++) table_cell(out, FIELD_TEXT, 0, value_text(row->cells[kept[c]].text));
		table_cell(out, FIELD_TEXT, 0, value_text(words.length ? buf_text(&words) : NULL));
		table_row_end(out);
	}
	return table_end(out, ret_file, ret_length);
}

/* ── the template ── */
static const char *sample_text(const Field *field) {
	return field->type == FIELD_CODE ? "sample-1" : "示例1";
}

bool import_is_sample(const Import *import, const Value *values) {
	bool any = false;
	for (int i = 0; i < import->key_count; i++) {
		Value value = values[import->key[i]];
		const Field *field = &import->record->fields[import->key[i]];
		bool text = field->type == FIELD_TEXT || field->type == FIELD_CODE;
		if (!text || value_is_null(value)) continue;
		if (strcmp(value_str(value), sample_text(field))) return false;
		any = true;
	}
	return any;
}

/* Titles of a small record as a drop-down; none where it has more than 200 rows. */
static void ref_choices(Conn *conn, Arena *arena, const Actor *actor, const Record *target, TableColumn *column) {
	Query query;
	Rows rows;
	int active;
	query_init(&query, target);
	query.limit = LIST_MOST;
	if (record_field(target, "active", &active)) query_add(&query, arena, active, FILTER_NOT_IN, value_int(0));
	if (query_rows(conn, arena, actor, &query, true, &rows) || rows.next || !rows.count) return;
	const char **words = arena_array(arena, (size_t)rows.count, sizeof *words);
	for (int i = 0; i < rows.count; i++) {
		const Row *row = &rows.rows[i];
		const Field *title = &target->fields[target->title_field];
		if (title->flags & FLAG_PERSONAL || title->type == FIELD_REF) return;
		words[i] =
			row_words(conn, arena, target, row_id(row), field_show(title, row->values[target->title_field], arena, LANGUAGE_ZH));
	}
	column->choices = words;
	column->choice_count = (size_t)rows.count;
}

static const char *type_help(Arena *arena, const Field *field) {
	const char *own = field->help.zh;
	const char *rule = field->type == FIELD_DATE   ? "日期，如 2026-11-24 A date"
					   : field->type == FIELD_TIME ? "时间，如 2026-11-24 10:30 A time"
					   : field->type == FIELD_REF
						   ? arena_printf(arena, "写%s的名称、编号或登录名 The name or code of a %s",
								 model_records[field->ref_record].label.zh, model_records[field->ref_record].label.en)
					   : field->type == FIELD_MONEY	  ? "元，最多两位小数 Yuan"
					   : field->type == FIELD_MINUTES ? "分钟 Minutes"
					   : field->size && field->type != FIELD_DECIMAL
						   ? arena_printf(arena, "最多 %d 个字 Up to %d characters", field->size, field->size)
						   : NULL;
	return own && rule ? arena_printf(arena, "%s\n%s", own, rule) : own ? own : rule;
}

static void template_column(Import *import, Conn *conn, Arena *arena, int index, TableColumn *ret) {
	const Field *field = &import->record->fields[index];
	static const char *const yes_no[] = {"是", "否"};
	/* Numbers are typed as text so that codes keep their zeros; dates as dates. */
	*ret = (TableColumn){.title = label_in(field->label, import->language),
		.help = type_help(arena, field),
		.type = field->type,
		.scale = field->size,
		.required = import_needs(import->record, import->create, index)};
	if (field->type == FIELD_BOOL) ret->choices = yes_no, ret->choice_count = 2;
	if (field->type == FIELD_CHOICE) {
		const char **words = arena_array(arena, (size_t)field->choices->count, sizeof *words);
		for (int i = 0; i < field->choices->count; i++) words[i] = label_in(field->choices->choices[i].label, import->language);
		ret->choices = words;
		ret->choice_count = (size_t)field->choices->count;
	}
	if (field->type == FIELD_REF) ref_choices(conn, arena, import->actor, &model_records[field->ref_record], ret);
}

static Value sample_value(const Field *field, const TableColumn *column, int64_t now, Language language) {
	switch (field->type) {
	case FIELD_INT:
	case FIELD_MINUTES: return value_int(1);
	case FIELD_DECIMAL:
	case FIELD_MONEY: return value_int(100);
	case FIELD_DATE: return value_int(day_of_instant(now));
	case FIELD_TIME: return value_int(now);
	case FIELD_BOOL: return value_text(language == LANGUAGE_EN ? "yes" : "是");
	case FIELD_CHOICE:
	case FIELD_REF: return value_text(column->choice_count ? column->choices[0] : NULL);
	case FIELD_PHONE: return value_text("037167170000");
	default: return value_text(sample_text(field));
	}
}

static void put_samples(
	Import *import, Conn *conn, Arena *arena, TableOut *out, const int *fields, int count, const TableColumn *columns) {
	Query query;
	Rows rows;
	query_init(&query, import->record);
	query.limit = SAMPLES;
	if (query_rows(conn, arena, import->actor, &query, true, &rows)) rows.count = 0;
	for (int r = 0; r < rows.count; r++) {
		for (int c = 0; c < count; c++) {
			const Field *field = &import->record->fields[fields[c]];
			table_cell(
				out, field->type, field->size, export_value(conn, arena, NULL, &rows.rows[r], fields[c], import->language));
		}
		table_row_end(out);
	}
	for (int c = 0; c < count && !rows.count; c++) {
		const Field *field = &import->record->fields[fields[c]];
		table_cell(out, field->type, field->size, sample_value(field, &columns[c], import->now, import->language));
	}
	if (!rows.count) table_row_end(out);
}

bool import_template_write(Import *import, Conn *conn, int *ret_file, int64_t *ret_length) {
	Arena *arena = import->arena;
	int fields[IMPORT_FIELDS_MAX], count = import_fields(import->record, import->create, import->edit, fields, IMPORT_FIELDS_MAX);
	TableColumn *columns = arena_array(arena, (size_t)count + 1, sizeof *columns);
	for (int i = 0; i < count; i++) template_column(import, conn, arena, fields[i], &columns[i]);
	TableMeta meta[] = {{"红底列 Red head", "必填 Required"},
		{"前两行 First rows",
			"是示例：已有的记录留着也不会重复；示例1、sample-1 会跳过 Examples; rows that exist already stay as they are"},
		{"空白格 Empty cells", "不改动原来的值；要清空请写（清空） Leave the value as it is; write （清空） to clear it"},
		{"引用 References",
			"写名称、编号或登录名；重名的在名称后用括号写明 Name, code or log-in; in brackets what tells equal names apart"},
		{"行数 Rows", "一次最多 10,000 行 At most 10,000 rows"}};
	TableSpec spec = {.title = label_in(import->record->label, import->language),
		.columns = columns,
		.column_count = (size_t)count,
		.meta = meta,
		.meta_count = sizeof meta / sizeof *meta};
	TableOut *out = table_begin(arena, &spec);
	if (!out) return false;
	put_samples(import, conn, arena, out, fields, count, columns);
	return table_end(out, ret_file, ret_length);
}
