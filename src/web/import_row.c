/* One row: known again, compared, and turned into a command. */
#include "access/vault.h"
#include "journal/journal.h"
#include "model/field.h"
#include "web/import.h"

#include <stdio.h>
#include <string.h>

typedef struct RowValues {
	Value values[IMPORT_FIELDS_MAX];
	bool given[IMPORT_FIELDS_MAX], masked[IMPORT_FIELDS_MAX];
	int column[IMPORT_FIELDS_MAX]; /* of the file */
	bool wrong;
} RowValues;

const char *import_mend(const char *code, Language language) {
	static const char *const mends[][3] = {
		{"ref", "先把它登记好，或改成已有的名称、编号、登录名；若它也在本表里，请排在前面",
			"Add it first, or write a name, code or log-in that exists; in this file it must stand above"},
		{"ambiguous", "在名称后用括号写明，如“班长（保洁一班）”，或写编号",
			"Add what tells it apart in brackets, or write its code"},
		{"merged", "取消合并，每一行都填上", "Unmerge and fill in every row"},
		{"formula-error", "改成数值或文字再传", "Write the value itself"},
		{"formula-empty", "在表格软件里打开保存一次，或改成数值", "Open and save it once, or write the value"},
		{"inexact", "把该列设为文本格式，重新填写后再传", "Set the column to text and type it again"},
		{"required", "填上后再传", "Fill it in"},
		{"number", "只写数字，小数点用“.”，如 24.5", "Digits and a point only, as 24.5"},
		{"choice", "从下拉中选一个", "Choose from the list"}, {"bool", "填“是”或“否”", "Write 是 or 否"},
		{"date", "写成 2026-11-24", "Write 2026-11-24"}, {"time", "写成 2026-11-24 10:30", "Write 2026-11-24 10:30"},
		{"too-long", "缩短后再传", "Shorten it"}, {"twice", "同一条只留一行", "Keep one row of the two"},
		{"duplicate", "改成不重复的编号、名称或登录名", "Use a code, name or log-in that is free"},
		{"masked", "写完整的值，或把这一格留空", "Write the whole value, or leave the cell empty"},
		{"no-right", "请有权限的人导入这些行", "Let somebody with the right import these rows"},
		{"not-asked", "把这一格留空", "Leave the cell empty"}, {"inactive", "换一个在用的", "Choose one that is in use"},
		{"column-missing", "补上这一列，或下载模板重新填写", "Add the column, or begin from the template"}};
	bool en = language == LANGUAGE_EN;
	for (size_t i = 0; i < sizeof mends / sizeof *mends; i++)
		if (!strcmp(code, mends[i][0])) return mends[i][en ? 2 : 1];
	return en ? "Change it as said and send the file again" : "按提示改好后再传";
}

void import_problem(
	Import *import, int32_t row, int column, const char *value, const char *code, const char *zh, const char *en) {
	if (import->problem_count == import->problem_capacity) {
		int capacity = import->problem_capacity ? import->problem_capacity * 2 : 256;
		ImportProblem *more = arena_array(import->arena, (size_t)capacity, sizeof *more);
		if (import->problem_count) memcpy(more, import->problems, (size_t)import->problem_count * sizeof *more);
		import->problems = more;
		import->problem_capacity = capacity;
	}
	bool english = import->language == LANGUAGE_EN;
	const char *mend = import_mend(code, import->language);
	if (text_starts(code, "ref:"))
		mend = arena_printf(import->arena, english ? "Perhaps “%s”" : "可能是“%s”", text_cut(import->arena, code + 4, 40));
	import->problems[import->problem_count++] = (ImportProblem){.row = row,
		.column = column,
		.field = column >= 0 ? import->table.columns[column].title : "",
		.value = text_cut(import->arena, value, 40),
		.what = text_cut(import->arena, english ? en : zh, 120),
		.mend = mend};
}

static void read_cells(Import *import, Arena *scratch, const ImportRow *row, RowValues *ret) {
	*ret = (RowValues){0};
	for (int i = 0; i < IMPORT_FIELDS_MAX; i++) ret->column[i] = -1;
	for (int c = 0; c < import->table.column_count; c++) {
		if (import->table.columns[c].use != COLUMN_USED) continue;
		int field = import->table.columns[c].field;
		ret->column[field] = c;
		switch (import_cell(import, scratch, row, c, &ret->values[field])) {
		case CELL_NOTHING: break;
		case CELL_VALUE: ret->given[field] = true; break;
		case CELL_MASKED: ret->masked[field] = true; break;
		case CELL_WRONG: ret->wrong = true; break;
		}
	}
}

/* The row this one means; 0: a new one. -1: refused, the key has been met in this file. */
static int64_t find_existing(Import *import, Arena *scratch, const ImportRow *row, const RowValues *cells) {
	char *key = import_key(import, scratch, import->key, import->key_count, cells->values);
	if (key) {
		MapSlot *met = map_put(&import->in_file, key);
		if (met->number) {
			import_problem(import, row->number, cells->column[import->key[0]],
				import->record->fields[import->key[0]].type == FIELD_REF ? "" : row->cells[cells->column[import->key[0]]].text,
				"twice", arena_printf(scratch, "与第 %lld 行重复", (long long)met->number),
				arena_printf(scratch, "The same as row %lld", (long long)met->number));
			return -1;
		}
		met->number = row->number;
		MapSlot *slot = map_find(&import->by_key, key);
		return slot ? slot->number : 0;
	}
	char *other = import_key(import, scratch, import->other, import->other_count, cells->values);
	const MapSlot *slot = other ? map_find(&import->by_other, other) : NULL;
	for (; slot; slot = slot->data) {
		const char *id = arena_printf(scratch, "%lld", (long long)slot->number);
		if (slot->number && !map_find(&import->used, id)) return slot->number;
	}
	return 0;
}

static const char *plain_of(Import *import, Conn *conn, Arena *scratch, int field, Value value) {
	bool personal = import->record->fields[field].flags & FLAG_PERSONAL;
	if (value.kind != VALUE_TEXT || !personal || !vault_is_sealed(value.text)) return value_str(value);
	const char *plain = vault_open(conn, scratch, value.text);
	return plain ? plain : "";
}

static bool is_asked(const CommandDef *command, int field) {
	for (int i = 0; command && i < command->ask_count; i++)
		if (command->asks[i].field == field) return true;
	return false;
}

static void refuse_cell(
	Import *import, const ImportRow *row, const RowValues *cells, int field, const char *code, const char *zh, const char *en) {
	int column = field >= 0 && field < IMPORT_FIELDS_MAX ? cells->column[field] : -1;
	const char *text = column >= 0 ? row->cells[column].text : NULL;
	import_problem(import, row->number, column, text ? text : "", code, zh, en);
}

/* What of the cells differs from the row as it stands. -1 where a cell is wrong. */
static int differences(Import *import, Txn *txn, Arena *scratch, const ImportRow *row, RowValues *cells, const Value *before,
	const CommandDef *command, Given *given) {
	int count = 0;
	bool wrong = false;
	for (int f = 0; f < import->record->field_count; f++) {
		const Field *field = &import->record->fields[f];
		bool personal = field->flags & FLAG_PERSONAL;
		if (cells->masked[f]) {
			const char *shown = before ? vault_mask(scratch, plain_of(import, txn_conn(txn), scratch, f, before[f])) : "";
			if (!before || strcmp(shown, row->cells[cells->column[f]].text)) {
				refuse_cell(
					import, row, cells, f, "masked", "这是遮盖后的值，不能写入", "This is a masked value; it cannot be written");
				wrong = true;
			}
		}
		if (!cells->given[f] || (!before && value_is_null(cells->values[f]))) continue;
		Value was = before ? before[f] : value_null();
		if (before && personal && !strcmp(plain_of(import, txn_conn(txn), scratch, f, was), value_str(cells->values[f])))
			continue;
		if (before && !personal && value_equal(was, cells->values[f])) continue;
		if (!is_asked(command, f)) {
			refuse_cell(import, row, cells, f, command ? "not-asked" : "no-right",
				command	 ? "这一列不能这样填写"
				: before ? "您没有修改的权限"
						 : "您没有新增的权限",
				command ? "This column cannot be set here" : "You have no right to do this");
			wrong = true;
			if (!command) break;
		}
		given[count++] = (Given){f, cells->values[f]};
	}
	return wrong ? -1 : count;
}

/* The engine's reasons as problems of the cells they name. */
static void take_refusals(Import *import, const ImportRow *row, const RowValues *cells, const Refusals *refusals) {
	for (int i = 0; i < refusals->count && i < 8; i++) {
		const Refusal *r = &refusals->items[i];
		int field = -1;
		record_field(import->record, r->field, &field);
		refuse_cell(import, row, cells, field, r->code, r->zh, r->en);
	}
}

/* A row just made can be named by the rows below it. */
static void learn_new(Import *import, Txn *txn, Arena *scratch, int64_t id) {
	map_put(&import->used, arena_printf(scratch, "%lld", (long long)id))->number = 1;
	if (!import->own) return;
	Row row = {.record = import->record, .values = row_read(txn_conn(txn), scratch, import->record, id, NULL)};
	if (row.values) import_names_add(import->own, scratch, &row);
}

static void write_row(Import *import, Txn *txn, Arena *scratch, const ImportRow *row, RowValues *cells, int64_t id) {
	Given given[IMPORT_FIELDS_MAX];
	Refusals refusals;
	int fault = STORE_OK;
	const Value *before = id ? row_read(txn_conn(txn), scratch, import->record, id, &fault) : NULL;
	const CommandDef *command = id ? import->edit : import->create;
	int count = fault ? -1 : differences(import, txn, scratch, row, cells, before, command, given);
	if (count < 0) {
		import->bad++;
		return;
	}
	if (id) map_put(&import->used, arena_printf(scratch, "%lld", (long long)id))->number = 1;
	if (id && !count) {
		import->same++;
		return;
	}
	Call call = {.command = command,
		.id = id,
		.given = given,
		.given_count = count,
		.note = arena_printf(scratch, "导入“%s”第 %d 行", text_cut(scratch, import->file_name, 60), row->number)};
	int64_t done = txn_try(txn, scratch, &call, &refusals);
	if (refusals.count) take_refusals(import, row, cells, &refusals);
	if (!done) import->bad++;
	else if (id) import->changed++;
	else {
		import->fresh++;
		learn_new(import, txn, scratch, done);
	}
}

void import_row(Import *import, Txn *txn, Arena *scratch, const ImportRow *row) {
	RowValues cells;
	int formulas = import->formulas;
	read_cells(import, scratch, row, &cells);
	if (import_is_sample(import, cells.values)) {
		import->formulas = formulas;
		return;
	}
	int64_t id = cells.wrong ? -1 : find_existing(import, scratch, row, &cells);
	if (id < 0) import->bad++;
	else write_row(import, txn, scratch, row, &cells, id);
}
