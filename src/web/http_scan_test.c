#include "web/http_request.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define GOOD "GET /a?b=c HTTP/1.1\r\nHost: gangmu.test\r\n"

static int scan_all(HttpScan *scan, const char *head, size_t length) {
	http_scan_begin(scan);
	return http_scan_head(scan, head, length);
}

/* The head arriving byte by byte: the last answer before anything but "more". */
static int scan_slowly(const char *head, size_t length) {
	HttpScan scan;
	http_scan_begin(&scan);
	for (size_t i = 1; i <= length; i++) {
		int found = http_scan_head(&scan, head, i);
		if (found != HTTP_SCAN_MORE) return found;
	}
	return HTTP_SCAN_MORE;
}

static void expect_status(const char *head, size_t length, int status) {
	HttpScan scan;
	int found = scan_all(&scan, head, length), slow = scan_slowly(head, length);
	if (found != status || slow != status)
		fail_msg("%d at once, %d slowly, wanted %d: %.*s", found, slow, status, (int)length, head);
}
#define EXPECT(head, status) expect_status(head, sizeof(head) - 1, status)

static void head_is_read(void **state) {
	(void)state;
	static const char head[] = "POST /a/%E7%BA%B2?x=1 HTTP/1.1\r\nhOsT: [::1]:8080\r\nEmpty:\r\nX-A: \t one two \t\r\n"
							   "Content-Length: 12\r\nExpect: 100-Continue\r\n\r\nrest";
	HttpScan scan;
	assert_int_equal(scan_all(&scan, head, sizeof head - 1), HTTP_SCAN_DONE);
	assert_int_equal(scan.line_at, sizeof head - 1 - 4);
	assert_int_equal(scan.method, HTTP_POST_M);
	assert_int_equal(scan.minor, 1);
	assert_true(scan.has_host && scan.has_length && scan.expects && !scan.is_chunked);
	assert_int_equal(scan.length, 12);
	assert_memory_equal(head + scan.target_at, "/a/%E7%BA%B2?x=1", scan.target_length);
	assert_int_equal(scan.field_count, 5);
	assert_int_equal(scan.fields[1].value_length, 0);
	assert_int_equal(scan.fields[2].value_length, 7);
	assert_memory_equal(head + scan.fields[2].value_at, "one two", 7);
	EXPECT("GET / HTTP/1.0\r\n\r\n", HTTP_SCAN_DONE);
	EXPECT(GOOD "Transfer-Encoding: Chunked\r\n\r\n", HTTP_SCAN_DONE);
	EXPECT(GOOD "X: \xe7\xba\xb2\r\n\r\n", HTTP_SCAN_DONE);
	EXPECT(GOOD "X: 1\r\n", HTTP_SCAN_MORE);
	EXPECT("GET / HT", HTTP_SCAN_MORE);
}

static void lines_end_in_crlf(void **state) {
	(void)state;
	EXPECT("GET / HTTP/1.1\nHost: x\n\n", 400);
	EXPECT(GOOD "\n", 400);
	EXPECT(GOOD "\r\r\n", 400);
	EXPECT(GOOD "A: b\n\r\n", 400);
	EXPECT(GOOD "A: b\rc\r\n\r\n", 400);
	EXPECT(GOOD " folded\r\n\r\n", 400);
	EXPECT(GOOD "\tfolded\r\n\r\n", 400);
	EXPECT("\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", 400);
	EXPECT("\x16\x03\x01", 400);
}

static void request_line_is_exact(void **state) {
	(void)state;
	EXPECT("get / HTTP/1.1\r\nHost: x\r\n\r\n", 400);
	EXPECT("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400);
	EXPECT("GET /  HTTP/1.1\r\nHost: x\r\n\r\n", 400);
	EXPECT("GET\t/\tHTTP/1.1\r\nHost: x\r\n\r\n", 400);
	EXPECT("GET /\r\n\r\n", 400);
	EXPECT("GET / HTTP/1.1 \r\nHost: x\r\n\r\n", 400);
	EXPECT("GET / http/1.1\r\nHost: x\r\n\r\n", 400);
	EXPECT("GET / HTTP/1.10\r\nHost: x\r\n\r\n", 400);
	EXPECT("GET / HTTP/1.2\r\nHost: x\r\n\r\n", 505);
	EXPECT("GET / HTTP/0.9\r\n\r\n", 505);
	EXPECT("PRI * HTTP/2.0\r\n\r\n", 505);
	EXPECT("BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 501);
	EXPECT("CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 501);
	EXPECT("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400);
	EXPECT("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 400);
	EXPECT("GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n", 400);
	EXPECT("GET /\xe7\xba\xb2 HTTP/1.1\r\nHost: x\r\n\r\n", 400);
	EXPECT("GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n", 400);
}

static void framing_is_one_thing(void **state) {
	(void)state;
	EXPECT(GOOD "Content-Length: 5\r\nContent-Length: 5\r\n\r\n", 400);
	EXPECT(GOOD "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
	EXPECT(GOOD "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
	EXPECT(GOOD "Transfer-Encoding: chunked, chunked\r\n\r\n", 400);
	EXPECT(GOOD "Transfer-Encoding: gzip\r\n\r\n", 501);
	EXPECT("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
	static const char *const lengths[] = {"", "+5", "-5", "0x5", "5,5", "5 5", "5.0", "1e3", "1234567890123456", "\xef\xbc\x95"};
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		char head[256];
		int length = snprintf(head, sizeof head, GOOD "Content-Length: %s\r\n\r\n", lengths[i]);
		expect_status(head, (size_t)length, 400);
	}
	EXPECT(GOOD "Expect: nothing\r\n\r\n", 417);
}

static void long_heads_are_refused(void **state) {
	(void)state;
	size_t room = HTTP_HEAD_MAX * 2;
	char *head = malloc(room);
	assert_non_null(head);
	memset(head, 'a', room);
	memcpy(head, "GET /", 5);
	expect_status(head, HTTP_LINE_MAX, HTTP_SCAN_MORE);
	expect_status(head, HTTP_LINE_MAX + 1, 414);
	memset(head, 'a', room);
	memcpy(head, GOOD, sizeof GOOD - 1);
	expect_status(head, sizeof GOOD - 1 + HTTP_LINE_MAX + 1, 431);
	size_t length = sizeof GOOD - 1;
	for (int i = 1; i < HTTP_FIELDS_MAX; i++, length += 6) memcpy(head + length, "A: b\r\n", 6);
	memcpy(head + length, "\r\n", 2);
	expect_status(head, length + 2, HTTP_SCAN_DONE);
	memcpy(head + length, "A: b\r\n", 6);
	expect_status(head, length + 6, 431);
	length = sizeof GOOD - 1;
	for (int i = 0; i < 5; i++, length += 8000) {
		memcpy(head + length, "A: ", 3);
		memset(head + length + 3, 'b', 7995);
		memcpy(head + length + 7998, "\r\n", 2);
	}
	expect_status(head, length, 431);
	free(head);
}

/* What the chunk scan says of the whole, fed at once and byte by byte; the bytes it took. */
static HttpChunkState chunks_of(const char *bytes, size_t length, size_t *ret_took) {
	HttpChunks chunks = {.state = HTTP_CHUNK_SIZE}, slow = {.state = HTTP_CHUNK_SIZE};
	*ret_took = http_scan_chunks(&chunks, bytes, length);
	for (size_t i = 0; i < length; i++) http_scan_chunks(&slow, bytes + i, 1);
	assert_int_equal(chunks.state, slow.state);
	return chunks.state;
}

static void chunks_are_exact(void **state) {
	(void)state;
	static const struct {
		const char *bytes;
		HttpChunkState state;
		size_t took;
	} cases[] = {
		{"5\r\nhello\r\n0\r\n\r\nGET", HTTP_CHUNK_DONE, 15},
		{"0005\r\nhello\r\n00\r\n\r\n", HTTP_CHUNK_DONE, 19},
		{"A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n", HTTP_CHUNK_DONE, 35},
		{"5\r\nhel", HTTP_CHUNK_DATA, 6},
		{"0x5\r\nhello\r\n", HTTP_CHUNK_BAD, 2},
		{"+5\r\nhello\r\n", HTTP_CHUNK_BAD, 1},
		{" 5\r\nhello\r\n", HTTP_CHUNK_BAD, 1},
		{"5 \r\nhello\r\n", HTTP_CHUNK_BAD, 2},
		{"5;a=b\r\nhello\r\n", HTTP_CHUNK_BAD, 2},
		{"5\nhello\r\n", HTTP_CHUNK_BAD, 2},
		{"5\r\rhello", HTTP_CHUNK_BAD, 3},
		{"5\r\nhello\n", HTTP_CHUNK_BAD, 9},
		{"5\r\nhello!\r\n", HTTP_CHUNK_BAD, 9},
		{"\r\nhello", HTTP_CHUNK_BAD, 1},
		{"123456789\r\n", HTTP_CHUNK_BAD, 9},
		{"0\r\n\n", HTTP_CHUNK_BAD, 4},
		{"0\r\nX-Trailer: 1\r\n\r\n", HTTP_CHUNK_BAD, 4},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t took;
		HttpChunkState found = chunks_of(cases[i].bytes, strlen(cases[i].bytes), &took);
		if (found != cases[i].state || took != cases[i].took) fail_msg("%s: %d after %zu", cases[i].bytes, found, took);
	}
}

static int request_of(Arena *arena, const char *target, HttpRequest *ret_request) {
	char head[2048];
	int length = snprintf(head, sizeof head,
		"GET %s HTTP/1.1\r\nHost: x\r\nCookie: a=1; session=abc%%20 ;b=2\r\nX-Latin: caf\xe9\r\nX-Two: 1\r\nx-two: 2\r\n\r\n",
		target);
	HttpScan scan;
	assert_int_equal(scan_all(&scan, head, (size_t)length), HTTP_SCAN_DONE);
	*ret_request = (HttpRequest){.arena = arena};
	return http_request_make(ret_request, &scan, head);
}

static void path_and_query_are_decoded(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	HttpRequest request;
	assert_int_equal(request_of(arena, "/%e4%ba%8b%E9%A1%B9/a.b/..c?q=a+b%26&&k&q=2&e=", &request), 0);
	assert_string_equal(request.path, "/事项/a.b/..c");
	assert_string_equal(request.target, "/%e4%ba%8b%E9%A1%B9/a.b/..c?q=a+b%26&&k&q=2&e=");
	assert_int_equal(request.query_count, 4);
	assert_string_equal(http_query(&request, "q"), "a b&");
	assert_string_equal(http_query(&request, "k"), "");
	assert_string_equal(http_query(&request, "e"), "");
	assert_null(http_query(&request, "none"));
	assert_string_equal(http_header(&request, "host"), "x");
	assert_string_equal(http_header(&request, "x-two"), "1");
	assert_null(http_header(&request, "x-latin"));
	assert_string_equal(http_cookie(&request, "session"), "abc%20");
	assert_string_equal(http_cookie(&request, "b"), "2");
	assert_null(http_cookie(&request, "sess"));
	assert_string_equal(http_encode(arena, "a b/纲~"), "a%20b%2F%E7%BA%B2~");
}

static void wandering_paths_are_refused(void **state) {
	(void)state;
	static const char *const bad[] = {"//", "/a//b", "/..", "/../a", "/a/../b", "/a/..", "/.", "/./a", "/a/.", "/%2e%2e/a",
		"/.%2e", "/%2E", "/a%2fb", "/a%2Fb", "/..%2f", "/a%5cb", "/a\\b", "/%00", "/a%0ab", "/a%0d%0aX:1", "/%7f", "/%c2%85",
		"/%", "/%4", "/%zz", "/%c0%af", "/%ff", "/%ed%a0%80", "/a?q=%00", "/a?q=%ff", "/a?q=%4", "/a?%zz=1"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		ARENA(arena, 1 << 20);
		HttpRequest request;
		if (request_of(arena, bad[i], &request) != 400) fail_msg("accepted: %s", bad[i]);
	}
	static const char *const good[] = {"/", "/a/", "/...", "/a..b", "/.well-known/x", "/a?../..", "/a?b=//", "/%20"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		ARENA(arena, 1 << 20);
		HttpRequest request;
		if (request_of(arena, good[i], &request) != 0) fail_msg("refused: %s", good[i]);
	}
}

static void forwarded_address_is_the_last(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	static const struct {
		const char *sent, *peer;
	} cases[] = {{"1.2.3.4", "1.2.3.4"}, {"6.6.6.6, 1.2.3.4", "1.2.3.4"}, {"::1", "::1"}, {"1.2.3.4, evil", "10.0.0.1"},
		{"", "10.0.0.1"}, {"1.2.3.4,", "10.0.0.1"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		HttpPair headers[] = {{"x-forwarded-for", cases[i].sent}, {"x-forwarded-proto", "https"}};
		HttpRequest request = {.arena = arena, .headers = headers, .header_count = 2, .peer = "10.0.0.1"};
		http_request_forward(&request);
		assert_string_equal(request.peer, cases[i].peer);
		assert_true(request.is_tls);
	}
}

static void gzip_is_taken_where_offered(void **state) {
	(void)state;
	static const char *const yes[] = {"gzip", "deflate, gzip;q=0.5", "*", "br, *;q=0.1", "GZIP", "gzip ; q=1"};
	static const char *const no[] = {"", "br", "gzip;q=0", "gzip; q=0.000", "*;q=0", "*, gzip;q=0", "xgzip", "gzipx"};
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) assert_true(http_request_takes_gzip(yes[i]));
	for (size_t i = 0; i < sizeof no / sizeof *no; i++) assert_false(http_request_takes_gzip(no[i]));
	assert_false(http_request_takes_gzip(NULL));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(head_is_read),
		cmocka_unit_test(lines_end_in_crlf),
		cmocka_unit_test(request_line_is_exact),
		cmocka_unit_test(framing_is_one_thing),
		cmocka_unit_test(long_heads_are_refused),
		cmocka_unit_test(chunks_are_exact),
		cmocka_unit_test(path_and_query_are_decoded),
		cmocka_unit_test(wandering_paths_are_refused),
		cmocka_unit_test(forwarded_address_is_the_last),
		cmocka_unit_test(gzip_is_taken_where_offered),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
