/* The server's end of rows: checks each and hands it on. */
#ifndef GANGMU_OUTPUT_SHEET_TAKE_H
#define GANGMU_OUTPUT_SHEET_TAKE_H
#include "output/sheet_wire.h"
#include "output/xlsx_read.h"

typedef struct SheetTaker {
	Arena *arena;
	SheetRowFn *row;
	void *context;
	XlsxInfo *info; /* NULL for csv */
	int32_t rows, last_row;
	bool wrong; /* the reader said something it should not */
	SheetCell cells[SHEET_COLUMNS_MAX];
} SheetTaker;

bool sheet_taker_row(SheetTaker *taker, const char *bytes, size_t length);
/* Notes that the reader broke the form; always false. */
bool sheet_taker_wrong(SheetTaker *taker);
/* reader_run with the taker as context; a broken form becomes the refusal "damaged". */
ReadResult sheet_taker_run(SheetTaker *taker, const ReaderJob *job, ReaderMessageFn *message, FileRefusal *ret_refusal);
#endif
