#include "output/xlsx_read.h"
#include "base/text.h"
#include "output/reader_out.h"
#include "output/sheet_take.h"

#include <string.h>

enum { NAMES_MAX = 512 };

/* "1900" or "1904", the chosen name, the visible names, each with its NUL. */
static bool take_info(SheetTaker *taker, const char *bytes, size_t length) {
	XlsxInfo *info = taker->info;
	if (info->sheet || length < 6 || bytes[length - 1] || !text_utf8_valid(bytes, 4)) return false;
	const char **names = arena_array(taker->arena, NAMES_MAX, sizeof *names);
	info->from_1904 = memcmp(bytes, "1904", 5) == 0;
	info->sheets = names;
	for (size_t at = 5; at < length;) {
		size_t size = strlen(bytes + at);
		if (!text_utf8_valid(bytes + at, size) || size > 256 * 4) return false;
		const char *name = arena_strndup(taker->arena, bytes + at, size);
		if (!info->sheet) info->sheet = name;
		else if (info->sheet_count < NAMES_MAX) names[info->sheet_count++] = name;
		else return false;
		at += size + 1;
	}
	return info->sheet != NULL;
}

static bool take_message(void *context, char kind, const char *bytes, size_t length) {
	SheetTaker *taker = context;
	if (kind == READER_INFO && length <= 1 << 20) return take_info(taker, bytes, length) || sheet_taker_wrong(taker);
	return kind == READER_ROW ? sheet_taker_row(taker, bytes, length) : sheet_taker_wrong(taker);
}

ReadResult xlsx_read(
	Arena *arena, int in_fd, const char *sheet, SheetRowFn *row, void *context, XlsxInfo *ret_info, FileRefusal *ret_refusal) {
	const char *const options[] = {sheet, NULL};
	ReaderJob job = {.task = "xlsx", .options = options, .in_fd = in_fd};
	XlsxInfo info = {0};
	SheetTaker taker = {.arena = arena, .row = row, .context = context, .info = &info};
	ReadResult result = sheet_taker_run(&taker, &job, take_message, ret_refusal);
	if (result == READ_OK && !info.sheet) {
		*ret_refusal = reader_refusal(arena, "damaged", NULL);
		result = READ_REFUSED;
	}
	info.rows = taker.rows;
	info.last_row = taker.last_row;
	if (ret_info) *ret_info = info;
	return result;
}
