#include "output/sheet_wire.h"
#include "base/text.h"

#include <string.h>

enum { ROW_BYTES_MAX = 16 << 20, FLAG_FORMULA = 1, FLAG_INEXACT = 2, HEAD = 8, CELL_HEAD = 9, ROW_NUMBER_MAX = 1048576 * 32 };

static void put_number(Buf *out, uint32_t number, int bytes) {
	for (int i = 0; i < bytes; i++) buf_putc(out, (char)(number >> 8 * i));
}

static uint32_t get_number(const char *bytes, int count) {
	uint32_t number = 0;
	for (int i = 0; i < count; i++) number |= (uint32_t)(unsigned char)bytes[i] << 8 * i;
	return number;
}

void sheet_writer_init(SheetWriter *writer, ReaderOut *out) {
	*writer = (SheetWriter){.out = out};
	buf_init(&writer->row, ROW_BYTES_MAX);
}

void sheet_writer_free(SheetWriter *writer) {
	buf_free(&writer->row);
}

void sheet_writer_begin(SheetWriter *writer, int32_t number) {
	buf_clear(&writer->row);
	writer->number = number;
	writer->cells = 0;
	put_number(&writer->row, (uint32_t)number, 4);
	put_number(&writer->row, 0, 4); /* the count, set at the end */
}

bool sheet_writer_cell(SheetWriter *writer, const SheetCell *cell) {
	char name[12];
	sheet_cell_name(cell->column, writer->number, name);
	if (cell->column >= SHEET_COLUMNS_MAX) return reader_out_refuse(writer->out, "too-many-columns", name);
	size_t length = strlen(cell->text);
	if (length > SHEET_TEXT_MAX && text_count(cell->text) > SHEET_TEXT_MAX)
		return reader_out_refuse(writer->out, "cell-too-long", name);
	size_t merge_length = strlen(cell->merge);
	put_number(&writer->row, (uint32_t)cell->kind, 1);
	put_number(&writer->row, (cell->formula ? FLAG_FORMULA : 0U) | (cell->inexact ? FLAG_INEXACT : 0U), 1);
	put_number(&writer->row, (uint32_t)cell->column, 2);
	put_number(&writer->row, (uint32_t)merge_length, 1);
	put_number(&writer->row, (uint32_t)length, 4);
	buf_put(&writer->row, cell->merge, merge_length + 1);
	buf_put(&writer->row, cell->text, length + 1);
	writer->cells++;
	return !writer->row.full || reader_out_refuse(writer->out, "too-much-text", name);
}

bool sheet_writer_end(SheetWriter *writer) {
	if (writer->cells == 0) return true;
	if (writer->rows >= SHEET_ROWS_MAX) return reader_out_refuse(writer->out, "too-many-rows", NULL);
	writer->rows++;
	for (int i = 0; i < 4; i++) writer->row.data[4 + i] = (char)(writer->cells >> 8 * i);
	return reader_out_put(writer->out, READER_ROW, writer->row.data, writer->row.length);
}

static bool only(const char *text, const char *characters) {
	return *text && strspn(text, characters) == strlen(text);
}

/* Each kind of cell has its alphabet, so that a taken-over reader cannot pass words off as a number. */
static bool cell_form(const SheetCell *cell) {
	switch (cell->kind) {
	case CELL_EMPTY: return !*cell->text && cell->formula;
	case CELL_TEXT:
	case CELL_ERROR: return true;
	case CELL_NUMBER: return only(cell->text, "-.0123456789") && strlen(cell->text) <= 64;
	case CELL_DATE: return only(cell->text, "-0123456789") && strlen(cell->text) == 10;
	case CELL_TIME: return only(cell->text, ":0123456789") && strlen(cell->text) <= 20;
	case CELL_INSTANT: return only(cell->text, "-:T0123456789") && strlen(cell->text) == 19;
	case CELL_BOOL: return strcmp(cell->text, "1") == 0 || strcmp(cell->text, "0") == 0;
	}
	return false;
}

static bool wire_cell(const char **at, const char *end, int last_column, SheetCell *ret) {
	const char *bytes = *at;
	if (end - bytes < CELL_HEAD) return false;
	uint32_t kind = get_number(bytes, 1), flags = get_number(bytes + 1, 1), column = get_number(bytes + 2, 2);
	uint32_t merge_length = get_number(bytes + 4, 1), length = get_number(bytes + 5, 4);
	bytes += CELL_HEAD;
	if (kind > CELL_ERROR || column >= SHEET_COLUMNS_MAX || (int)column <= last_column) return false;
	if ((size_t)(end - bytes) < (size_t)merge_length + length + 2) return false;
	const char *merge = bytes, *text = bytes + merge_length + 1;
	if (merge[merge_length] || text[length] || !text_utf8_valid(text, length)) return false;
	if (merge_length && (!only(merge, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:") || strlen(merge) != merge_length)) return false;
	*ret = (SheetCell){(CellKind)kind, (int)column, text, merge, (flags & FLAG_FORMULA) != 0, (flags & FLAG_INEXACT) != 0};
	*at = text + length + 1;
	return cell_form(ret);
}

bool sheet_wire_row(const char *bytes, size_t length, int32_t last_row, SheetCell *cells, SheetRow *ret) {
	if (length < HEAD) return false;
	uint32_t number = get_number(bytes, 4), count = get_number(bytes + 4, 4);
	if (number > ROW_NUMBER_MAX || (int32_t)number <= last_row || count == 0 || count > SHEET_COLUMNS_MAX) return false;
	const char *at = bytes + HEAD, *end = bytes + length;
	int last_column = -1;
	for (uint32_t i = 0; i < count; i++) {
		if (!wire_cell(&at, end, last_column, &cells[i])) return false;
		last_column = cells[i].column;
	}
	*ret = (SheetRow){(int32_t)number, count, cells};
	return at == end;
}
