#include "output/docx_read.h"
#include "base/text.h"
#include "output/reader_out.h"

#include <string.h>

enum { LINES_MAX = 100000, TEXT_MAX = 16 << 20, HEAD = 4 };

typedef struct Taken {
	Arena *arena;
	Buf lines; /* DocxLine */
	size_t bytes;
	bool wrong; /* the reader said something it should not */
} Taken;

static bool take_line(Taken *taken, const char *bytes, size_t length) {
	if (length <= HEAD) return false;
	const unsigned char *head = (const unsigned char *)bytes;
	size_t marker = head[2] | (size_t)head[3] << 8, size = length - HEAD;
	const char *text = bytes + HEAD;
	taken->bytes += size;
	if (head[0] > 9 || head[1] > 1 || marker > size || taken->bytes > TEXT_MAX) return false;
	if (!text_utf8_valid(text, size) || !text_utf8_valid(text, marker)) return false;
	DocxLine line = {arena_strndup(taken->arena, text, size), marker, head[0], head[1] == 1};
	buf_put(&taken->lines, &line, sizeof line);
	return !taken->lines.full;
}

static bool take_message(void *context, char kind, const char *bytes, size_t length) {
	Taken *taken = context;
	if (kind == READER_LINE && take_line(taken, bytes, length)) return true;
	taken->wrong = true;
	return false;
}

ReadResult docx_read(Arena *arena, int in_fd, const DocxLine **ret_lines, size_t *ret_count, FileRefusal *ret_refusal) {
	ReaderJob job = {.task = "docx", .in_fd = in_fd, .max_output = TEXT_MAX * 2};
	Taken taken = {.arena = arena};
	buf_init(&taken.lines, LINES_MAX * sizeof(DocxLine));
	ReadResult result = reader_run(arena, &job, take_message, &taken, ret_refusal);
	if (taken.wrong) {
		*ret_refusal = reader_refusal(arena, "damaged", NULL);
		result = READ_REFUSED;
	}
	*ret_lines = NULL;
	*ret_count = 0;
	if (result == READ_OK) {
		*ret_count = taken.lines.length / sizeof(DocxLine);
		DocxLine *lines = arena_array(arena, *ret_count + 1, sizeof *lines);
		if (*ret_count) memcpy(lines, taken.lines.data, taken.lines.length);
		*ret_lines = lines;
	}
	buf_free(&taken.lines);
	return result;
}
