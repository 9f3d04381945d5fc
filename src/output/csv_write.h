/* Comma-separated text into a Buf: UTF-8 with BOM, CRLF, RFC 4180 quoting. A text that a spreadsheet would take for a formula (it begins
 * with = + - @, a tab or CR) gets a quote mark before it; numbers and dates are written bare. */
#ifndef GANGMU_OUTPUT_CSV_WRITE_H
#define GANGMU_OUTPUT_CSV_WRITE_H
#include "base/buf.h"

typedef struct CsvWriter {
	Buf *out; /* the caller may send and clear it between rows */
	bool row_begun;
} CsvWriter;

/* Puts the BOM. */
CsvWriter csv_begin(Buf *out);
void csv_text(CsvWriter *csv, const char *text); /* NULL: empty */
void csv_int(CsvWriter *csv, int64_t number);
void csv_decimal(CsvWriter *csv, int64_t value, int scale);
void csv_date(CsvWriter *csv, int32_t day);
void csv_instant(CsvWriter *csv, int64_t at_s); /* 2026-11-24 10:32, bureau time */
void csv_row_end(CsvWriter *csv);
#endif
