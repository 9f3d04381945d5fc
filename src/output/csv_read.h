/* Reads comma-separated text row by row in the locked reader. UTF-8 (with or without BOM), UTF-16 with BOM, else GB18030. The separator
 * is a comma, or the tab or semicolon where the first line has no comma. Every cell is CELL_TEXT. A quote mark put before = + - @ (csv_write does) is
 * taken off again. */
#ifndef GANGMU_OUTPUT_CSV_READ_H
#define GANGMU_OUTPUT_CSV_READ_H
#include "output/reader.h"
#include "output/sheet.h"

/* Row numbers count records from 1 (empty lines too). Refusals: "empty", "too-large", "not-csv" (binary content), "encoding",
 * "open-quote" (detail: row), "too-many-rows", "too-many-columns", "cell-too-long". */
ReadResult csv_read(Arena *arena, int in_fd, SheetRowFn *row, void *context, int32_t *ret_rows, FileRefusal *ret_refusal);
#endif
