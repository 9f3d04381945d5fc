/* A zip without compression, so that a fuzzer's change of one byte of a part is a change of one byte of the file. */
#ifndef GANGMU_FUZZ_STORED_ZIP_H
#define GANGMU_FUZZ_STORED_ZIP_H
#include "base/buf.h"

#include <string.h>
#include <zlib.h>

static inline void stored_number(Buf *out, size_t number, int bytes) {
	for (int i = 0; i < bytes; i++) buf_putc(out, (char)(i < 4 ? number >> 8 * i : 0));
}

/* What the local header and the directory entry have in common. */
static inline void stored_about(Buf *out, const char *name, const unsigned char *bytes, size_t length) {
	stored_number(out, 20, 2);
	stored_number(out, 0, 8); /* no flags, stored, no time */
	stored_number(out, crc32(0, bytes, (uInt)length), 4);
	stored_number(out, length, 4);
	stored_number(out, length, 4);
	stored_number(out, strlen(name), 2);
	stored_number(out, 0, 2);
}

/* names: NULL-terminated. The input is cut at its NUL bytes: one piece for each name, the last takes the rest, missing ones are empty. */
static inline void stored_zip(const char *const *names, const unsigned char *input, size_t length, Buf *ret) {
	BUF(directory, 1 << 20);
	size_t count = 0;
	for (; names[count]; count++) {
		const unsigned char *end = names[count + 1] ? memchr(input, 0, length) : NULL;
		size_t size = end ? (size_t)(end - input) : length, at = ret->length;
		buf_put(ret, "PK\3\4", 4);
		stored_about(ret, names[count], input, size);
		buf_puts(ret, names[count]);
		buf_put(ret, input, size);
		buf_put(&directory, "PK\1\2\x14\0", 6);
		stored_about(&directory, names[count], input, size);
		stored_number(&directory, 0, 10); /* no comment, first disk, no attributes */
		stored_number(&directory, at, 4);
		buf_puts(&directory, names[count]);
		input += size + (end != NULL);
		length -= size + (end != NULL);
	}
	size_t at = ret->length;
	buf_put(ret, directory.data, directory.length);
	buf_put(ret, "PK\5\6\0\0\0\0", 8);
	stored_number(ret, count, 2);
	stored_number(ret, count, 2);
	stored_number(ret, directory.length, 4);
	stored_number(ret, at, 4);
	stored_number(ret, 0, 2);
}
#endif
