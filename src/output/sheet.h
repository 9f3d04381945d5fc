/* Rows of typed cells, as read from an .xlsx or .csv file. */
#ifndef GANGMU_OUTPUT_SHEET_H
#define GANGMU_OUTPUT_SHEET_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum CellKind {
	CELL_EMPTY, /* only where formula is true: the writing program stored no result */
	CELL_TEXT,
	CELL_NUMBER, /* plain decimal text, "1234.5", "-0.05": rounded to the 15 digits a spreadsheet keeps, no exponent */
	CELL_DATE, /* 2025-12-14 */
	CELL_TIME, /* 26:30:00: a time of day or a length of time */
	CELL_INSTANT, /* 2025-12-14T10:30:00, bureau time as typed */
	CELL_BOOL, /* 1 or 0 */
	CELL_ERROR, /* #N/A, #DIV/0! … */
} CellKind;

enum { SHEET_ROWS_MAX = 100000, SHEET_COLUMNS_MAX = 100, SHEET_TEXT_MAX = 32767, SHEET_STRINGS_MAX = 500000 };

typedef struct SheetCell {
	CellKind kind;
	int column; /* 0 is A */
	const char *text; /* valid UTF-8, never NULL */
	const char *merge; /* "B2:C4" where the cell is the first of a merged block, else "" */
	bool formula; /* text is the stored result of a formula, not something typed */
	bool inexact; /* a number of more than 15 digits: the spreadsheet has already lost digits (identity or card number) */
} SheetCell;

typedef struct SheetRow {
	int32_t number; /* as the spreadsheet shows it, from 1; empty rows are left out */
	size_t count; /* cells that hold something, in column order */
	const SheetCell *cells;
} SheetRow;

/* The row lives until the call returns. False stops reading (READ_REFUSED "stopped"). */
typedef bool SheetRowFn(void *context, const SheetRow *row);

/* The cell of a column, NULL where it is empty. */
const SheetCell *sheet_row_cell(const SheetRow *row, int column);
/* 0 → "A", 27 → "AB". */
void sheet_column_name(int column, char ret_name[4]);
/* "AB12" for column 27, row 12. */
void sheet_cell_name(int column, int32_t row, char ret_name[12]);
#endif
