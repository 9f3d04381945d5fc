#include "output/sheet_take.h"
#include "base/log.h"

bool sheet_taker_wrong(SheetTaker *taker) {
	taker->wrong = true;
	return false;
}

bool sheet_taker_row(SheetTaker *taker, const char *bytes, size_t length) {
	SheetRow row;
	if (taker->rows >= SHEET_ROWS_MAX || !sheet_wire_row(bytes, length, taker->last_row, taker->cells, &row))
		return sheet_taker_wrong(taker);
	taker->rows++;
	taker->last_row = row.number;
	return taker->row(taker->context, &row);
}

ReadResult sheet_taker_run(SheetTaker *taker, const ReaderJob *job, ReaderMessageFn *message, FileRefusal *ret_refusal) {
	ReadResult result = reader_run(taker->arena, job, message, taker, ret_refusal);
	if (!taker->wrong) return result;
	log_error("reader.form", "task %s: a message out of form after row %d", job->task, (int)taker->last_row);
	*ret_refusal = reader_refusal(taker->arena, "damaged", NULL);
	return READ_REFUSED;
}
