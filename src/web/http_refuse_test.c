/* Malformed and doubtful requests through a real socket: each is answered with its status, the connection is closed, and no
 * handler sees it nor what follows it. */
#include "web/http_wire_test.h"

#define GET "GET /a HTTP/1.1\r\nHost: x\r\n"
#define POST "POST /a HTTP/1.1\r\nHost: x\r\n"
#define CHUNKED POST "Transfer-Encoding: chunked\r\n\r\n"
/* What a smuggler would have the server take for a request of its own. */
#define NEXT "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
#define BAD(text)                                                                                                                \
	{ text NEXT, sizeof(text NEXT) - 1, 400 }
#define CASE(text, status)                                                                                                       \
	{ text, sizeof(text) - 1, status }

static const struct {
	const char *bytes;
	size_t length;
	int status;
} cases[] = {
	/* length of the message */
	BAD(POST "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
	BAD(POST "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
	BAD(POST "Content-Length: 5, 5\r\n\r\nhello"),
	BAD(POST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
	BAD(POST "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
	BAD("POST /a HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
	BAD(POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
	BAD(POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"),
	BAD(POST "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
	BAD(POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
	BAD(POST "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n"),
	BAD(POST "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"),
	BAD(POST "Transfer-Encoding: \x0b"
			 "chunked\r\n\r\n0\r\n\r\n"),
	BAD(POST "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"),
	BAD(POST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
	CASE(POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" NEXT, 501),
	CASE(POST "Transfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello" NEXT, 501),
	BAD(POST "Content-Length : 5\r\n\r\nhello"),
	BAD(POST "Content-Length\t: 5\r\n\r\nhello"),
	BAD(POST "Content-Length: +5\r\n\r\nhello"),
	BAD(POST "Content-Length: -5\r\n\r\nhello"),
	BAD(POST "Content-Length: 0x5\r\n\r\nhello"),
	BAD(POST "Content-Length: 5 5\r\n\r\nhello"),
	BAD(POST "Content-Length: \r\n\r\nhello"),
	BAD(POST "Content-Length: 5\x0c\r\n\r\nhello"),
	BAD(POST "Content-Length: 18446744073709551621\r\n\r\nhello"),
	BAD(POST "Content-Length: 99999999999999999999999\r\n\r\nhello"),
	/* chunks */
	BAD(CHUNKED "0x5\r\nhello\r\n0\r\n\r\n"),
	BAD(CHUNKED "+5\r\nhello\r\n0\r\n\r\n"),
	BAD(CHUNKED "-5\r\nhello\r\n0\r\n\r\n"),
	BAD(CHUNKED " 5\r\nhello\r\n0\r\n\r\n"),
	BAD(CHUNKED "5 \r\nhello\r\n0\r\n\r\n"),
	BAD(CHUNKED "5;a=b\r\nhello\r\n0\r\n\r\n"),
	BAD(CHUNKED "5;\nhello\r\n0\r\n\r\n"),
	BAD(CHUNKED "5\nhello\r\n0\r\n\r\n"),
	BAD(CHUNKED "5\rhello\r\n0\r\n\r\n"),
	BAD(CHUNKED "5\r\r\nhello\r\n0\r\n\r\n"),
	BAD(CHUNKED "5\r\nhello\n0\r\n\r\n"),
	BAD(CHUNKED "5\r\nhello0\r\n\r\n"),
	BAD(CHUNKED "5\r\nhello world\r\n0\r\n\r\n"),
	BAD(CHUNKED "6\r\nhello\r\n0\r\n\r\n"),
	BAD(CHUNKED "\r\n"),
	BAD(CHUNKED "G\r\n"),
	BAD(CHUNKED "fffffffffffffffff\r\nhello"),
	BAD(CHUNKED "0\r\n\n"),
	BAD(CHUNKED "0\n\r\n"),
	BAD(CHUNKED "0\r\nX-Trailer: 1\r\n\r\n"),
	BAD(CHUNKED "0\r\nContent-Length: 5\r\n\r\n"),
	/* line ends and bytes that stand nowhere */
	BAD("GET /a HTTP/1.1\nHost: x\n\n"),
	BAD("GET /a HTTP/1.1\nHost: x\r\n\r\n"),
	BAD(GET "A: b\nC: d\r\n\r\n"),
	BAD(GET "\n"),
	BAD(GET "\rX"),
	BAD(GET "\r\r\n\r\n"),
	BAD(GET "A: b\rContent-Length: 5\r\n\r\n"),
	BAD(GET "A: b\r\r\n\r\n"),
	BAD(GET "A: b\0c\r\n\r\n"),
	BAD(GET "A\0: b\r\n\r\n"),
	BAD("GET /\0a HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD(GET "A: b\x01\r\n\r\n"),
	BAD(GET "A: b\x7f\r\n\r\n"),
	BAD(GET "A: b\x1b[31m\r\n\r\n"),
	BAD("\r\n" GET "\r\n"),
	BAD(" " GET "\r\n"),
	BAD("\xef\xbb\xbf" GET "\r\n"),
	CASE("\x16\x03\x01\x02\x00\x01\x00", 400),
	/* fields */
	BAD(GET "A: b\r\n c\r\n\r\n"),
	BAD(GET "A: b\r\n\tc\r\n\r\n"),
	BAD("GET /a HTTP/1.1\r\n Host: x\r\n\r\n"),
	BAD("GET /a HTTP/1.1\r\n\r\n"),
	BAD("GET /a HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n"),
	BAD("GET /a HTTP/1.1\r\nHost: x\r\nhOST: y\r\n\r\n"),
	BAD("GET /a HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n"),
	BAD("GET /a HTTP/1.1\r\nHost:\r\n\r\n"),
	BAD("GET /a HTTP/1.1\r\nHost : x\r\n\r\n"),
	BAD("GET /a HTTP/1.1\r\nHost: x y\r\n\r\n"),
	BAD("GET /a HTTP/1.1\r\nHost: x, y\r\n\r\n"),
	BAD("GET /a HTTP/1.1\r\nHost: x/y\r\n\r\n"),
	BAD("GET /a HTTP/1.1\r\nHost: a@b\r\n\r\n"),
	BAD("GET /a HTTP/1.1\r\nHost: \xe7\xba\xb2\r\n\r\n"),
	BAD(GET ": b\r\n\r\n"),
	BAD(GET "no colon\r\n\r\n"),
	BAD(GET "nocolon\r\n\r\n"),
	BAD(GET "A B: c\r\n\r\n"),
	BAD(GET "A(B): c\r\n\r\n"),
	BAD(GET "\xe7\xba\xb2: c\r\n\r\n"),
	CASE(POST "Expect: 200-ok\r\nContent-Length: 5\r\n\r\nhello" NEXT, 417),
	/* request line */
	BAD("get /a HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("Get /a HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /a\r\n\r\n"),
	BAD("GET\r\n\r\n"),
	BAD("GET /a HTTP/1.1 \r\nHost: x\r\n\r\n"),
	BAD("GET  /a HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /a  HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET\t/a HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /a b HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /a http/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /a HTTP/1.10\r\nHost: x\r\n\r\n"),
	BAD("GET /a HTTP/1\r\nHost: x\r\n\r\n"),
	BAD("GET /a HTTP/11\r\nHost: x\r\n\r\n"),
	BAD("GET /a ICE/1.1\r\nHost: x\r\n\r\n"),
	CASE("GET /a HTTP/2.0\r\nHost: x\r\n\r\n" NEXT, 505),
	CASE("GET /a HTTP/1.2\r\nHost: x\r\n\r\n" NEXT, 505),
	CASE("GET /a HTTP/0.9\r\n\r\n" NEXT, 505),
	CASE("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
	CASE("BREW /a HTTP/1.1\r\nHost: x\r\n\r\n" NEXT, 501),
	CASE("TRACE /a HTTP/1.1\r\nHost: x\r\n\r\n" NEXT, 501),
	CASE("CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n" NEXT, 501),
	BAD("GET http://x/a HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET a HTTP/1.1\r\nHost: x\r\n\r\n"),
	/* paths */
	BAD("GET /\xe7\xba\xb2 HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /a%00b HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /../a HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /a/.. HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /%2e%2e/a HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /..%2fa HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET //a HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /./a HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /a%5c..%5cb HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /%c0%ae%c0%ae/a HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /a%0d%0aX:%201 HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /a% HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /a%u4e8b HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /a?b=%00 HTTP/1.1\r\nHost: x\r\n\r\n"),
	BAD("GET /a?b=%ff HTTP/1.1\r\nHost: x\r\n\r\n"),
};

static void expect_refused(Wire *wire, const char *bytes, size_t length, int status) {
	BUF(answer, 1 << 20);
	char want[32];
	snprintf(want, sizeof want, "HTTP/1.1 %d ", status);
	/* Chunk cases reach the plan but never the handler. */
	wire_talk(wire, bytes, length, &answer);
	if (strncmp(buf_text(&answer), want, strlen(want)) != 0)
		fail_msg("wanted %d, got \"%s\" for: %s", status, buf_text(&answer), bytes);
	assert_non_null(strstr(buf_text(&answer), "\r\nConnection: close\r\n"));
	assert_null(strstr(buf_text(&answer) + 1, "HTTP/1.1 "));
	assert_int_equal(atomic_load(&wire->handled), 0);
}

static void doubtful_requests_are_refused(void **state) {
	Wire *wire = *state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		expect_refused(wire, cases[i].bytes, cases[i].length, cases[i].status);
	print_message("%zu doubtful requests refused\n", sizeof cases / sizeof *cases);
}

/* The same byte by byte: no border between reads lets one through. */
static void doubtful_requests_in_pieces_are_refused(void **state) {
	Wire *wire = *state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i += 7) {
		int fd = wire_open(wire);
		for (size_t at = 0; at < cases[i].length; at += 3) {
			wire_put(fd, cases[i].bytes + at, cases[i].length - at < 3 ? cases[i].length - at : 3);
			usleep(200);
		}
		BUF(answer, 1 << 20);
		assert_true(wire_get(fd, &answer, NULL, WIRE_WAIT_MS));
		close(fd);
		char want[32];
		snprintf(want, sizeof want, "HTTP/1.1 %d ", cases[i].status);
		assert_memory_equal(buf_text(&answer), want, strlen(want));
		assert_int_equal(atomic_load(&wire->handled), 0);
	}
}

static void long_things_are_refused(void **state) {
	Wire *wire = *state;
	BUF(raw, 1 << 20);
	buf_puts(&raw, "GET /");
	for (int i = 0; i < 9000; i++) buf_putc(&raw, 'a');
	buf_puts(&raw, " HTTP/1.1\r\nHost: x\r\n\r\n");
	expect_refused(wire, raw.data, raw.length, 414);
	buf_clear(&raw);
	buf_puts(&raw, GET "A: ");
	for (int i = 0; i < 9000; i++) buf_putc(&raw, 'a');
	buf_puts(&raw, "\r\n\r\n");
	expect_refused(wire, raw.data, raw.length, 431);
	buf_clear(&raw);
	buf_puts(&raw, GET);
	for (int i = 0; i < 101; i++) buf_puts(&raw, "A: b\r\n");
	buf_puts(&raw, "\r\n");
	expect_refused(wire, raw.data, raw.length, 431);
	buf_clear(&raw);
	buf_puts(&raw, GET);
	for (int i = 0; i < 50; i++) buf_printf(&raw, "A: %0700d\r\n", i);
	buf_puts(&raw, "\r\n");
	expect_refused(wire, raw.data, raw.length, 431);
}

static void bodies_too_large_are_refused(void **state) {
	Wire *wire = *state;
	static const char declared[] = POST "Content-Length: 1048577\r\n\r\nabc";
	expect_refused(wire, declared, sizeof declared - 1, 413);
	BUF(raw, 4 << 20);
	buf_puts(&raw, CHUNKED "110000\r\n");
	for (int i = 0; i < 0x110000; i++) buf_putc(&raw, 'a');
	buf_puts(&raw, "\r\n0\r\n\r\n");
	expect_refused(wire, raw.data, raw.length, 413);
	static const char pool[] = "POST /pool HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\nExpect: 100-continue\r\n\r\n";
	expect_refused(wire, pool, sizeof pool - 1, 413);
}

static int start(void **state) {
	static Wire wire;
	wire_start(&wire, (HttpConfig){.header_deadline_s = 5});
	*state = &wire;
	return 0;
}

static int stop(void **state) {
	http_server_stop(((Wire *)*state)->server);
	return 0;
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(doubtful_requests_are_refused),
		cmocka_unit_test(doubtful_requests_in_pieces_are_refused),
		cmocka_unit_test(long_things_are_refused),
		cmocka_unit_test(bodies_too_large_are_refused),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
