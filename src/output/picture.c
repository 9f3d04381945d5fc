#include "output/picture.h"
#include "base/text.h"
#include "output/reader_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Taken {
	Arena *arena;
	Picture *picture;
	bool wrong; /* the reader said something it should not */
} Taken;

static bool begins(const char *bytes, size_t length, PictureType type) {
	if (type == PICTURE_PNG) return length > 8 && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0;
	return length > 4 && memcmp(bytes, "\xff\xd8\xff", 3) == 0;
}

/* Seven numbers; sizes within what we asked for. */
static bool take_numbers(const char *text, Picture *ret) {
	long numbers[7];
	char *at = (char *)(uintptr_t)text;
	for (size_t i = 0; i < 7; i++) {
		char *end;
		numbers[i] = strtol(at, &end, 10);
		if (end == at || numbers[i] < 1 || numbers[i] > PICTURE_PIXELS_MAX) return false;
		at = end;
	}
	if (numbers[0] != PICTURE_JPEG && numbers[0] != PICTURE_PNG) return false;
	for (size_t i = 1; i < 7; i++)
		if (i != 3 && i != 4 && numbers[i] > PICTURE_SIDE_MAX) return false;
	ret->type = (PictureType)numbers[0];
	ret->width = (int)numbers[1], ret->height = (int)numbers[2];
	ret->source_width = (int)numbers[3], ret->source_height = (int)numbers[4];
	ret->thumb_width = (int)numbers[5], ret->thumb_height = (int)numbers[6];
	return true;
}

static bool take_message(void *context, char kind, const char *bytes, size_t length) {
	Taken *taken = context;
	Picture *picture = taken->picture;
	if (kind == READER_PICTURE && !picture->type && take_numbers(bytes, picture)) return true;
	if (kind == READER_BYTES && picture->type && !picture->bytes && begins(bytes, length, picture->type)) {
		picture->bytes = arena_strndup(taken->arena, bytes, length);
		picture->length = length;
		return true;
	}
	if (kind == READER_THUMB && picture->bytes && !picture->thumb_bytes && begins(bytes, length, PICTURE_JPEG)) {
		picture->thumb_bytes = arena_strndup(taken->arena, bytes, length);
		picture->thumb_length = length;
		return true;
	}
	taken->wrong = true;
	return false;
}

ReadResult picture_read(Arena *arena, int in_fd, const PictureWant *want, Picture *ret, FileRefusal *ret_refusal) {
	PictureWant wanted = want ? *want : (PictureWant){0, 0, 0};
	char side[16], thumb[16], quality[16];
	snprintf(side, sizeof side, "%d", wanted.side_max);
	snprintf(thumb, sizeof thumb, "%d", wanted.thumb_side);
	snprintf(quality, sizeof quality, "%d", wanted.quality);
	const char *const options[] = {side, thumb, quality, NULL};
	ReaderJob job = {.task = "picture", .options = options, .in_fd = in_fd, .max_output = READER_FILE_MAX};
	*ret = (Picture){0};
	Taken taken = {arena, ret, false};
	ReadResult result = reader_run(arena, &job, take_message, &taken, ret_refusal);
	if (taken.wrong || (result == READ_OK && !ret->thumb_bytes)) {
		*ret_refusal = reader_refusal(arena, "damaged", NULL);
		result = READ_REFUSED;
	}
	if (result != READ_OK) *ret = (Picture){0};
	return result;
}

const char *picture_mime(PictureType type) {
	return type == PICTURE_PNG ? "image/png" : "image/jpeg";
}
