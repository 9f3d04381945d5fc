#include "web/http_scan.h"

#include <string.h>
#include <strings.h>

enum { IS_TOKEN = 1, IS_TARGET = 2, IS_VALUE = 4, IS_HOST = 8 };

/* What each byte may be part of: a token (RFC 9110 5.6.2), a request target (visible ASCII but '#'), a field value (RFC 9110
 * 5.5: visible, blank, tab, bytes from 0x80), a Host (RFC 3986 reg-name without percent, IP literal, port). */
static const uint8_t classes[256] = {
	['\t'] = IS_VALUE,
	[' '] = IS_VALUE,
	['"'] = IS_TARGET | IS_VALUE,
	['#'] = IS_TOKEN | IS_VALUE,
	['('] = IS_TARGET | IS_VALUE,
	[')'] = IS_TARGET | IS_VALUE,
	[','] = IS_TARGET | IS_VALUE,
	['/'] = IS_TARGET | IS_VALUE,
	[';'] = IS_TARGET | IS_VALUE,
	['<'] = IS_TARGET | IS_VALUE,
	['='] = IS_TARGET | IS_VALUE,
	['>'] = IS_TARGET | IS_VALUE,
	['?'] = IS_TARGET | IS_VALUE,
	['@'] = IS_TARGET | IS_VALUE,
	['\\'] = IS_TARGET | IS_VALUE,
	['{'] = IS_TARGET | IS_VALUE,
	['}'] = IS_TARGET | IS_VALUE,
	['!'] = IS_TOKEN | IS_TARGET | IS_VALUE,
	['$'] = IS_TOKEN | IS_TARGET | IS_VALUE,
	['%'] = IS_TOKEN | IS_TARGET | IS_VALUE,
	['&'] = IS_TOKEN | IS_TARGET | IS_VALUE,
	['\''] = IS_TOKEN | IS_TARGET | IS_VALUE,
	['*'] = IS_TOKEN | IS_TARGET | IS_VALUE,
	['+'] = IS_TOKEN | IS_TARGET | IS_VALUE,
	['-'] = IS_TOKEN | IS_TARGET | IS_VALUE | IS_HOST,
	['.'] = IS_TOKEN | IS_TARGET | IS_VALUE | IS_HOST,
	['0' ... '9'] = IS_TOKEN | IS_TARGET | IS_VALUE | IS_HOST,
	[':'] = IS_TARGET | IS_VALUE | IS_HOST,
	['A' ... 'Z'] = IS_TOKEN | IS_TARGET | IS_VALUE | IS_HOST,
	['['] = IS_TARGET | IS_VALUE | IS_HOST,
	[']'] = IS_TARGET | IS_VALUE | IS_HOST,
	['^'] = IS_TOKEN | IS_TARGET | IS_VALUE,
	['_'] = IS_TOKEN | IS_TARGET | IS_VALUE | IS_HOST,
	['`'] = IS_TOKEN | IS_TARGET | IS_VALUE,
	['a' ... 'z'] = IS_TOKEN | IS_TARGET | IS_VALUE | IS_HOST,
	['|'] = IS_TOKEN | IS_TARGET | IS_VALUE,
	['~'] = IS_TOKEN | IS_TARGET | IS_VALUE,
	[0x80 ... 0xff] = IS_VALUE,
};

/* How many bytes from `text` on are of the class. */
static size_t scan_span(const char *text, size_t length, uint8_t class) {
	size_t n = 0;
	while (n < length && classes[(unsigned char)text[n]] & class) n++;
	return n;
}

static bool scan_is(const char *text, size_t length, const char *word) {
	return length == strlen(word) && !strncasecmp(text, word, length);
}

int http_scan_hex(char c) {
	if (c >= '0' && c <= '9') return c - '0';
	if (c >= 'a' && c <= 'f') return c - 'a' + 10;
	if (c >= 'A' && c <= 'F') return c - 'A' + 10;
	return -1;
}

void http_scan_begin(HttpScan *scan) {
	memset(scan, 0, offsetof(HttpScan, fields));
}

static bool scan_method(const char *text, size_t length, HttpMethod *ret_method) {
	static const struct {
		const char *word;
		HttpMethod method;
	} methods[] = {{"GET", HTTP_GET_M}, {"POST", HTTP_POST_M}, {"HEAD", HTTP_HEAD_M}, {"PATCH", HTTP_PATCH_M},
		{"DELETE", HTTP_DELETE_M}, {"PUT", HTTP_OTHER_M}, {"OPTIONS", HTTP_OTHER_M}};
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (length == strlen(methods[i].word) && !memcmp(text, methods[i].word, length)) {
			*ret_method = methods[i].method;
			return true;
		}
	return false;
}

/* "HTTP/1.1": 0 or the status. Another version well written is 505. */
static int scan_version(HttpScan *scan, const char *text, size_t length) {
	if (length != 8 || memcmp(text, "HTTP/", 5) || text[6] != '.') return 400;
	if (text[5] < '0' || text[5] > '9' || text[7] < '0' || text[7] > '9') return 400;
	if (text[5] != '1' || text[7] > '1') return 505;
	scan->minor = (uint8_t)(text[7] - '0');
	return 0;
}

/* METHOD SP target SP version, one blank each; the target begins with '/' (origin form; the other forms belong to proxies). */
static int scan_request_line(HttpScan *scan, const char *head, size_t length) {
	size_t method = 0;
	while (method < length && head[method] >= 'A' && head[method] <= 'Z') method++;
	if (!method || method > 20 || method == length || head[method] != ' ') return 400;
	size_t target = method + 1;
	size_t target_length = scan_span(head + target, length - target, IS_TARGET);
	size_t after = target + target_length;
	if (!target_length || after == length || head[after] != ' ') return 400;
	int refused = scan_version(scan, head + after + 1, length - after - 1);
	if (refused) return refused;
	if (!scan_method(head, method, &scan->method)) return 501;
	if (head[target] != '/') return 400;
	scan->target_at = (uint16_t)target;
	scan->target_length = (uint16_t)target_length;
	scan->has_line = true;
	return 0;
}

static int scan_length(HttpScan *scan, const char *value, size_t length) {
	if (scan->has_length || !length || length > 15) return 400;
	uint64_t number = 0;
	for (size_t i = 0; i < length; i++) {
		if (value[i] < '0' || value[i] > '9') return 400;
		number = number * 10 + (uint64_t)(value[i] - '0');
	}
	scan->has_length = true;
	scan->length = number;
	return 0;
}

/* The fields that say where a message ends or whom it is for. */
static int scan_known_field(HttpScan *scan, const char *name, size_t name_length, const char *value, size_t length) {
	if (scan_is(name, name_length, "host")) {
		if (scan->has_host || !length || scan_span(value, length, IS_HOST) != length) return 400;
		scan->has_host = true;
	} else if (scan_is(name, name_length, "content-length")) {
		return scan_length(scan, value, length);
	} else if (scan_is(name, name_length, "transfer-encoding")) {
		if (scan->is_chunked || !scan->minor) return 400;
		if (!scan_is(value, length, "chunked")) return length && scan_span(value, length, IS_TOKEN) == length ? 501 : 400;
		scan->is_chunked = true;
	} else if (scan_is(name, name_length, "expect")) {
		if (!scan_is(value, length, "100-continue")) return 417;
		scan->expects = scan->minor == 1;
	}
	return 0;
}

/* name ":" value; nothing before the colon but a token. */
static int scan_field(HttpScan *scan, const char *head, size_t at, size_t length) {
	const char *line = head + at;
	size_t name_length = scan_span(line, length, IS_TOKEN);
	if (!name_length || name_length == length || line[name_length] != ':') return 400;
	size_t from = name_length + 1;
	if (scan_span(line + from, length - from, IS_VALUE) != length - from) return 400;
	size_t to = length;
	while (from < to && (line[from] == ' ' || line[from] == '\t')) from++;
	while (to > from && (line[to - 1] == ' ' || line[to - 1] == '\t')) to--;
	if (scan->field_count == HTTP_FIELDS_MAX) return 431;
	scan->fields[scan->field_count++] =
		(HttpField){(uint16_t)at, (uint16_t)name_length, (uint16_t)(at + from), (uint16_t)(to - from)};
	return scan_known_field(scan, line, name_length, line + from, to - from);
}

/* The empty line: what must be there is there, and the framing is one thing. */
static int scan_end(const HttpScan *scan) {
	if (!scan->has_line) return 400;
	if (scan->minor == 1 && !scan->has_host) return 400;
	if (scan->is_chunked && scan->has_length) return 400;
	return HTTP_SCAN_DONE;
}

/* A line that has not ended yet: too long, or plainly no request? */
static int scan_unfinished(const HttpScan *scan, const char *head, size_t length) {
	if (length - scan->line_at > HTTP_LINE_MAX) return scan->has_line ? 431 : 414;
	if (length > HTTP_HEAD_MAX) return 431;
	if (!scan->has_line && length && (head[0] < 'A' || head[0] > 'Z')) return 400;
	return HTTP_SCAN_MORE;
}

int http_scan_head(HttpScan *scan, const char *head, size_t length) {
	for (;;) {
		const char *lf = length > scan->seen ? memchr(head + scan->seen, '\n', length - scan->seen) : NULL;
		if (!lf) {
			scan->seen = length;
			return scan_unfinished(scan, head, length);
		}
		size_t at = scan->line_at, end = (size_t)(lf - head);
		if (end - at > HTTP_LINE_MAX) return scan->has_line ? 431 : 414;
		if (end >= HTTP_HEAD_MAX) return 431;
		if (end == at || head[end - 1] != '\r') return 400;
		size_t line_length = end - 1 - at;
		scan->line_at = scan->seen = end + 1;
		if (!line_length) return scan_end(scan);
		int refused = scan->has_line ? scan_field(scan, head, at, line_length) : scan_request_line(scan, head, line_length);
		if (refused) return refused;
	}
}

/* A byte of the line with a chunk's size. */
static void chunks_size(HttpChunks *chunks, char c) {
	int digit = http_scan_hex(c);
	if (digit >= 0 && chunks->digits < 8) {
		chunks->left = chunks->left * 16 + (uint64_t)digit;
		chunks->digits++;
	} else if (c == '\r' && chunks->digits) {
		chunks->state = HTTP_CHUNK_SIZE_LF;
	} else {
		chunks->state = HTTP_CHUNK_BAD;
	}
}

size_t http_scan_chunks(HttpChunks *chunks, const char *bytes, size_t length) {
	size_t at = 0;
	while (at < length && chunks->state < HTTP_CHUNK_DONE) {
		if (chunks->state == HTTP_CHUNK_SIZE) {
			chunks_size(chunks, bytes[at++]);
		} else if (chunks->state == HTTP_CHUNK_DATA) {
			size_t take = chunks->left < length - at ? (size_t)chunks->left : length - at;
			at += take;
			chunks->left -= take;
			if (!chunks->left) chunks->state = HTTP_CHUNK_DATA_CR;
		} else {
			/* CR and LF alternate: each is the only byte allowed where it stands. */
			static const char wanted[] = {0, '\n', 0, '\r', '\n', '\r', '\n'};
			static const HttpChunkState after[] = {
				0, 0, 0, HTTP_CHUNK_DATA_LF, HTTP_CHUNK_SIZE, HTTP_CHUNK_END_LF, HTTP_CHUNK_DONE};
			HttpChunkState next = after[chunks->state];
			if (chunks->state == HTTP_CHUNK_SIZE_LF) next = chunks->left ? HTTP_CHUNK_DATA : HTTP_CHUNK_END_CR;
			if (chunks->state == HTTP_CHUNK_DATA_LF) chunks->digits = 0;
			chunks->state = bytes[at++] == wanted[chunks->state] ? next : HTTP_CHUNK_BAD;
		}
	}
	return at;
}
