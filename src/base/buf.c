#include "base/buf.h"
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(Buf *buf, size_t max) {
	*buf = (Buf){.max = max};
}

void buf_free(Buf *buf) {
	free(buf->data);
	buf->data = NULL;
	buf->length = buf->capacity = 0;
}

void buf_clear(Buf *buf) {
	buf->length = 0;
	buf->full = false;
	if (buf->data) buf->data[0] = 0;
}

static bool buf_room(Buf *buf, size_t more) {
	if (buf->full || more > buf->max - buf->length || buf->length > buf->max) {
		buf->full = true;
		return false;
	}
	size_t need = buf->length + more + 1;
	if (need <= buf->capacity) return true;
	size_t capacity = buf->capacity ? buf->capacity : 1024;
	while (capacity < need) capacity *= 2;
	char *data = realloc(buf->data, capacity);
	if (!data) bug("out of memory for a buffer of %zu", capacity);
	buf->data = data;
	buf->capacity = capacity;
	return true;
}

void buf_put(Buf *buf, const void *bytes, size_t length) {
	if (!buf_room(buf, length)) return;
	if (length) memcpy(buf->data + buf->length, bytes, length);
	buf->length += length;
	buf->data[buf->length] = 0;
}

void buf_puts(Buf *buf, const char *text) {
	buf_put(buf, text, strlen(text));
}

void buf_putc(Buf *buf, char c) {
	if (buf->full || buf->length + 1 >= buf->capacity || buf->length >= buf->max) {
		buf_put(buf, &c, 1);
		return;
	}
	buf->data[buf->length++] = c;
	buf->data[buf->length] = 0;
}

void buf_put_int(Buf *buf, int64_t number) {
	char digits[24];
	size_t at = sizeof digits;
	uint64_t rest = number < 0 ? (uint64_t)0 - (uint64_t)number : (uint64_t)number;
	do digits[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (number < 0) digits[--at] = '-';
	buf_put(buf, digits + at, sizeof digits - at);
}

void buf_printf(Buf *buf, const char *format, ...) {
	char small[256];
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int length = vsnprintf(small, sizeof small, format, args);
	va_end(args);
	if (length < 0) bug("buf_printf: bad format");
	if ((size_t)length < sizeof small) buf_put(buf, small, (size_t)length);
	else if (buf_room(buf, (size_t)length)) {
		vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
		buf->length += (size_t)length;
	}
	va_end(again);
}

const char *buf_text(const Buf *buf) {
	return buf->data ? buf->data : "";
}
