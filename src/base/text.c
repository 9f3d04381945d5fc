#include "base/text.h"

#include <string.h>

bool text_utf8_valid(const char *text, size_t length) {
	const unsigned char *p = (const unsigned char *)text, *end = p + length;
	while (p < end) {
		if (*p == 0) return false;
		if (*p < 0x80) {
			p++;
			continue;
		}
		size_t more = *p >= 0xf0 ? 3 : *p >= 0xe0 ? 2 : 1;
		if (*p < 0xc2 || *p > 0xf4 || (size_t)(end - p) <= more) return false;
		uint32_t code = *p & (0x3fu >> more);
		for (size_t i = 1; i <= more; i++) {
			if ((p[i] & 0xc0) != 0x80) return false;
			code = code << 6 | (p[i] & 0x3fu);
		}
		if ((more == 2 && (code < 0x800 || (code >= 0xd800 && code < 0xe000))) ||
			(more == 3 && (code < 0x10000 || code > 0x10ffff)))
			return false;
		p += more + 1;
	}
	return true;
}

uint32_t text_next(const char **at) {
	const unsigned char *p = (const unsigned char *)*at;
	if (!*p) return 0;
	if (*p < 0x80) {
		(*at)++;
		return *p;
	}
	size_t more = *p >= 0xf0 ? 3 : *p >= 0xe0 ? 2 : *p >= 0xc2 ? 1 : 0;
	uint32_t code = *p & (0x3fu >> more);
	for (size_t i = 1; i <= more; i++) {
		if ((p[i] & 0xc0) != 0x80) {
			more = 0;
			break;
		}
		code = code << 6 | (p[i] & 0x3fu);
	}
	if (!more) {
		(*at)++;
		return 0xfffd;
	}
	*at += more + 1;
	return code;
}

size_t text_encode(uint32_t code, char out[4]) {
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	size_t more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
	for (size_t i = more; i > 0; i--) {
		out[i] = (char)(0x80 | (code & 0x3f));
		code >>= 6;
	}
	out[0] = (char)(lead[more] | code);
	return more + 1;
}

size_t text_count(const char *text) {
	size_t count = 0;
	for (; *text; text++) count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

static size_t blank_at(const char *text) {
	if (*text == ' ' || *text == '\t' || *text == '\n' || *text == '\r') return 1;
	return strncmp(text, "\xe3\x80\x80", 3) == 0 ? 3 : 0;
}

bool text_is_blank(const char *text) {
	for (size_t n; *text; text += n)
		if (!(n = blank_at(text))) return false;
	return true;
}

char *text_trim(Arena *arena, const char *text) {
	size_t n;
	while (*text && (n = blank_at(text))) text += n;
	char *copy = arena_alloc(arena, strlen(text) + 1);
	size_t length = 0, kept = 0;
	while (*text) {
		if (text[0] == '\r' && text[1] == '\n') text++;
		n = blank_at(text);
		size_t bytes = n ? n : 1;
		memcpy(copy + length, text, bytes);
		length += bytes;
		text += bytes;
		if (!n) kept = length;
	}
	copy[kept] = 0;
	return copy;
}

bool text_has_control(const char *text) {
	for (const char *p = text; *p;) {
		uint32_t c = text_next(&p);
		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f || (c >= 0x80 && c < 0xa0)) return true;
		if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069)) return true;
	}
	return false;
}

bool text_equal(const char *a, const char *b) {
	return a && b ? strcmp(a, b) == 0 : a == b;
}

bool text_starts(const char *text, const char *prefix) {
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *text, const char *suffix) {
	size_t a = strlen(text), b = strlen(suffix);
	return a >= b && strcmp(text + a - b, suffix) == 0;
}

char *text_cut(Arena *arena, const char *text, size_t characters) {
	const char *p = text;
	for (size_t i = 0; i < characters && *p; i++) text_next(&p);
	if (!*p) return arena_strdup(arena, text);
	return arena_printf(arena, "%.*s…", (int)(p - text), text);
}

bool text_to_int(const char *text, int64_t *ret) {
	bool minus = *text == '-';
	if (minus) text++;
	if (!*text) return false;
	int64_t value = 0;
	for (; *text; text++) {
		if (*text < '0' || *text > '9') return false;
		if (__builtin_mul_overflow(value, 10, &value) || __builtin_sub_overflow(value, *text - '0', &value)) return false;
	}
	if (!minus && value == INT64_MIN) return false;
	*ret = minus ? value : -value;
	return true;
}

char *text_fold(Arena *arena, const char *text) {
	char *copy = arena_alloc(arena, strlen(text) + 1);
	size_t length = 0;
	while (*text) {
		uint32_t code = text_next(&text);
		if (code >= 0xff01 && code <= 0xff5e) code -= 0xfee0;
		if (code >= 'A' && code <= 'Z') code += 32;
		length += text_encode(code, copy + length);
	}
	copy[length] = 0;
	return copy;
}

void text_hex(const void *bytes, size_t length, char *out) {
	const unsigned char *p = bytes;
	for (size_t i = 0; i < length; i++) {
		out[2 * i] = "0123456789abcdef"[p[i] >> 4];
		out[2 * i + 1] = "0123456789abcdef"[p[i] & 15];
	}
	out[2 * length] = 0;
}

static int hex_digit(char c) {
	if (c >= '0' && c <= '9') return c - '0';
	if (c >= 'a' && c <= 'f') return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool text_from_hex(const char *hex, void *out, size_t length) {
	if (strlen(hex) != length * 2) return false;
	unsigned char *p = out;
	for (size_t i = 0; i < length; i++) {
		int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
		if (high < 0 || low < 0) return false;
		p[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

static size_t comma_at(const char *p) {
	static const char *const commas[] = {",", "，", "、"};
	for (int i = 0; i < 3; i++)
		if (text_starts(p, commas[i])) return strlen(commas[i]);
	return 0;
}

int text_list(Arena *arena, const char *text, char **ret_parts, int max) {
	int count = 0;
	if (text_is_blank(text)) return 0;
	for (const char *p = text, *end; p && count < max; p = *end ? end + comma_at(end) : NULL) {
		end = p;
		while (*end && !comma_at(end)) end++;
		ret_parts[count++] = text_trim(arena, arena_strndup(arena, p, (size_t)(end - p)));
	}
	return count;
}
