#include "output/xlsx_write.h"
#include "base/decimal.h"
#include "base/instant.h"
#include "base/log.h"
#include "base/outside.h"
#include "base/text.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum {
	COLUMNS_MAX = 200,
	TEXT_MAX = 32767,
	ROWS_MAX = 1048575,
	LIST_TEXT_MAX = 255, /* of a drop-down written into the rule itself */
	CHOICE_ROWS = 2000,
	SCALES = 10,
	EXACT = 15, /* digits a spreadsheet keeps */
	EPOCH_SERIAL = 25569, /* 1970-01-01 */
	ROW_ARENA = 64 << 20,
};

struct XlsxWriter {
	const XlsxSpec *spec;
	lxw_workbook *book;
	lxw_worksheet *sheet, *lists; /* lists: the hidden sheet, NULL where no list is long */
	lxw_format *head, *head_required, *text, *date, *instant, *whole, *decimals[SCALES];
	Arena *arena; /* of one row */
	int fd;
	lxw_row_t row;
	lxw_col_t column;
	int32_t rows;
	lxw_error error; /* the first */
};

static void writer_note(XlsxWriter *writer, lxw_error error) {
	if (error && !writer->error) writer->error = error;
}

static int temp_open(const char *dir) {
	if (!dir) dir = getenv("TMPDIR");
	if (!dir || !*dir) dir = "/tmp";
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0) return fd;
	char path[4096];
	if (snprintf(path, sizeof path, "%s/gangmu-XXXXXX", dir) >= (int)sizeof path) return -1;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0) unlink(path);
	return fd;
}

/* Widths on the screen: a Chinese character takes two columns. */
static int text_width(const char *text) {
	int width = 0;
	for (uint32_t code; (code = text_next(&text));) width += code >= 0x1100 ? 2 : 1;
	return width;
}

/* ── formats ── */
static lxw_format *format_number(lxw_workbook *book, const char *code) {
	lxw_format *format = workbook_add_format(book);
	if (code) format_set_num_format(format, code);
	format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	return format;
}

static lxw_format *format_head(lxw_workbook *book, lxw_color_t ground) {
	lxw_format *format = workbook_add_format(book);
	format_set_bold(format);
	format_set_bg_color(format, ground);
	format_set_border(format, LXW_BORDER_THIN);
	format_set_border_color(format, 0xBFBFBF);
	format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
	format_set_text_wrap(format);
	return format;
}

static void writer_formats(XlsxWriter *writer) {
	writer->head = format_head(writer->book, 0xE8EEF4);
	writer->head_required = format_head(writer->book, 0xF8DCD8);
	writer->text = format_number(writer->book, "@");
	writer->date = format_number(writer->book, "yyyy-mm-dd");
	writer->instant = format_number(writer->book, "yyyy-mm-dd hh:mm");
	writer->whole = format_number(writer->book, "0");
	for (int scale = 0; scale < SCALES; scale++) {
		char code[SCALES + 8];
		snprintf(code, sizeof code, "#,##0%s%.*s", scale ? "." : "", scale, "000000000");
		writer->decimals[scale] = format_number(writer->book, code);
	}
}

static lxw_format *format_of(const XlsxWriter *writer, const XlsxColumn *column) {
	int scale = column->scale < 0 ? 0 : column->scale >= SCALES ? SCALES - 1 : column->scale;
	switch (column->type) {
	case XLSX_TEXT: return writer->text;
	case XLSX_INT: return writer->whole;
	case XLSX_DECIMAL: return writer->decimals[scale];
	case XLSX_DATE: return writer->date;
	case XLSX_INSTANT: return writer->instant;
	}
	return writer->text;
}

/* ── drop-downs ── */
static bool list_is_long(const XlsxColumn *column) {
	size_t length = 0;
	for (size_t i = 0; i < column->choice_count; i++) {
		length += strlen(column->choices[i]) + 1; /* bytes: the library copies the list into a buffer of that many */
		if (strpbrk(column->choices[i], ",\"")) return true; /* they would end the item */
	}
	return length > LIST_TEXT_MAX + 1;
}

/* Long lists stand side by side on a hidden sheet, each in the column of its field. */
static void lists_write(XlsxWriter *writer) {
	size_t longest = 0;
	for (size_t i = 0; i < writer->spec->column_count; i++) {
		const XlsxColumn *column = &writer->spec->columns[i];
		if (column->choice_count > longest && list_is_long(column)) longest = column->choice_count;
	}
	if (longest == 0) return;
	writer->lists = workbook_add_worksheet(writer->book, "选项");
	worksheet_hide(writer->lists);
	for (size_t row = 0; row < longest; row++)
		for (size_t i = 0; i < writer->spec->column_count; i++) {
			const XlsxColumn *column = &writer->spec->columns[i];
			if (row < column->choice_count && list_is_long(column))
				writer_note(
					writer, worksheet_write_string(writer->lists, (lxw_row_t)row, (lxw_col_t)i, column->choices[row], NULL));
		}
}

static void choices_write(XlsxWriter *writer, lxw_col_t at) {
	const XlsxColumn *column = &writer->spec->columns[at];
	if (!column->choices || !column->choice_count) return;
	ARENA(arena, 8 << 20);
	lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_LIST,
		.error_title = "选项之外 Not in the list",
		.error_message = "请从下拉列表中选择。Choose from the list.",
		.error_type = LXW_VALIDATION_ERROR_TYPE_STOP,
		.dropdown = LXW_VALIDATION_ON,
		.ignore_blank = LXW_VALIDATION_ON,
		.show_error = LXW_VALIDATION_ON};
	if (list_is_long(column)) {
		char letters[LXW_MAX_COL_NAME_LENGTH];
		lxw_col_to_name(letters, at, 0);
		rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
		rule.value_formula = arena_printf(arena, "='选项'!$%s$1:$%s$%zu", letters, letters, column->choice_count);
	} else {
		rule.value_list = arena_array(arena, column->choice_count + 1, sizeof *rule.value_list);
		for (size_t i = 0; i < column->choice_count; i++) rule.value_list[i] = arena_strdup(arena, column->choices[i]);
	}
	int rows = writer->spec->choice_rows ? writer->spec->choice_rows : CHOICE_ROWS;
	writer_note(writer, worksheet_data_validation_range(writer->sheet, 1, at, (lxw_row_t)rows, at, &rule));
}

/* ── head ── */
static void head_write(XlsxWriter *writer, lxw_col_t at) {
	const XlsxColumn *column = &writer->spec->columns[at];
	static const int least[] = {12, 10, 12, 12, 17};
	int width = column->width ? column->width : text_width(column->title) + 4;
	if (!column->width && width < least[column->type]) width = least[column->type];
	worksheet_set_column(writer->sheet, at, at, width > 120 ? 120 : width, format_of(writer, column));
	writer_note(writer,
		worksheet_write_string(writer->sheet, 0, at, column->title, column->required ? writer->head_required : writer->head));
	if (!column->help && !column->required) return;
	const char *help = arena_printf(writer->arena, "%s%s%s", column->required ? "必填 Required" : "",
		column->required && column->help ? "\n" : "", column->help ? column->help : "");
	writer_note(writer, worksheet_write_comment(writer->sheet, 0, at, text_cut(writer->arena, help, 2000)));
}

/* Letters a sheet's name may not have become blanks; 31 characters. */
static const char *sheet_name(Arena *arena, const char *wanted) {
	char *name = arena_strdup(arena, text_cut(arena, wanted ? wanted : "", 30));
	for (char *at = name; *at; at++)
		if (strchr("[]:*?/\\'", *at)) *at = ' ';
	return text_is_blank(name) ? "数据" : text_trim(arena, name);
}

static bool writer_open(XlsxWriter *writer) {
	char path[48];
	snprintf(path, sizeof path, "/proc/self/fd/%d", writer->fd);
	char *dir = (char *)(uintptr_t)writer->spec->temp_dir;
	lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = dir, .use_zip64 = LXW_FALSE};
	writer->book = workbook_new_opt(path, &options);
	if (!writer->book) return false;
	lxw_doc_properties about = {.created = (time_t)outside_now()};
	workbook_set_properties(writer->book, &about);
	writer_formats(writer);
	writer->sheet = workbook_add_worksheet(writer->book, sheet_name(writer->arena, writer->spec->sheet));
	if (!writer->sheet) return false;
	lists_write(writer);
	for (size_t i = 0; i < writer->spec->column_count; i++) head_write(writer, (lxw_col_t)i);
	for (size_t i = 0; i < writer->spec->column_count; i++) choices_write(writer, (lxw_col_t)i);
	worksheet_freeze_panes(writer->sheet, 1, 0);
	arena_reset(writer->arena);
	writer->row = 1;
	return true;
}

XlsxWriter *xlsx_begin(const XlsxSpec *spec) {
	if (spec->column_count < 1 || spec->column_count > COLUMNS_MAX) bug("xlsx: %zu columns", spec->column_count);
	XlsxWriter *writer = calloc(1, sizeof *writer);
	if (!writer) bug("out of memory for a workbook");
	writer->spec = spec;
	writer->arena = arena_new(ROW_ARENA);
	writer->fd = temp_open(spec->temp_dir);
	if (writer->fd >= 0 && writer_open(writer)) return writer;
	log_error("xlsx.begin", "no temporary file or no workbook");
	xlsx_abort(writer);
	return NULL;
}

/* ── cells ── */
static lxw_format *column_format(const XlsxWriter *writer, XlsxType type, int scale) {
	const XlsxColumn *column = writer->column < writer->spec->column_count ? &writer->spec->columns[writer->column] : NULL;
	if (column && column->type == type && (type != XLSX_DECIMAL || column->scale == scale)) return format_of(writer, column);
	const XlsxColumn own = {.type = type, .scale = scale};
	return format_of(writer, &own);
}

void xlsx_skip(XlsxWriter *writer) {
	writer->column++;
}

void xlsx_text(XlsxWriter *writer, const char *text) {
	if (text && *text && writer->rows < ROWS_MAX) {
		if (strlen(text) > TEXT_MAX && text_count(text) > TEXT_MAX) text = text_cut(writer->arena, text, TEXT_MAX - 1);
		writer_note(writer, worksheet_write_string(writer->sheet, writer->row, writer->column, text, writer->text));
	}
	writer->column++;
}

static void number_put(XlsxWriter *writer, double number, lxw_format *format) {
	if (writer->rows < ROWS_MAX)
		writer_note(writer, worksheet_write_number(writer->sheet, writer->row, writer->column, number, format));
	writer->column++;
}

void xlsx_int(XlsxWriter *writer, int64_t number) {
	const int64_t exact = 999999999999999; /* EXACT digits */
	if (number > exact || number < -exact) xlsx_text(writer, arena_printf(writer->arena, "%lld", (long long)number));
	else number_put(writer, (double)number, column_format(writer, XLSX_INT, 0));
}

void xlsx_decimal(XlsxWriter *writer, int64_t value, int scale) {
	const char *text = decimal_format(writer->arena, value, scale);
	size_t digits = 0;
	for (const char *at = text; *at; at++) digits += *at >= '0' && *at <= '9';
	if (digits > EXACT) xlsx_text(writer, text);
	else number_put(writer, strtod(text, NULL), column_format(writer, XLSX_DECIMAL, scale));
}

void xlsx_date(XlsxWriter *writer, int32_t day) {
	if (day + EPOCH_SERIAL <= 60) xlsx_text(writer, day_format(writer->arena, day)); /* before March 1900 serials are wrong */
	else number_put(writer, (double)day + EPOCH_SERIAL, column_format(writer, XLSX_DATE, 0));
}

void xlsx_instant(XlsxWriter *writer, int64_t at_s) {
	double serial = (double)(at_s + BUREAU_OFFSET_S) / DAY_S + EPOCH_SERIAL;
	if (serial <= 60) xlsx_text(writer, instant_format_local(writer->arena, at_s));
	else number_put(writer, serial, column_format(writer, XLSX_INSTANT, 0));
}

void xlsx_row_end(XlsxWriter *writer) {
	if (writer->rows >= ROWS_MAX) writer_note(writer, LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE);
	else {
		writer->rows++;
		writer->row++;
	}
	writer->column = 0;
	arena_reset(writer->arena);
}

int32_t xlsx_rows(const XlsxWriter *writer) {
	return writer->rows;
}

/* ── end ── */
static void meta_write(XlsxWriter *writer) {
	if (!writer->spec->meta_count) return;
	lxw_worksheet *sheet = workbook_add_worksheet(writer->book, "说明 About");
	if (!sheet) return;
	worksheet_set_column(sheet, 0, 0, 24, NULL);
	worksheet_set_column(sheet, 1, 1, 80, NULL);
	for (size_t i = 0; i < writer->spec->meta_count; i++) {
		const XlsxMeta *meta = &writer->spec->meta[i];
		writer_note(writer, worksheet_write_string(sheet, (lxw_row_t)i, 0, meta->label, writer->head));
		writer_note(writer,
			worksheet_write_string(sheet, (lxw_row_t)i, 1, text_cut(writer->arena, meta->text, TEXT_MAX - 1), writer->text));
	}
}

static void writer_free(XlsxWriter *writer) {
	if (writer->fd >= 0) close(writer->fd);
	arena_free(writer->arena);
	free(writer);
}

bool xlsx_end(XlsxWriter *writer, int *ret_fd, int64_t *ret_length) {
	worksheet_autofilter(writer->sheet, 0, 0, (lxw_row_t)writer->rows, (lxw_col_t)(writer->spec->column_count - 1));
	meta_write(writer);
	lxw_error closed = workbook_close(writer->book); /* frees it too */
	writer_note(writer, closed);
	struct stat about;
	bool good = !writer->error && fstat(writer->fd, &about) == 0 && about.st_size > 0;
	if (good) {
		*ret_fd = writer->fd;
		*ret_length = about.st_size;
		writer->fd = -1;
	} else log_error("xlsx.end", "%s", lxw_strerror(writer->error));
	writer_free(writer);
	return good;
}

void xlsx_abort(XlsxWriter *writer) {
	if (!writer) return;
	if (writer->book) lxw_workbook_free(writer->book);
	writer_free(writer);
}
