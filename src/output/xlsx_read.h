/* Reads a sheet of an .xlsx workbook row by row in the locked reader. Nothing is computed: of a formula the stored result is taken and
 * marked. Links to other files are ignored. */
#ifndef GANGMU_OUTPUT_XLSX_READ_H
#define GANGMU_OUTPUT_XLSX_READ_H
#include "output/reader.h"
#include "output/sheet.h"

typedef struct XlsxInfo {
	const char *sheet; /* name of the sheet that was read */
	const char *const *sheets; /* names of all visible sheets, in order */
	size_t sheet_count;
	bool from_1904; /* the workbook counts days from 1904 (already applied) */
	int32_t rows; /* delivered */
	int32_t last_row; /* number of the last delivered row, 0 for none */
} XlsxInfo;

/* sheet NULL: the first visible one. ret_info may be NULL; its texts live in the arena (64 KB are enough; rows are not kept there).
 * Refusals: "empty", "too-large" (20 MB), "not-xlsx", "old-office" (.xls, .doc, .et), "encrypted", "macro", "zip-bomb" (200 MB inflated, or
 * more than 200 times the packed size), "xml-entities" (DTD), "no-such-sheet", "too-many-rows" (100,000 with content),
 * "too-many-columns" (100), "too-many-texts", "cell-too-long" (32,767 characters), "too-much-text", "cut-off", "damaged", "too-slow". */
ReadResult xlsx_read(
	Arena *arena, int in_fd, const char *sheet, SheetRowFn *row, void *context, XlsxInfo *ret_info, FileRefusal *ret_refusal);
#endif
