#include "output/csv_scan.h"
#include "base/text.h"
#include "output/reader_in.h"
#include "output/sheet_wire.h"

#include <stdio.h>
#include <string.h>
#include <unicode/ucnv.h>

enum { TEXT_MAX = 64 << 20 };

static bool convert(ReaderOut *out, const char *encoding, const char *bytes, size_t length, Buf *ret) {
	UErrorCode error = U_ZERO_ERROR;
	UConverter *from = ucnv_open(encoding, &error), *to = ucnv_open("UTF-8", &error);
	if (U_SUCCESS(error)) ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &error);
	const char *at = bytes, *end = bytes + length;
	UChar pivot[4096], *pivot_from = pivot, *pivot_to = pivot;
	bool first = true;
	while (U_SUCCESS(error)) {
		char block[16384], *block_end = block;
		ucnv_convertEx(to, from, &block_end, block + sizeof block, &at, end, pivot, &pivot_from, &pivot_to, pivot + 4096, first,
			true, &error);
		buf_put(ret, block, (size_t)(block_end - block));
		first = false;
		if (error != U_BUFFER_OVERFLOW_ERROR) break;
		error = U_ZERO_ERROR;
	}
	if (from) ucnv_close(from);
	if (to) ucnv_close(to);
	if (ret->full) return reader_out_refuse(out, "too-much-text", NULL);
	return (U_SUCCESS(error) && text_utf8_valid(buf_text(ret), ret->length)) || reader_out_refuse(out, "encoding", NULL);
}

bool csv_to_utf8(ReaderOut *out, const unsigned char *bytes, size_t length, Buf *ret) {
	const char *text = (const char *)bytes;
	if (length >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0) return convert(out, "UTF-16LE", text + 2, length - 2, ret);
	if (length >= 2 && memcmp(bytes, "\xfe\xff", 2) == 0) return convert(out, "UTF-16BE", text + 2, length - 2, ret);
	bool known = strcmp(reader_in_kind(bytes, length), "other") != 0 && strcmp(reader_in_kind(bytes, length), "bmp") != 0;
	if (known || memchr(bytes, 0, length)) return reader_out_refuse(out, "not-csv", NULL);
	bool marked = length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0;
	if (marked) text += 3, length -= 3;
	if (!text_utf8_valid(text, length)) {
		if (marked) return reader_out_refuse(out, "encoding", NULL);
		return convert(out, "GB18030", text, length, ret);
	}
	buf_put(ret, text, length);
	return !ret->full || reader_out_refuse(out, "too-much-text", NULL);
}

typedef struct CsvRun {
	ReaderOut *out;
	SheetWriter writer;
	const char *at, *end;
	char separator;
	int32_t record;
	Buf cell;
} CsvRun;

/* The separator of the first line, outside quotes: comma before tab before semicolon. */
static char separator_find(const char *at, const char *end) {
	bool quoted = false, tab = false, semicolon = false;
	for (; at < end && (quoted || (*at != '\n' && *at != '\r')); at++) {
		if (*at == '"') quoted = !quoted;
		else if (quoted) continue;
		else if (*at == ',') return ',';
		else if (*at == '\t') tab = true;
		else if (*at == ';') semicolon = true;
	}
	return tab ? '\t' : semicolon ? ';' : ',';
}

/* A quoted cell, doubled quotes being one; what stands between the closing quote and the separator is kept. */
static bool cell_quoted(CsvRun *run) {
	for (run->at++; run->at < run->end; run->at++) {
		if (*run->at != '"') {
			if (*run->at != '\r' || run->at + 1 >= run->end || run->at[1] != '\n') buf_putc(&run->cell, *run->at);
		} else if (run->at + 1 < run->end && run->at[1] == '"') buf_putc(&run->cell, *run->at++);
		else {
			run->at++;
			return true;
		}
	}
	char row[16];
	snprintf(row, sizeof row, "%d", (int)run->record);
	return reader_out_refuse(run->out, "open-quote", row);
}

static bool cell_put(CsvRun *run, int column) {
	const char *text = buf_text(&run->cell);
	if (text[0] == '\'' && text[1] && strchr("=+-@\t\r", text[1])) text++; /* put there by csv_write */
	if (!*text) return true;
	SheetCell cell = {CELL_TEXT, column, text, "", false, false};
	if (!run->cell.full) return sheet_writer_cell(&run->writer, &cell);
	char name[12];
	sheet_cell_name(column, run->record, name);
	return reader_out_refuse(run->out, "cell-too-long", name);
}

/* One record, its line end included. */
static bool record_scan(CsvRun *run) {
	sheet_writer_begin(&run->writer, ++run->record);
	for (int column = 0;; column++) {
		buf_clear(&run->cell);
		if (run->at < run->end && *run->at == '"' && !cell_quoted(run)) return false;
		const char *from = run->at;
		while (run->at < run->end && *run->at != run->separator && *run->at != '\n' && *run->at != '\r') run->at++;
		buf_put(&run->cell, from, (size_t)(run->at - from));
		if (!cell_put(run, column)) return false;
		if (run->at >= run->end || *run->at != run->separator) break;
		run->at++;
	}
	if (run->at < run->end && *run->at == '\r') run->at++;
	if (run->at < run->end && *run->at == '\n') run->at++;
	return sheet_writer_end(&run->writer);
}

bool csv_scan(ReaderOut *out, const unsigned char *bytes, size_t length) {
	BUF(text, TEXT_MAX);
	CsvRun run = {.out = out};
	sheet_writer_init(&run.writer, out);
	buf_init(&run.cell, SHEET_TEXT_MAX * 4 + 1);
	bool good = csv_to_utf8(out, bytes, length, &text);
	run.at = buf_text(&text);
	run.end = run.at + text.length;
	run.separator = separator_find(run.at, run.end);
	while (good && run.at < run.end) good = record_scan(&run);
	buf_free(&run.cell);
	sheet_writer_free(&run.writer);
	return good;
}
