/* Fuzzes what a stranger's bytes meet first: the scan of the head, the making of the request, the scan of chunks. What is after
 * the head is taken for chunked bytes. Aborts where a promise of the headers is broken.
 * Needs src/web/http_scan.c src/web/http_request.c and src/base. */
#include "base/log.h"
#include "base/text.h"
#include "web/http_request.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

/* The path as web/http.h promises it. */
static void check_path(const char *path) {
	if (*path != '/' || strstr(path, "//") || strstr(path, "/./") || strstr(path, "/../") || strchr(path, '\\'))
		bug("path: %s", path);
	if (text_ends(path, "/..") || text_ends(path, "/.")) bug("path: %s", path);
	if (!text_utf8_valid(path, strlen(path)) || text_has_control(path)) {
		/* Bidirectional overrides are the handler's to judge; control characters must not come this far. */
		for (const char *c = path; *c; c++)
			if ((unsigned char)*c < 0x20 || *c == 0x7f) bug("control character in a path");
		if (!text_utf8_valid(path, strlen(path))) bug("path is not UTF-8");
	}
}

static void check_request(const HttpScan *scan, const char *head) {
	ARENA(arena, 4 << 20);
	HttpRequest request = {.arena = arena, .peer = "10.0.0.1"};
	if (http_request_make(&request, scan, head)) return;
	check_path(request.path);
	for (size_t i = 0; i < request.header_count; i++)
		if (strpbrk(request.headers[i].value, "\r\n") || !*request.headers[i].name) bug("field %s", request.headers[i].name);
	for (size_t i = 0; i < request.query_count; i++)
		if (!text_utf8_valid(request.query[i].value, strlen(request.query[i].value))) bug("query is not UTF-8");
	http_request_forward(&request);
	http_request_takes_gzip(http_header(&request, "accept-encoding"));
	http_cookie(&request, "session");
	http_encode(arena, request.path);
}

/* The chunks at once and in two pieces must end alike. */
static void check_chunks(const char *bytes, size_t length, size_t border) {
	HttpChunks whole = {.state = HTTP_CHUNK_SIZE}, split = {.state = HTTP_CHUNK_SIZE};
	size_t took = http_scan_chunks(&whole, bytes, length);
	if (border > length) border = length;
	size_t first = http_scan_chunks(&split, bytes, border);
	if (first == border) first += http_scan_chunks(&split, bytes + border, length - border);
	if (took != first || whole.state != split.state || whole.left != split.left) bug("chunks: %zu or %zu", took, first);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length) {
	if (!length) return 0;
	const char *bytes = (const char *)data + 1;
	size_t border = data[0];
	length--;
	HttpScan scan, split;
	http_scan_begin(&scan);
	http_scan_begin(&split);
	int found = http_scan_head(&scan, bytes, length);
	int later = http_scan_head(&split, bytes, border < length ? border : length);
	if (later == HTTP_SCAN_MORE) later = http_scan_head(&split, bytes, length);
	if (found != later) bug("head: %d at once, %d in pieces", found, later);
	if (found != HTTP_SCAN_DONE) {
		check_chunks(bytes, length, border);
		return 0;
	}
	if (scan.line_at != split.line_at || scan.field_count != split.field_count || scan.length != split.length)
		bug("head differs");
	check_request(&scan, bytes);
	check_chunks(bytes + scan.line_at, length - scan.line_at, border);
	return 0;
}
