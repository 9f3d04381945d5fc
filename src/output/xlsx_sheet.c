#include "base/instant.h"
#include "base/text.h"
#include "output/xlsx_scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 1048576, COLUMNS = 16384, TEXT_BYTES_MAX = SHEET_TEXT_MAX * 4 + 16 };

/* A merged block by its first cell. */
typedef struct Merge {
	int32_t row;
	int column;
	char name[28];
} Merge;

typedef struct SheetRun {
	XlsxBook *book;
	SheetWriter writer;
	Merge *merges; /* sorted */
	size_t merge_count;
	int32_t row; /* current, 0 before the first */
	int column; /* of the current cell; the next one where a cell has no reference */
	char type[12]; /* of the current cell */
	int style;
	bool in_cell, in_value, in_inline, formula, has_value;
	int phonetic;
	Buf text; /* of the current cell */
} SheetRun;

/* "AB12" → 27, 12; *ret_end past it. */
static bool reference_parse(const char *text, int *ret_column, int32_t *ret_row, const char **ret_end) {
	int column = 0;
	int32_t row = 0;
	if (*text == '$') text++;
	for (; *text >= 'A' && *text <= 'Z' && column <= COLUMNS; text++) column = column * 26 + (*text - 'A' + 1);
	if (*text == '$') text++;
	for (; *text >= '0' && *text <= '9' && row <= ROWS; text++) row = row * 10 + (*text - '0');
	*ret_column = column - 1;
	*ret_row = row;
	*ret_end = text;
	return column >= 1 && column <= COLUMNS && row >= 1 && row <= ROWS;
}

/* ── first pass: merged blocks stand after the cells ── */
typedef struct MergeRun {
	XlsxBook *book;
	Buf merges;
} MergeRun;

static void merge_open(void *context, const char *name, const char **attributes) {
	MergeRun *run = context;
	if (strcmp(name, "mergeCell") != 0) return;
	const char *block = xml_attribute(attributes, "ref"), *end;
	Merge merge = {0}, last = {0};
	if (!block || strlen(block) >= sizeof merge.name || !reference_parse(block, &merge.column, &merge.row, &end) || *end != ':' ||
		!reference_parse(end + 1, &last.column, &last.row, &end) || *end)
		return;
	memcpy(merge.name, block, strlen(block) + 1);
	buf_put(&run->merges, &merge, sizeof merge);
	if (run->merges.full) reader_out_refuse(run->book->out, "too-much-text", NULL);
}

static int merge_order(const void *a, const void *b) {
	const Merge *left = a, *right = b;
	if (left->row != right->row) return left->row < right->row ? -1 : 1;
	return (left->column > right->column) - (left->column < right->column);
}

static const char *merge_at(const SheetRun *run) {
	Merge key = {.row = run->row, .column = run->column};
	const Merge *found = run->merge_count ? bsearch(&key, run->merges, run->merge_count, sizeof key, merge_order) : NULL;
	return found ? found->name : "";
}

/* ── second pass: rows and cells ── */
static void complain(SheetRun *run, const char *code) {
	char name[12];
	sheet_cell_name(run->column, run->row, name);
	reader_out_refuse(run->book->out, code, name);
}

static void row_open(SheetRun *run, const char **attributes) {
	const char *text = xml_attribute(attributes, "r");
	int64_t number = run->row + 1;
	if ((text && !text_to_int(text, &number)) || number <= run->row || number > ROWS) {
		reader_out_refuse(run->book->out, "damaged", text && strlen(text) < 12 ? text : NULL);
		return;
	}
	run->row = (int32_t)number;
	run->column = -1;
	sheet_writer_begin(&run->writer, run->row);
}

static void cell_open(SheetRun *run, const char **attributes) {
	const char *reference = xml_attribute(attributes, "r"), *type = xml_attribute(attributes, "t"), *end;
	const char *style = xml_attribute(attributes, "s");
	int column = run->column + 1;
	int32_t row = run->row;
	bool good = !reference || (reference_parse(reference, &column, &row, &end) && !*end);
	if (!good || row != run->row || row == 0 || column <= run->column || column >= COLUMNS) {
		complain(run, "damaged");
		return;
	}
	run->column = column;
	snprintf(run->type, sizeof run->type, "%s", type ? type : "n");
	int64_t number = 0;
	run->style =
		style && text_to_int(style, &number) && number >= 0 && number < (int64_t)run->book->style_count ? (int)number : -1;
	run->in_cell = true;
	run->formula = run->has_value = false;
	buf_clear(&run->text);
}

static void sheet_open(void *context, const char *name, const char **attributes) {
	SheetRun *run = context;
	if (strcmp(name, "row") == 0) row_open(run, attributes);
	else if (strcmp(name, "c") == 0) cell_open(run, attributes);
	else if (!run->in_cell) return;
	else if (strcmp(name, "f") == 0) run->formula = true;
	else if (strcmp(name, "v") == 0) run->in_value = run->has_value = true;
	else if (strcmp(name, "is") == 0) run->in_inline = run->has_value = true;
	else if (strcmp(name, "rPh") == 0) run->phonetic++;
	else if (strcmp(name, "t") == 0 && run->in_inline && run->phonetic == 0) run->in_value = true;
}

static void sheet_text(void *context, const char *text, size_t length) {
	SheetRun *run = context;
	if (!run->in_value) return;
	buf_put(&run->text, text, length);
	if (run->text.full) complain(run, "cell-too-long");
}

/* ISO text of a cell of type d: a day, or a day and a time. */
static void cell_iso(const char *text, SheetCell *cell, char form[NUMBER_TEXT]) {
	int32_t day;
	int64_t at_s;
	if (day_parse(text, &day)) cell->kind = CELL_DATE;
	else if (strlen(text) >= 19 && instant_parse(text, &at_s)) {
		snprintf(form, NUMBER_TEXT, "%.10sT%.8s", text, text + 11);
		cell->text = form;
		cell->kind = CELL_INSTANT;
	} else cell->kind = CELL_TEXT;
}

static void cell_number(const SheetRun *run, const char *text, SheetCell *cell, char form[NUMBER_TEXT]) {
	NumberClass class = run->style >= 0 ? (NumberClass)run->book->styles[run->style] : NUMBER_PLAIN;
	cell->kind = CELL_TEXT; /* where it is no number after all */
	if (!number_plain(text, form, &cell->inexact)) return;
	cell->kind = CELL_NUMBER;
	if (class != NUMBER_PLAIN && number_date(strtod(text, NULL), class, run->book->from_1904, &cell->kind, form))
		cell->inexact = false;
	cell->text = form;
}

/* The typed cell; false where it is empty or refused. */
static bool cell_make(SheetRun *run, SheetCell *ret, char form[NUMBER_TEXT]) {
	const char *text = buf_text(&run->text);
	*ret = (SheetCell){CELL_TEXT, run->column, text, merge_at(run), run->formula, false};
	if (!run->has_value || !*text) {
		ret->kind = CELL_EMPTY;
		ret->text = "";
		return run->formula;
	}
	if (strcmp(run->type, "s") == 0) {
		int64_t index;
		bool good = text_to_int(text, &index) && index >= 0 && index < run->book->string_count;
		ret->text = good ? xlsx_book_string(run->book, (uint32_t)index) : "";
		if (!good) complain(run, "damaged");
		return good && (*ret->text || run->formula);
	}
	if (strcmp(run->type, "b") == 0) {
		ret->kind = CELL_BOOL;
		ret->text = strcmp(text, "1") == 0 || strcmp(text, "true") == 0 ? "1" : "0";
	} else if (strcmp(run->type, "e") == 0) ret->kind = CELL_ERROR;
	else if (strcmp(run->type, "d") == 0) cell_iso(text, ret, form);
	else if (strcmp(run->type, "n") == 0) cell_number(run, text, ret, form);
	else { /* str, inlineStr */ xlsx_text_decode(&run->text, 0);
		ret->text = buf_text(&run->text);
	}
	return true;
}

static void sheet_close(void *context, const char *name) {
	SheetRun *run = context;
	if (strcmp(name, "row") == 0) {
		if (run->row) sheet_writer_end(&run->writer);
	} else if (!run->in_cell) return;
	else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) run->in_value = false;
	else if (strcmp(name, "is") == 0) run->in_inline = false;
	else if (strcmp(name, "rPh") == 0) run->phonetic--;
	else if (strcmp(name, "c") == 0) {
		SheetCell cell;
		char form[NUMBER_TEXT];
		run->in_cell = run->in_value = run->in_inline = false;
		if (cell_make(run, &cell, form)) sheet_writer_cell(&run->writer, &cell);
	}
}

bool xlsx_sheet_scan(XlsxBook *book, const char *part, int32_t *ret_rows) {
	static const XmlHandler merging = {.open = merge_open}, reading = {sheet_open, sheet_close, sheet_text};
	MergeRun merge = {.book = book};
	buf_init(&merge.merges, XLSX_MERGES_MAX * sizeof(Merge));
	SheetRun run = {.book = book};
	sheet_writer_init(&run.writer, book->out);
	buf_init(&run.text, TEXT_BYTES_MAX);
	bool good = xml_part(book->zip, part, &merging, &merge);
	if (good) {
		run.merges = (Merge *)(void *)merge.merges.data;
		run.merge_count = merge.merges.length / sizeof(Merge);
		if (run.merge_count) qsort(run.merges, run.merge_count, sizeof(Merge), merge_order);
		good = xml_part(book->zip, part, &reading, &run);
	}
	*ret_rows = run.writer.rows;
	buf_free(&merge.merges);
	buf_free(&run.text);
	sheet_writer_free(&run.writer);
	return good;
}

/* ── the whole file ── */
static const char *sheet_part(const XlsxBook *book, const XlsxSheet *sheet) {
	for (const ZipRelation *relation = book->relations; relation; relation = relation->next)
		if (strcmp(relation->id, sheet->id) == 0 && strcmp(relation->type, "worksheet") == 0) return relation->part;
	return NULL;
}

static bool book_scan(XlsxBook *book, const char *wanted) {
	const XlsxSheet *chosen = NULL;
	BUF(info, 1 << 20);
	for (const XlsxSheet *sheet = book->sheets; sheet; sheet = sheet->next) {
		bool fits = wanted ? strcmp(sheet->name, wanted) == 0 : !sheet->hidden;
		if (!chosen && fits && sheet_part(book, sheet)) chosen = sheet;
	}
	if (!chosen) return reader_out_refuse(book->out, "no-such-sheet", wanted);
	buf_put(&info, book->from_1904 ? "1904" : "1900", 5);
	buf_put(&info, chosen->name, strlen(chosen->name) + 1);
	for (const XlsxSheet *sheet = book->sheets; sheet; sheet = sheet->next)
		if (!sheet->hidden) buf_put(&info, sheet->name, strlen(sheet->name) + 1);
	int32_t rows;
	return reader_out_put(book->out, READER_INFO, info.data, info.length) &&
		   xlsx_sheet_scan(book, sheet_part(book, chosen), &rows);
}

bool xlsx_scan(ReaderOut *out, const unsigned char *bytes, size_t length, const char *sheet) {
	ARENA(arena, 32 << 20);
	ZipFile zip;
	bool good = false;
	if (zip_file_open(out, bytes, length, "not-xlsx", &zip)) {
		XlsxBook book;
		good = xlsx_book_open(out, arena, &zip, &book) && book_scan(&book, sheet);
		xlsx_book_close(&book);
	}
	zip_file_close(&zip);
	return good;
}
