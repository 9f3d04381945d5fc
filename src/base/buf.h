/* Buf: bytes that grow up to a limit. A Buf that met its limit stays full and says so; nothing is written past it. */
#ifndef GANGMU_BASE_BUF_H
#define GANGMU_BASE_BUF_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Buf {
	char *data; /* always NUL-terminated when not NULL */
	size_t length, capacity, max;
	bool full; /* something was left out because of max */
} Buf;

void buf_init(Buf *buf, size_t max);
void buf_free(Buf *buf);
void buf_clear(Buf *buf);
void buf_put(Buf *buf, const void *bytes, size_t length);
void buf_puts(Buf *buf, const char *text);
void buf_putc(Buf *buf, char c);
void buf_put_int(Buf *buf, int64_t number);
void buf_printf(Buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The content as text, "" when nothing was put. */
const char *buf_text(const Buf *buf);
#define BUF(name, max)                                                                                                           \
	__attribute__((cleanup(buf_free))) Buf name;                                                                                 \
	buf_init(&name, max)
#endif
