#include "output/csv_write.h"
#include "base/decimal.h"
#include "base/instant.h"

#include <string.h>

enum { CELL_ARENA = 8192 };

CsvWriter csv_begin(Buf *out) {
	buf_puts(out, "\xef\xbb\xbf");
	return (CsvWriter){out, false};
}

static void cell_begin(CsvWriter *csv) {
	if (csv->row_begun) buf_putc(csv->out, ',');
	csv->row_begun = true;
}

void csv_text(CsvWriter *csv, const char *text) {
	cell_begin(csv);
	if (!text || !*text) return;
	bool formula = strchr("=+-@\t\r", *text) != NULL;
	if (!formula && !strpbrk(text, ",;\"\t\r\n") && *text != ' ') {
		buf_puts(csv->out, text);
		return;
	}
	buf_puts(csv->out, formula ? "\"'" : "\"");
	for (const char *quote; (quote = strchr(text, '"')); text = quote + 1) {
		buf_put(csv->out, text, (size_t)(quote - text));
		buf_puts(csv->out, "\"\"");
	}
	buf_puts(csv->out, text);
	buf_putc(csv->out, '"');
}

void csv_int(CsvWriter *csv, int64_t number) {
	cell_begin(csv);
	buf_put_int(csv->out, number);
}

void csv_decimal(CsvWriter *csv, int64_t value, int scale) {
	ARENA(arena, CELL_ARENA);
	cell_begin(csv);
	buf_puts(csv->out, decimal_format(arena, value, scale));
}

void csv_date(CsvWriter *csv, int32_t day) {
	ARENA(arena, CELL_ARENA);
	cell_begin(csv);
	buf_puts(csv->out, day_format(arena, day));
}

void csv_instant(CsvWriter *csv, int64_t at_s) {
	ARENA(arena, CELL_ARENA);
	cell_begin(csv);
	buf_puts(csv->out, instant_format_local(arena, at_s));
}

void csv_row_end(CsvWriter *csv) {
	buf_puts(csv->out, "\r\n");
	csv->row_begun = false;
}
