/* A row as one message from the reader program to the server. */
#ifndef GANGMU_OUTPUT_SHEET_WIRE_H
#define GANGMU_OUTPUT_SHEET_WIRE_H
#include "base/arena.h"
#include "base/buf.h"
#include "output/reader_out.h"
#include "output/sheet.h"

/* Builds rows in the reader. A row without cells is not sent. */
typedef struct SheetWriter {
	ReaderOut *out;
	Buf row; /* cells so far */
	int32_t number, rows; /* of the current row; rows sent */
	uint32_t cells;
} SheetWriter;
void sheet_writer_init(SheetWriter *writer, ReaderOut *out);
void sheet_writer_free(SheetWriter *writer);
void sheet_writer_begin(SheetWriter *writer, int32_t number);
/* Refuses "too-many-columns", "cell-too-long", with the cell's name. */
bool sheet_writer_cell(SheetWriter *writer, const SheetCell *cell);
/* Refuses "too-many-rows". */
bool sheet_writer_end(SheetWriter *writer);

/* Takes a message apart again in the server and checks everything: lengths, order, UTF-8, the form of numbers and dates. Texts point into bytes;
 * cells is a place for SHEET_COLUMNS_MAX. False where the message is wrong. last_row: number of the row before. */
bool sheet_wire_row(const char *bytes, size_t length, int32_t last_row, SheetCell *cells, SheetRow *ret);
#endif
