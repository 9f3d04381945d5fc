/* The sent file inside the reader program: its bytes, and what it is by its content. */
#ifndef GANGMU_OUTPUT_READER_IN_H
#define GANGMU_OUTPUT_READER_IN_H
#include "output/reader_out.h"

/* Reads the descriptor from its first byte into bytes (whose max is the limit). Refuses "empty" and "too-large". */
bool reader_in_load(ReaderOut *out, int fd, Buf *bytes);
/* "jpeg", "png", "gif", "webp", "heic", "avif", "bmp", "tiff", "pdf", "zip", "svg", "markup", "old-office", or "other". Only the first
 * bytes are looked at (for markup the first 4 KB). */
const char *reader_in_kind(const unsigned char *bytes, size_t length);
/* The text occurs in the first `within` bytes. */
bool reader_in_has(const unsigned char *bytes, size_t length, size_t within, const char *text, size_t text_length);
#endif
