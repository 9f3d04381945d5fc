#include "base/json_out.h"

#include <string.h>

void json_quote(Buf *out, const char *text) {
	buf_putc(out, '"');
	const char *from = text;
	for (const char *p = text;; p++) {
		unsigned char c = (unsigned char)*p;
		if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f) continue;
		if (p > from) buf_put(out, from, (size_t)(p - from));
		if (!c) break;
		from = p + 1;
		if (c == '"') buf_puts(out, "\\\"");
		else if (c == '\\') buf_puts(out, "\\\\");
		else if (c == '\n') buf_puts(out, "\\n");
		else if (c == '\t') buf_puts(out, "\\t");
		else if (c == '\r') buf_puts(out, "\\r");
		else buf_printf(out, "\\u%04x", c);
	}
	buf_putc(out, '"');
}

void json_key(Buf *out, const char *key) {
	char last = out->length ? out->data[out->length - 1] : 0;
	if (last && last != '{' && last != '[' && last != ':' && last != '\n') buf_putc(out, ',');
	if (!key) return;
	json_quote(out, key);
	buf_putc(out, ':');
}

void json_open(Buf *out, const char *key, char bracket) {
	json_key(out, key);
	buf_putc(out, bracket);
}

void json_close(Buf *out, char bracket) {
	buf_putc(out, bracket);
}

void json_nothing(Buf *out, const char *key) {
	json_key(out, key);
	buf_puts(out, "null");
}

void json_text(Buf *out, const char *key, const char *text) {
	if (!text) {
		json_nothing(out, key);
		return;
	}
	json_key(out, key);
	json_quote(out, text);
}

void json_int(Buf *out, const char *key, int64_t number) {
	json_key(out, key);
	buf_put_int(out, number);
}

void json_bool(Buf *out, const char *key, bool yes) {
	json_key(out, key);
	buf_puts(out, yes ? "true" : "false");
}

void json_value(Buf *out, const char *key, Value value) {
	if (value.kind == VALUE_INT) json_int(out, key, value.number);
	else json_text(out, key, value.kind == VALUE_TEXT ? value.text : NULL);
}
