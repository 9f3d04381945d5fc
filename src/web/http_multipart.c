#include "base/text.h"
#include "web/http_form.h"
#include "web/http_request.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

typedef struct Multipart {
	Arena *arena;
	const char *at, *end;
	const char *delimiter; /* CRLF "--" boundary */
	size_t delimiter_length;
	size_t text_length; /* of all text fields so far */
	HttpPart *parts;
	size_t count, room;
} Multipart;

/* The head of one part. */
typedef struct PartHead {
	const char *name, *file_name, *type;
	bool has_disposition;
} PartHead;

static bool span_is(const char *text, size_t length, const char *word) {
	return length == strlen(word) && !strncasecmp(text, word, length);
}

/* Text a name may be: UTF-8 without control characters or bidirectional overrides. */
static bool name_is_good(const char *text) {
	return text_utf8_valid(text, strlen(text)) && !text_has_control(text) && !strpbrk(text, "\r\n\t");
}

/* A quoted string from its opening quote; browsers write a quote as %22 (WHATWG HTML 4.10.21.8), others as \". Returns where it
 * ends, after the closing quote; NULL where it does not. */
static const char *quoted_text(Arena *arena, const char *at, const char *end, char **ret_text) {
	const char *from = ++at;
	while (at < end && *at != '"') at += *at == '\\' && end - at > 1 && (at[1] == '"' || at[1] == '\\') ? 2 : 1;
	if (at >= end || memchr(from, 0, (size_t)(at - from))) return NULL;
	char *out = *ret_text = arena_alloc(arena, (size_t)(at - from) + 1);
	while (from < at) {
		if (*from == '\\' && (from[1] == '"' || from[1] == '\\')) {
			*out++ = from[1];
			from += 2;
		} else if (at - from > 2 && !memcmp(from, "%22", 3)) {
			*out++ = '"';
			from += 3;
		} else {
			*out++ = *from++;
		}
	}
	return at + 1;
}

/* A parameter's value: quoted, or a run of plain characters. */
static const char *parameter_value(Arena *arena, const char *at, const char *end, char **ret_text) {
	if (at < end && *at == '"') return quoted_text(arena, at, end, ret_text);
	const char *from = at;
	while (at < end && *at != ';' && *at != ' ' && *at != '\t' && *at != '"') at++;
	if (at == from) return NULL;
	*ret_text = arena_strndup(arena, from, (size_t)(at - from));
	return at;
}

/* filename*=UTF-8''%E7%BA%B2.pdf (RFC 8187): not for forms by the standard, sent by some programs all the same. */
static char *extended_text(Arena *arena, const char *value) {
	if (strncasecmp(value, "UTF-8'", 6) != 0) return NULL;
	const char *from = strchr(value + 6, '\'');
	if (!from) return NULL;
	from++;
	char *text = arena_alloc(arena, strlen(from) + 1);
	size_t length = http_request_decode(from, strlen(from), false, text);
	if (length == SIZE_MAX || memchr(text, 0, length)) return NULL;
	text[length] = 0;
	return text;
}

/* The last piece of what may be a path of either kind; "." and ".." are no name. */
static const char *file_piece(const char *sent) {
	const char *piece = sent;
	for (const char *c = sent; *c; c++)
		if (*c == '/' || *c == '\\') piece = c + 1;
	return strcmp(piece, ".") && strcmp(piece, "..") ? piece : "";
}

/* form-data; name="…"; filename="…" */
static bool head_disposition(Arena *arena, const char *at, const char *end, PartHead *head) {
	static const char kind[] = "form-data";
	if (head->has_disposition || (size_t)(end - at) < sizeof kind - 1 || strncasecmp(at, kind, sizeof kind - 1) != 0)
		return false;
	head->has_disposition = true;
	const char *extended = NULL;
	at += sizeof kind - 1;
	for (int count = 0; at < end; count++) {
		if (count == HTTP_FORM_PARAMETERS_MAX) return false;
		while (at < end && (*at == ' ' || *at == '\t')) at++;
		if (at == end || *at != ';') return false;
		for (at++; at < end && (*at == ' ' || *at == '\t');) at++;
		const char *name = at;
		while (at < end && *at != '=' && *at != ';' && *at != '"') at++;
		if (at == end || *at != '=') return false;
		size_t length = (size_t)(at - name);
		char *value;
		at = parameter_value(arena, at + 1, end, &value);
		if (!at) return false;
		const char **slot = NULL;
		if (span_is(name, length, "name")) slot = &head->name;
		if (span_is(name, length, "filename")) slot = &head->file_name;
		if (span_is(name, length, "filename*")) slot = &extended, value = extended_text(arena, value);
		if (!slot) continue;
		if (*slot || !value) return false;
		*slot = value;
	}
	if (extended) head->file_name = extended;
	return head->name && *head->name && strlen(head->name) <= HTTP_FORM_NAME_MAX && name_is_good(head->name) &&
		   (!head->file_name || name_is_good(head->file_name));
}

/* One field of a part's head. */
static bool head_field(Arena *arena, const char *line, const char *end, PartHead *head) {
	const char *colon = memchr(line, ':', (size_t)(end - line));
	if (!colon || colon == line) return false;
	for (const char *c = line; c < colon; c++)
		if (*c <= ' ' || *c >= 0x7f) return false;
	const char *from = colon + 1;
	while (from < end && (*from == ' ' || *from == '\t')) from++;
	while (end > from && (end[-1] == ' ' || end[-1] == '\t')) end--;
	for (const char *c = from; c < end; c++)
		if (((unsigned char)*c < ' ' && *c != '\t') || *c == 0x7f) return false;
	size_t name = (size_t)(colon - line), length = (size_t)(end - from);
	if (span_is(line, name, "content-disposition")) return head_disposition(arena, from, end, head);
	if (span_is(line, name, "content-type")) {
		for (const char *c = from; c < end; c++)
			if (*c < 0) return false;
		if (head->type) return false;
		head->type = arena_strndup(arena, from, length);
	}
	if (span_is(line, name, "content-transfer-encoding"))
		return span_is(from, length, "binary") || span_is(from, length, "8bit") || span_is(from, length, "7bit");
	return true;
}

/* The head from at to its empty line; moves at behind it. */
static bool part_head(Multipart *form, PartHead *head) {
	size_t left = (size_t)(form->end - form->at), look = left < HTTP_FORM_HEAD_MAX ? left : HTTP_FORM_HEAD_MAX;
	const char *limit = form->at + look;
	for (int count = 0; count < HTTP_FORM_FIELDS_MAX; count++) {
		const char *cr = memchr(form->at, '\r', (size_t)(limit - form->at));
		if (!cr || cr + 1 == limit || cr[1] != '\n') return false;
		const char *line = form->at;
		form->at = cr + 2;
		if (cr == line) return head->has_disposition;
		if (!head_field(form->arena, line, cr, head)) return false;
	}
	return false;
}

static HttpPart *part_new(Multipart *form) {
	if (form->count == form->room) {
		size_t room = form->room ? form->room * 2 : 16;
		HttpPart *parts = arena_array(form->arena, room, sizeof *parts);
		if (form->count) memcpy(parts, form->parts, form->count * sizeof *parts);
		form->parts = parts;
		form->room = room;
	}
	return &form->parts[form->count++];
}

/* A part from its head to the delimiter after it; at is then behind the delimiter. NULL or the word. */
static const char *part_take(Multipart *form) {
	PartHead head = {0};
	if (form->count == HTTP_FORM_PARTS_MAX) return "too-many";
	if (!part_head(form, &head)) return "malformed";
	/* Searched from the line end of the head on: a delimiter right there, without a line end of its own, is refused, as some
	 * would read it as data and some as the end. */
	const char *data = form->at;
	const char *stop = memmem(data - 2, (size_t)(form->end - data) + 2, form->delimiter, form->delimiter_length);
	if (!stop || stop < data) return "malformed";
	size_t length = (size_t)(stop - data);
	form->at = stop + form->delimiter_length;
	HttpPart *part = part_new(form);
	part->name = head.name;
	part->length = length;
	if (head.file_name) {
		part->file_name = file_piece(head.file_name);
		part->type = head.type ? head.type : "application/octet-stream";
		part->data = data;
		return NULL;
	}
	form->text_length += length;
	if (form->text_length > HTTP_FORM_TEXT_MAX) return "too-many";
	if (!text_utf8_valid(data, length)) return "text";
	part->value = arena_strndup(form->arena, data, length);
	return NULL;
}

const char *http_form_multipart(
	Arena *arena, const char *boundary, const char *body, size_t length, HttpPart **ret_parts, size_t *ret_count) {
	Multipart form = {.arena = arena, .at = body, .end = body + length};
	form.delimiter = arena_printf(arena, "\r\n--%s", boundary);
	form.delimiter_length = strlen(form.delimiter);
	/* The first delimiter has no line end before it. */
	size_t opening = form.delimiter_length - 2;
	if (length < opening || memcmp(body, form.delimiter + 2, opening) != 0) return "malformed";
	form.at += opening;
	for (;;) {
		size_t left = (size_t)(form.end - form.at);
		if (left >= 2 && !memcmp(form.at, "--", 2)) {
			bool ends = left == 2 || (left == 4 && !memcmp(form.at + 2, "\r\n", 2));
			if (!ends) return "malformed";
			*ret_parts = form.parts;
			*ret_count = form.count;
			return NULL;
		}
		if (left < 2 || memcmp(form.at, "\r\n", 2) != 0) return "malformed";
		form.at += 2;
		const char *wrong = part_take(&form);
		if (wrong) return wrong;
	}
}
