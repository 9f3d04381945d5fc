/* Writes an .xlsx in constant memory: rows stream to a temporary file without a name. Text never becomes a formula, dates are dates. */
#ifndef GANGMU_OUTPUT_XLSX_WRITE_H
#define GANGMU_OUTPUT_XLSX_WRITE_H
#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct XlsxWriter XlsxWriter;

typedef enum XlsxType { XLSX_TEXT, XLSX_INT, XLSX_DECIMAL, XLSX_DATE, XLSX_INSTANT } XlsxType;

typedef struct XlsxColumn {
	const char *title;
	XlsxType type; /* format of the column; decides nothing about what may be written */
	int scale; /* decimals shown, for XLSX_DECIMAL */
	int width; /* characters; 0: from the title and the type */
	bool required; /* the header has a red ground and 必填 in its comment; the title stays as it is */
	const char *help; /* a comment at the header, or NULL */
	const char *const *choices; /* a drop-down for the rows below, or NULL; lists over 255 characters move to a hidden sheet */
	size_t choice_count;
} XlsxColumn;

/* A line of the last sheet 说明 About: "导出人 Exported by" → "接件岗". */
typedef struct XlsxMeta {
	const char *label, *text;
} XlsxMeta;

typedef struct XlsxSpec {
	const char *sheet; /* cut to 31 characters, []:*?/\ replaced; NULL: 数据 */
	const XlsxColumn *columns;
	size_t column_count; /* 1 to 200 */
	const XlsxMeta *meta; /* may be NULL */
	size_t meta_count;
	const char *temp_dir; /* NULL: TMPDIR or /tmp */
	int choice_rows; /* rows that get the drop-downs; 0: 2,000 */
} XlsxSpec;

/* Begins a workbook and writes the header row (bold, frozen, filter). The spec and what it points to must live until xlsx_end.
 * NULL on a fault (logged). */
XlsxWriter *xlsx_begin(const XlsxSpec *spec);
/* Cells go from left to right into the current row, then xlsx_row_end. Each moves one column on. */
void xlsx_text(XlsxWriter *writer, const char *text); /* NULL: an empty cell; over 32,767 characters are cut with … */
void xlsx_int(XlsxWriter *writer, int64_t number); /* beyond 15 digits written as text, so that nothing is lost */
void xlsx_decimal(XlsxWriter *writer, int64_t value, int scale);
void xlsx_date(XlsxWriter *writer, int32_t day);
void xlsx_instant(XlsxWriter *writer, int64_t at_s); /* shown in bureau time, minutes */
void xlsx_skip(XlsxWriter *writer); /* an empty cell */
void xlsx_row_end(XlsxWriter *writer);
int32_t xlsx_rows(const XlsxWriter *writer); /* data rows so far; at most 1,048,575, more are a fault at the end */
/* Ends and frees. ret_fd is open for reading at offset 0 and the caller's to close; its bytes are ret_length. False on a fault (disk full;
 * logged). */
bool xlsx_end(XlsxWriter *writer, int *ret_fd, int64_t *ret_length);
/* Ends without a result. NULL is allowed. */
void xlsx_abort(XlsxWriter *writer);
#endif
