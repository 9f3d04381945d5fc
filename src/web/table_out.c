#include "base/buf.h"
#include "base/log.h"
#include "output/csv_write.h"
#include "output/xlsx_write.h"
#include "web/exchange.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CHUNK = 1 << 16, ROW_MAX = 16 << 20 };

struct TableOut {
	Arena *arena;
	const TableSpec *spec;
	XlsxWriter *book; /* NULL for comma-separated text */
	XlsxSpec book_spec;
	XlsxMeta *meta;
	Buf text;
	CsvWriter csv;
	int file;
	int64_t length;
	bool broken;
};

static XlsxType xlsx_type(FieldType type) {
	switch (type) {
	case FIELD_INT:
	case FIELD_MINUTES: return XLSX_INT;
	case FIELD_DECIMAL:
	case FIELD_MONEY: return XLSX_DECIMAL;
	case FIELD_DATE: return XLSX_DATE;
	case FIELD_TIME: return XLSX_INSTANT;
	default: return XLSX_TEXT;
	}
}

static bool book_begin(TableOut *table) {
	const TableSpec *spec = table->spec;
	XlsxColumn *columns = arena_array(table->arena, spec->column_count, sizeof *columns);
	for (size_t i = 0; i < spec->column_count; i++) {
		const TableColumn *c = &spec->columns[i];
		columns[i] = (XlsxColumn){.title = c->title,
			.type = xlsx_type(c->type),
			.scale = c->type == FIELD_MONEY ? 2 : c->scale,
			.required = c->required,
			.help = c->help,
			.choices = c->choices,
			.choice_count = c->choice_count};
	}
	table->meta = arena_array(table->arena, spec->meta_count + 1, sizeof *table->meta);
	table->book_spec = (XlsxSpec){.sheet = spec->title,
		.columns = columns,
		.column_count = spec->column_count,
		.meta = table->meta,
		.meta_count = spec->meta_count,
		.temp_dir = spec->temp_dir};
	table->book = xlsx_begin(&table->book_spec);
	return table->book != NULL;
}

static bool csv_open(TableOut *table) {
	const char *dir = table->spec->temp_dir ? table->spec->temp_dir : getenv("TMPDIR");
	table->file = open(dir && *dir ? dir : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (table->file < 0) {
		log_error("table.begin", "no temporary file: %s", strerror(errno));
		return false;
	}
	buf_init(&table->text, ROW_MAX);
	table->csv = csv_begin(&table->text);
	for (size_t i = 0; i < table->spec->column_count; i++) csv_text(&table->csv, table->spec->columns[i].title);
	csv_row_end(&table->csv);
	return true;
}

TableOut *table_begin(Arena *arena, const TableSpec *spec) {
	TableOut *table = arena_alloc(arena, sizeof *table);
	*table = (TableOut){.arena = arena, .spec = spec, .file = -1};
	return (spec->csv ? csv_open(table) : book_begin(table)) ? table : NULL;
}

static void book_cell(XlsxWriter *book, FieldType type, int scale, Value value) {
	if (value.kind == VALUE_TEXT) {
		xlsx_text(book, value.text);
		return;
	}
	switch (xlsx_type(type)) {
	case XLSX_DECIMAL: xlsx_decimal(book, value.number, type == FIELD_MONEY ? 2 : scale); break;
	case XLSX_DATE: xlsx_date(book, (int32_t)value.number); break;
	case XLSX_INSTANT: xlsx_instant(book, value.number); break;
	default: xlsx_int(book, value.number);
	}
}

void table_cell(TableOut *table, FieldType type, int scale, Value value) {
	if (value.kind == VALUE_NULL) {
		if (table->book) xlsx_skip(table->book);
		else csv_text(&table->csv, NULL);
	} else if (table->book) book_cell(table->book, type, scale, value);
	else if (value.kind == VALUE_TEXT) csv_text(&table->csv, value.text);
	else switch (xlsx_type(type)) {
		case XLSX_DECIMAL: csv_decimal(&table->csv, value.number, type == FIELD_MONEY ? 2 : scale); break;
		case XLSX_DATE: csv_date(&table->csv, (int32_t)value.number); break;
		case XLSX_INSTANT: csv_instant(&table->csv, value.number); break;
		default: csv_int(&table->csv, value.number);
		}
}

static void text_flush(TableOut *table) {
	const char *at = buf_text(&table->text);
	for (size_t left = table->text.length; left && !table->broken;) {
		ssize_t n = write(table->file, at, left);
		if (n <= 0) {
			log_error("table.write", "%s", strerror(errno));
			table->broken = true;
			break;
		}
		at += n, left -= (size_t)n, table->length += n;
	}
	table->broken |= table->text.full;
	buf_clear(&table->text);
}

void table_row_end(TableOut *table) {
	if (table->book) xlsx_row_end(table->book);
	else {
		csv_row_end(&table->csv);
		if (table->text.length > CHUNK) text_flush(table);
	}
}

bool table_end(TableOut *table, int *ret_file, int64_t *ret_length) {
	if (table->book) {
		for (size_t i = 0; i < table->spec->meta_count; i++)
			table->meta[i] = (XlsxMeta){table->spec->meta[i].label, table->spec->meta[i].text};
		return xlsx_end(table->book, ret_file, ret_length);
	}
	text_flush(table);
	buf_free(&table->text);
	if (table->broken || lseek(table->file, 0, SEEK_SET)) {
		close(table->file);
		return false;
	}
	*ret_file = table->file;
	*ret_length = table->length;
	return true;
}

void table_abort(TableOut *table) {
	if (!table) return;
	if (table->book) xlsx_abort(table->book);
	else {
		buf_free(&table->text);
		close(table->file);
	}
}
