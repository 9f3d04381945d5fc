#include "web/http_request.h"
#include "base/log.h"
#include "base/text.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

size_t http_request_decode(const char *from, size_t length, bool plus, char *ret) {
	size_t out = 0;
	for (size_t i = 0; i < length; i++) {
		if (from[i] != '%') {
			ret[out++] = plus && from[i] == '+' ? ' ' : from[i];
			continue;
		}
		if (length - i < 3) return SIZE_MAX;
		int high = http_scan_hex(from[i + 1]), low = http_scan_hex(from[i + 2]);
		if (high < 0 || low < 0) return SIZE_MAX;
		ret[out++] = (char)(high * 16 + low);
		i += 2;
	}
	return out;
}

/* Control characters of ASCII and of Latin-1 (U+0080–U+009F), in valid UTF-8. */
static bool path_has_control(const char *path, size_t length) {
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)path[i];
		if (c < 0x20 || c == 0x7f) return true;
		if (c == 0xc2 && i + 1 < length && (unsigned char)path[i + 1] < 0xa0) return true;
	}
	return false;
}

/* "//", "/./", "/../", or a last segment that is "." or "..": a path another program might read differently. */
static bool path_wanders(const char *path) {
	for (const char *slash = path; slash; slash = strchr(slash + 1, '/')) {
		const char *segment = slash + 1;
		if (*segment == '/') return true;
		if (*segment != '.') continue;
		const char *dots = segment + (segment[1] == '.' ? 2 : 1);
		if (!*dots || *dots == '/') return true;
	}
	return false;
}

static int request_path(HttpRequest *request, const char *raw, size_t length) {
	char *path = arena_alloc(request->arena, length + 1);
	size_t decoded = length;
	if (memchr(raw, '%', length)) {
		decoded = http_request_decode(raw, length, false, path);
		if (decoded == SIZE_MAX || !text_utf8_valid(path, decoded) || path_has_control(path, decoded)) return 400;
		/* An encoded slash would become a border between segments that the sender did not mean as one. */
		size_t slashes = 0;
		for (size_t i = 0; i < length; i++) slashes += raw[i] == '/';
		for (size_t i = 0; i < decoded; i++) slashes -= path[i] == '/';
		if (slashes) return 400;
	} else {
		memcpy(path, raw, length);
	}
	path[decoded] = 0;
	if (strchr(path, '\\') || path_wanders(path)) return 400;
	request->path = path;
	return 0;
}

/* One piece of a query, decoded; NULL where it is broken. */
static const char *query_text(Arena *arena, const char *from, size_t length) {
	char *text = arena_alloc(arena, length + 1);
	size_t decoded = http_request_decode(from, length, true, text);
	if (decoded == SIZE_MAX || !text_utf8_valid(text, decoded)) return NULL;
	text[decoded] = 0;
	return text;
}

static int request_query(HttpRequest *request, const char *raw, size_t length) {
	size_t count = 1;
	for (size_t i = 0; i < length; i++) count += raw[i] == '&';
	if (count > HTTP_QUERY_MAX) return 400;
	HttpPair *pairs = arena_array(request->arena, count, sizeof *pairs);
	for (const char *at = raw, *end = raw + length; at < end;) {
		const char *stop = memchr(at, '&', (size_t)(end - at));
		if (!stop) stop = end;
		if (stop > at) {
			const char *equals = memchr(at, '=', (size_t)(stop - at));
			HttpPair *pair = &pairs[request->query_count++];
			pair->name = query_text(request->arena, at, (size_t)((equals ? equals : stop) - at));
			pair->value = equals ? query_text(request->arena, equals + 1, (size_t)(stop - equals - 1)) : "";
			if (!pair->name || !pair->value) return 400;
		}
		at = stop + 1;
	}
	request->query = pairs;
	return 0;
}

/* Any byte from 0x80 on? Eight at a time: nearly every head is plain ASCII. */
static bool has_high_bit(const char *bytes, size_t length) {
	uint64_t seen = 0, word;
	size_t i = 0;
	for (; i + sizeof word <= length; i += sizeof word) {
		memcpy(&word, bytes + i, sizeof word);
		seen |= word;
	}
	for (; i < length; i++) seen |= (unsigned char)bytes[i];
	return seen & UINT64_C(0x8080808080808080);
}

/* Cuts the copy of the head into names in lower case and values. A value that is not UTF-8 is left out: no field that matters to
 * framing can be one, and a handler never has to ask. */
static void request_headers(HttpRequest *request, const HttpScan *scan, char *copy) {
	HttpPair *pairs = arena_array(request->arena, scan->field_count ? scan->field_count : 1, sizeof *pairs);
	bool is_ascii = !has_high_bit(copy, scan->line_at);
	for (size_t i = 0; i < scan->field_count; i++) {
		const HttpField *field = &scan->fields[i];
		char *name = copy + field->name_at, *value = copy + field->value_at;
		if (!is_ascii && !text_utf8_valid(value, field->value_length)) continue;
		for (size_t k = 0; k < field->name_length; k++)
			if (name[k] >= 'A' && name[k] <= 'Z') name[k] = (char)(name[k] + 32);
		name[field->name_length] = 0;
		value[field->value_length] = 0;
		pairs[request->header_count++] = (HttpPair){name, value};
	}
	request->headers = pairs;
}

int http_request_make(HttpRequest *request, const HttpScan *scan, const char *head) {
	char *copy = arena_strndup(request->arena, head, scan->line_at);
	char *target = copy + scan->target_at;
	target[scan->target_length] = 0;
	request->method = scan->method;
	request->target = target;
	const char *mark = memchr(target, '?', scan->target_length);
	size_t path_length = mark ? (size_t)(mark - target) : scan->target_length;
	int refused = request_path(request, target, path_length);
	if (!refused && mark) refused = request_query(request, mark + 1, scan->target_length - path_length - 1);
	if (!refused) request_headers(request, scan, copy);
	return refused;
}

void http_request_forward(HttpRequest *request) {
	const char *forwarded = NULL, *proto = NULL;
	for (size_t i = 0; i < request->header_count; i++) {
		if (text_equal(request->headers[i].name, "x-forwarded-for")) forwarded = request->headers[i].value;
		if (text_equal(request->headers[i].name, "x-forwarded-proto")) proto = request->headers[i].value;
	}
	request->is_tls = proto && !strcasecmp(proto, "https");
	if (!forwarded) return;
	const char *comma = strrchr(forwarded, ',');
	const char *last = comma ? comma + 1 : forwarded;
	while (*last == ' ' || *last == '\t') last++;
	unsigned char address[16];
	char text[INET6_ADDRSTRLEN];
	int family = strchr(last, ':') ? AF_INET6 : AF_INET;
	if (inet_pton(family, last, address) != 1 || !inet_ntop(family, address, text, sizeof text)) return;
	snprintf(request->peer, sizeof request->peer, "%s", text);
}

/* q=0, q=0.0, q=0.00, q=0.000: not wanted. */
static bool weight_is_zero(const char *from, const char *end) {
	while (from < end && (*from == ' ' || *from == '\t' || *from == ';')) from++;
	if (end - from < 3 || (*from != 'q' && *from != 'Q') || from[1] != '=' || from[2] != '0') return false;
	for (from += 3; from < end && (*from == '.' || *from == '0'); from++) {
	}
	return from == end || *from == ' ' || *from == '\t';
}

bool http_request_takes_gzip(const char *accept_encoding) {
	bool takes = false;
	for (const char *at = accept_encoding; at && *at;) {
		at += strspn(at, " \t,");
		size_t item = strcspn(at, ","), name = strcspn(at, ",; \t");
		bool is_gzip = name == 4 && !strncasecmp(at, "gzip", 4);
		if (is_gzip) return !weight_is_zero(at + name, at + item);
		if (name == 1 && *at == '*') takes = !weight_is_zero(at + name, at + item);
		at += item;
	}
	return takes;
}

const char *http_header(const HttpRequest *request, const char *lower_name) {
	for (size_t i = 0; i < request->header_count; i++)
		if (!strcmp(request->headers[i].name, lower_name)) return request->headers[i].value;
	return NULL;
}

const char *http_query(const HttpRequest *request, const char *name) {
	for (size_t i = 0; i < request->query_count; i++)
		if (!strcmp(request->query[i].name, name)) return request->query[i].value;
	return NULL;
}

const char *http_cookie(const HttpRequest *request, const char *name) {
	size_t length = strlen(name);
	for (size_t i = 0; i < request->header_count; i++) {
		if (strcmp(request->headers[i].name, "cookie") != 0) continue;
		for (const char *at = request->headers[i].value; *at;) {
			at += strspn(at, "; \t");
			size_t piece = strcspn(at, ";");
			if (piece > length && at[length] == '=' && !memcmp(at, name, length)) {
				const char *value = at + length + 1;
				size_t rest = piece - length - 1;
				while (rest && (value[rest - 1] == ' ' || value[rest - 1] == '\t')) rest--;
				return arena_strndup(request->arena, value, rest);
			}
			at += piece;
		}
	}
	return NULL;
}

char *http_encode(Arena *arena, const char *text) {
	static const char hex[] = "0123456789ABCDEF";
	char *encoded = arena_alloc(arena, strlen(text) * 3 + 1), *out = encoded;
	for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
		bool plain = (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z') || strchr("-._~", *c);
		if (plain) {
			*out++ = (char)*c;
		} else {
			*out++ = '%';
			*out++ = hex[*c >> 4];
			*out++ = hex[*c & 15];
		}
	}
	return encoded;
}
