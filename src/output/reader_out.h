/* What the reader program says to the server: messages of a letter, a length and bytes on one descriptor. */
#ifndef GANGMU_OUTPUT_READER_OUT_H
#define GANGMU_OUTPUT_READER_OUT_H
#include "base/buf.h"

/* Letters. READER_REFUSAL carries code NUL detail; READER_END comes last after a success. */
enum {
	READER_REFUSAL = '!',
	READER_END = '.',
	READER_ROW = 'r',
	READER_INFO = 'i',
	READER_LINE = 'l',
	READER_PICTURE = 'p',
	READER_BYTES = 'b',
	READER_THUMB = 't',
	READER_PROBE = 'x',
};
/* One letter and a little-endian length of four bytes stand before the bytes. */
enum { READER_HEAD = 5 };

typedef struct ReaderOut {
	int fd; /* -1: nothing is written (fuzzing) */
	Buf pending;
	size_t sent, max; /* bytes so far and at most */
	bool refused; /* the first refusal was said; nothing follows it */
	char code[32], detail[128]; /* of the refusal */
} ReaderOut;

void reader_out_init(ReaderOut *out, int fd, size_t max);
void reader_out_free(ReaderOut *out);
/* False after a refusal, or when max is met (which is the refusal "too-much-text"), or when nobody listens any more. */
bool reader_out_put(ReaderOut *out, char kind, const void *bytes, size_t length);
/* Says why the file is not taken; only the first counts. Always false, so that a parser can return it. detail may be NULL. */
bool reader_out_refuse(ReaderOut *out, const char *code, const char *detail);
/* Says READER_END unless refused, and flushes. */
void reader_out_end(ReaderOut *out);
#endif
