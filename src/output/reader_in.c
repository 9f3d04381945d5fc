#include "output/reader_in.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

bool reader_in_load(ReaderOut *out, int fd, Buf *bytes) {
	static char block[64 << 10];
	lseek(fd, 0, SEEK_SET); /* fails harmlessly on a pipe */
	for (;;) {
		ssize_t got = read(fd, block, sizeof block);
		if (got < 0 && errno == EINTR) continue;
		if (got < 0) return reader_out_refuse(out, "damaged", NULL);
		if (got == 0) break;
		buf_put(bytes, block, (size_t)got);
		if (bytes->full) return reader_out_refuse(out, "too-large", NULL);
	}
	return bytes->length || reader_out_refuse(out, "empty", NULL);
}

bool reader_in_has(const unsigned char *bytes, size_t length, size_t within, const char *text, size_t text_length) {
	size_t end = length < within ? length : within;
	return end >= text_length && memmem(bytes, end, text, text_length) != NULL;
}

static bool starts(const unsigned char *bytes, size_t length, size_t at, const char *magic, size_t magic_length) {
	return length >= at + magic_length && memcmp(bytes + at, magic, magic_length) == 0;
}

/* The brand of an ISO media file: HEIC of phones, AVIF. */
static const char *brand_kind(const unsigned char *bytes, size_t length) {
	if (starts(bytes, length, 8, "avi", 3)) return "avif";
	static const char *const brands[] = {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"};
	for (size_t i = 0; i < sizeof brands / sizeof *brands; i++)
		if (starts(bytes, length, 8, brands[i], 4)) return "heic";
	return "other";
}

static const char *markup_kind(const unsigned char *bytes, size_t length) {
	size_t at = starts(bytes, length, 0, "\xef\xbb\xbf", 3) ? 3 : 0;
	while (at < length && strchr(" \t\r\n", bytes[at]) && bytes[at]) at++;
	if (at >= length || bytes[at] != '<') return "other";
	return reader_in_has(bytes, length, 4096, "<svg", 4) || reader_in_has(bytes, length, 4096, ":svg", 4) ? "svg" : "markup";
}

const char *reader_in_kind(const unsigned char *bytes, size_t length) {
	static const struct {
		const char *magic;
		size_t length;
		const char *kind;
	} kinds[] = {
		{"\xff\xd8\xff", 3, "jpeg"},
		{"\x89PNG\r\n\x1a\n", 8, "png"},
		{"GIF8", 4, "gif"},
		{"BM", 2, "bmp"},
		{"II*\0", 4, "tiff"},
		{"MM\0*", 4, "tiff"},
		{"%PDF", 4, "pdf"},
		{"PK\3\4", 4, "zip"},
		{"PK\5\6", 4, "zip"},
		{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, "old-office"},
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (starts(bytes, length, 0, kinds[i].magic, kinds[i].length)) return kinds[i].kind;
	if (starts(bytes, length, 0, "RIFF", 4) && starts(bytes, length, 8, "WEBP", 4)) return "webp";
	if (starts(bytes, length, 4, "ftyp", 4)) return brand_kind(bytes, length);
	return markup_kind(bytes, length);
}
