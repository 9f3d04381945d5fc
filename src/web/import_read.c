#include "base/log.h"
#include "model/field.h"
#include "output/csv_read.h"
#include "output/xlsx_read.h"
#include "web/exchange.h"
#include "web/import.h"

#include <string.h>
#include <unistd.h>

enum { HEAD_ROWS = 5, READ_ROWS_MAX = IMPORT_ROWS_MAX + HEAD_ROWS };

typedef struct Reading {
	Arena *arena;
	int32_t *numbers;
	ImportCell **rows; /* rows of SHEET_COLUMNS_MAX at most, by column */
	int *widths;
	int count;
	size_t bytes;
	bool too_many, too_much;
} Reading;

static bool row_take(void *context, const SheetRow *row) {
	Reading *reading = context;
	if (!row->count) return true;
	if (reading->count == READ_ROWS_MAX) {
		reading->too_many = true;
		return false;
	}
	int width = row->cells[row->count - 1].column + 1;
	ImportCell *cells = arena_array(reading->arena, (size_t)width, sizeof *cells);
	reading->bytes += (size_t)width * sizeof *cells;
	for (size_t i = 0; i < row->count; i++) {
		const SheetCell *cell = &row->cells[i];
		reading->bytes += strlen(cell->text) + 32;
		if (reading->bytes > IMPORT_BYTES_MAX) {
			reading->too_much = true;
			return false;
		}
		cells[cell->column] = (ImportCell){.kind = cell->kind,
			.formula = cell->formula,
			.inexact = cell->inexact,
			.text = arena_strdup(reading->arena, cell->text),
			.merge = *cell->merge ? arena_strdup(reading->arena, cell->merge) : ""};
	}
	reading->numbers[reading->count] = row->number;
	reading->widths[reading->count] = width;
	reading->rows[reading->count++] = cells;
	return true;
}

static bool is_book(int file, const char *name) {
	unsigned char first[2] = {0};
	ssize_t n = pread(file, first, 2, 0);
	if (n == 2 && ((first[0] == 'P' && first[1] == 'K') || (first[0] == 0xd0 && first[1] == 0xcf))) return true;
	return text_ends(name, ".xlsx") || text_ends(name, ".xls") || text_ends(name, ".et") || text_ends(name, ".XLSX");
}

/* "名称 *" and "名称（必填）" are 名称. */
static char *title_of(Arena *arena, const char *text) {
	static const char *const ends[] = {"*", "＊", "（必填）", "(必填)", "(required)"};
	char *title = text_trim(arena, text);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (text_ends(title, ends[i])) title[strlen(title) - strlen(ends[i])] = 0, title = text_trim(arena, title);
	return title;
}

static int field_by_title(const Record *record, const char *title, Arena *arena) {
	const char *folded = text_fold(arena, title);
	for (int i = 0; i < record->field_count; i++) {
		const Field *field = &record->fields[i];
		bool engine = i < FIELD_ENGINE_COUNT && i != FIELD_ID_AT && i != FIELD_CREATED_AT_AT;
		if (engine || field->type == FIELD_SECRET || (field->flags & FLAG_HIDDEN && i >= FIELD_ENGINE_COUNT)) continue;
		if (!strcmp(text_fold(arena, field->label.zh), folded) || !strcmp(text_fold(arena, field->label.en), folded) ||
			!strcmp(field->name, folded))
			return i;
	}
	return -1;
}

static int row_match(const Reading *reading, int at, const Record *record, Arena *scratch) {
	int fits = 0;
	for (int c = 0; c < reading->widths[at]; c++) {
		const char *text = reading->rows[at][c].text;
		if (text && field_by_title(record, title_of(scratch, text), scratch) >= 0) fits++;
	}
	return fits;
}

/* The head is the row among the first few that names most columns; a title above it is passed over. */
static int head_find(const Reading *reading, const Record *record) {
	ARENA(scratch, 8u << 20);
	int best = 0, most = 0;
	for (int i = 0; i < reading->count && i < HEAD_ROWS; i++) {
		int fits = row_match(reading, i, record, scratch);
		if (fits > most) most = fits, best = i;
	}
	return best;
}

static void columns_match(Arena *arena, const Record *record, const ImportCell *head, int width, ImportTable *ret) {
	for (int c = 0; c < ret->column_count; c++) {
		ImportColumn *column = &ret->columns[c];
		const char *text = c < width && head[c].text ? head[c].text : "";
		*column = (ImportColumn){.title = title_of(arena, text), .use = COLUMN_UNKNOWN, .field = -1};
		if (!strcmp(column->title, "错误说明") || !strcmp(column->title, "What is wrong")) column->use = COLUMN_REMARK;
		else if (*column->title) column->field = field_by_title(record, column->title, arena);
		if (column->field < 0) continue;
		bool fixed = column->field < FIELD_ENGINE_COUNT || column->field == record->state_field ||
					 column->field == record->number_field || record->fields[column->field].flags & FLAG_FIXED;
		column->use = fixed ? COLUMN_READ_ONLY : COLUMN_USED;
		for (int b = 0; b < c; b++)
			if (ret->columns[b].field == column->field) column->use = COLUMN_TWICE;
	}
}

static void table_make(Arena *arena, const Reading *reading, const Record *record, ImportTable *ret) {
	int head = head_find(reading, record), widest = 0;
	for (int i = head; i < reading->count; i++)
		if (reading->widths[i] > widest) widest = reading->widths[i];
	ret->head_row = reading->numbers[head];
	ret->column_count = widest;
	ret->columns = arena_array(arena, (size_t)widest, sizeof *ret->columns);
	columns_match(arena, record, reading->rows[head], reading->widths[head], ret);
	ret->rows = arena_array(arena, (size_t)(reading->count - head), sizeof *ret->rows);
	for (int i = head + 1; i < reading->count; i++) {
		ImportCell *cells = reading->rows[i];
		if (reading->widths[i] < widest) {
			cells = arena_array(arena, (size_t)widest, sizeof *cells);
			memcpy(cells, reading->rows[i], (size_t)reading->widths[i] * sizeof *cells);
		}
		ret->rows[ret->row_count++] = (ImportRow){reading->numbers[i], cells};
	}
}

static bool refuse_file(Refusals *refusals, const char *code, const char *zh, const char *en) {
	refuse(refusals, REFUSAL_INPUT, code, "file", zh, en);
	return false;
}

bool import_read(Arena *arena, int file, const char *name, const Record *record, ImportTable *ret, Refusals *refusals) {
	Reading reading = {.arena = arena,
		.numbers = arena_array(arena, READ_ROWS_MAX, sizeof(int32_t)),
		.widths = arena_array(arena, READ_ROWS_MAX, sizeof(int)),
		.rows = arena_array(arena, READ_ROWS_MAX, sizeof(ImportCell *))};
	XlsxInfo info = {0};
	FileRefusal no = {0};
	int32_t rows;
	*ret = (ImportTable){.sheet = ""};
	bool book = is_book(file, name);
	ReadResult read = book ? xlsx_read(arena, file, NULL, row_take, &reading, &info, &no)
						   : csv_read(arena, file, row_take, &reading, &rows, &no);
	if (reading.too_many)
		return refuse_file(
			refusals, "too-many-rows", "一次最多导入 10,000 行，请分成几个文件", "At most 10,000 rows at once; split the file");
	if (reading.too_much)
		return refuse_file(refusals, "too-much-text", "表格内容太多（超过 64 MB），请分成几个文件",
			"The cells hold more than 64 MB; split the file");
	if (read == READ_FAULT)
		return refuse_file(
			refusals, "reader-failed", "文件暂时读不了，请稍后再试", "The file cannot be read just now; try again");
	if (read != READ_OK) return refuse_file(refusals, no.code, no.zh, no.en);
	if (!reading.count) return refuse_file(refusals, "empty", "表里没有内容", "The sheet is empty");
	if (info.sheet) ret->sheet = info.sheet;
	table_make(arena, &reading, record, ret);
	if (ret->row_count > IMPORT_ROWS_MAX)
		return refuse_file(
			refusals, "too-many-rows", "一次最多导入 10,000 行，请分成几个文件", "At most 10,000 rows at once; split the file");
	if (!ret->row_count) return refuse_file(refusals, "no-rows", "表头下面没有数据行", "There are no rows below the head");
	return true;
}
