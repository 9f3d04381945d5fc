/* Fuzzes the form parsers. The first line of the input is the Content-Type, the rest the body.
 * Needs src/web/http_form.c src/web/http_multipart.c src/web/http_request.c src/web/http_scan.c and src/base. */
#include "base/log.h"
#include "base/text.h"
#include "web/http_form.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void check_part(const HttpPart *part, const char *body, size_t length) {
	if (!*part->name || !text_utf8_valid(part->name, strlen(part->name))) bug("name");
	if (!part->file_name) {
		if (!part->value || strlen(part->value) != part->length || !text_utf8_valid(part->value, part->length)) bug("value");
		return;
	}
	if (part->value || !part->type || strpbrk(part->file_name, "/\\\r\n") ||
		!text_utf8_valid(part->file_name, strlen(part->file_name)))
		bug("file");
	if (part->data < body || part->data + part->length > body + length) bug("file data outside the body");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length) {
	const char *bytes = (const char *)data, *line = memchr(bytes, '\n', length);
	if (!line) return 0;
	ARENA(arena, 64 << 20);
	HttpPair header = {"content-type", arena_strndup(arena, bytes, (size_t)(line - bytes))};
	size_t body_length = length - (size_t)(line + 1 - bytes);
	/* A block of just this size: a read past the end is seen. */
	char *body = malloc(body_length + 1);
	if (!body) return 0;
	memcpy(body, line + 1, body_length);
	body[body_length] = 0;
	HttpRequest request = {.arena = arena, .headers = &header, .header_count = 1, .body = body, .body_length = body_length};
	HttpPart *parts;
	size_t count;
	if (!http_form(&request, &parts, &count))
		for (size_t i = 0; i < count; i++) check_part(&parts[i], body, body_length);
	free(body);
	return 0;
}
