/* Forms: application/x-www-form-urlencoded here, multipart/form-data in http_multipart.c. */
#include "web/http_form.h"
#include "base/text.h"
#include "web/http_request.h"

#include <string.h>
#include <strings.h>

/* One side of a pair, decoded. NULL: the % is broken, with *ret_wrong "malformed"; or not UTF-8 or a NUL, "text". */
static const char *pair_text(Arena *arena, const char *from, size_t length, const char **ret_wrong) {
	char *text = arena_alloc(arena, length + 1);
	size_t decoded = http_request_decode(from, length, true, text);
	if (decoded == SIZE_MAX) {
		*ret_wrong = "malformed";
		return NULL;
	}
	if (!text_utf8_valid(text, decoded)) {
		*ret_wrong = "text";
		return NULL;
	}
	text[decoded] = 0;
	return text;
}

const char *http_form_pairs(Arena *arena, const char *body, size_t length, HttpPart **ret_parts, size_t *ret_count) {
	if (length > HTTP_FORM_TEXT_MAX) return "too-many";
	size_t room = length ? 1 : 0, count = 0;
	for (size_t i = 0; i < length; i++) room += body[i] == '&';
	if (room > HTTP_FORM_PARTS_MAX) return "too-many";
	HttpPart *parts = arena_array(arena, room ? room : 1, sizeof *parts);
	const char *wrong = NULL;
	for (const char *at = body, *end = body + length; at < end;) {
		const char *stop = memchr(at, '&', (size_t)(end - at));
		if (!stop) stop = end;
		const char *equals = memchr(at, '=', (size_t)(stop - at));
		if (stop > at) {
			HttpPart *part = &parts[count++];
			part->name = pair_text(arena, at, (size_t)((equals ? equals : stop) - at), &wrong);
			part->value = equals ? pair_text(arena, equals + 1, (size_t)(stop - equals - 1), &wrong) : "";
			if (!part->name || !part->value) return wrong;
			if (!*part->name) return "malformed";
			part->length = strlen(part->value);
		}
		at = stop + 1;
	}
	*ret_parts = parts;
	*ret_count = count;
	return NULL;
}

/* "multipart/form-data; charset=x; boundary=abc" → abc, with or without quotes; RFC 2046 5.1.1: 1 to 70 of its own characters, the
 * last no blank. NULL where it is missing or other. */
static const char *form_boundary(Arena *arena, const char *type) {
	for (const char *at = strchr(type, ';'); at; at = strchr(at, ';')) {
		at += 1 + strspn(at + 1, " \t");
		if (strncasecmp(at, "boundary=", 9) != 0) continue;
		at += 9;
		bool is_quoted = *at == '"';
		at += is_quoted;
		size_t length = strcspn(at, is_quoted ? "\"" : "; \t");
		if (is_quoted && at[length] != '"') return NULL;
		if (!length || length > 70 || at[length - 1] == ' ') return NULL;
		for (size_t i = 0; i < length; i++) {
			char c = at[i];
			bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
			if (!is_plain && !strchr("'()+_,-./:=? ", c)) return NULL;
		}
		return arena_strndup(arena, at, length);
	}
	return NULL;
}

/* The media type alone, without parameters. */
static bool type_is(const char *type, const char *word) {
	size_t length = strcspn(type, "; \t");
	return length == strlen(word) && !strncasecmp(type, word, length);
}

const char *http_form(HttpRequest *request, HttpPart **ret_parts, size_t *ret_count) {
	*ret_parts = NULL;
	*ret_count = 0;
	const char *type = http_header(request, "content-type");
	if (!type) return "type";
	if (type_is(type, "application/x-www-form-urlencoded"))
		return http_form_pairs(request->arena, request->body, request->body_length, ret_parts, ret_count);
	if (!type_is(type, "multipart/form-data")) return "type";
	const char *boundary = form_boundary(request->arena, type);
	if (!boundary) return "malformed";
	return http_form_multipart(request->arena, boundary, request->body, request->body_length, ret_parts, ret_count);
}
