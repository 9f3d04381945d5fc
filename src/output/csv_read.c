#include "output/csv_read.h"
#include "output/sheet_take.h"

static bool take_message(void *context, char kind, const char *bytes, size_t length) {
	SheetTaker *taker = context;
	return kind == READER_ROW ? sheet_taker_row(taker, bytes, length) : sheet_taker_wrong(taker);
}

ReadResult csv_read(Arena *arena, int in_fd, SheetRowFn *row, void *context, int32_t *ret_rows, FileRefusal *ret_refusal) {
	ReaderJob job = {.task = "csv", .in_fd = in_fd};
	SheetTaker taker = {.arena = arena, .row = row, .context = context};
	ReadResult result = sheet_taker_run(&taker, &job, take_message, ret_refusal);
	if (ret_rows) *ret_rows = taker.rows;
	return result;
}
