/* What the server does with honest requests, slow and vanished clients, and its limits. */
#include "web/http_wire_test.h"

#include <zlib.h>

static int start(void **state) {
	static Wire wire;
	atomic_store(&wire.handled, 0);
	wire_start(&wire, (HttpConfig){.header_deadline_s = 1,
						  .body_deadline_s = 1,
						  .idle_deadline_s = 4,
						  .connections_per_source = 20,
						  .connections_max = 40,
						  .bodies_max = 1 << 20});
	*state = &wire;
	return 0;
}

static int stop(void **state) {
	http_server_stop(((Wire *)*state)->server);
	return 0;
}

/* Sends and reads until the answer holds `until`; then closes. */
static void ask(const Wire *wire, const char *request, const char *until, Buf *ret_answer) {
	int fd = wire_open(wire);
	wire_say(fd, request);
	if (!wire_get(fd, ret_answer, until, WIRE_WAIT_MS)) fail_msg("no \"%s\" in: %s", until, buf_text(ret_answer));
	close(fd);
}

static void expect_in(const Buf *answer, const char *wanted) {
	if (!strstr(buf_text(answer), wanted)) fail_msg("no \"%s\" in: %s", wanted, buf_text(answer));
}

static void expect_out(const Buf *answer, const char *unwanted) {
	if (strstr(buf_text(answer), unwanted)) fail_msg("\"%s\" in: %s", unwanted, buf_text(answer));
}

static void plain_requests_are_answered(void **state) {
	static const char *const paths[] = {"/a", "/pool"};
	for (int i = 0; i < 2; i++) {
		char request[256], want[64];
		snprintf(request, sizeof request, "GET %s?x=1 HTTP/1.1\r\nHost: x\r\n\r\n", paths[i]);
		snprintf(want, sizeof want, "[GET %s ]", paths[i]);
		BUF(answer, 1 << 20);
		ask(*state, request, want, &answer);
		assert_memory_equal(answer.data, "HTTP/1.1 200 OK\r\n", 17);
		expect_in(&answer, "\r\nDate: ");
		expect_in(&answer, "\r\nContent-Type: text/plain; charset=utf-8\r\n");
		expect_in(&answer, i ? "\r\nContent-Length: 12\r\n" : "\r\nContent-Length: 9\r\n");
		expect_out(&answer, "Connection:");
		buf_clear(&answer);
		snprintf(request, sizeof request, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello", paths[i]);
		ask(*state, request, " hello]", &answer);
		buf_clear(&answer);
		snprintf(request, sizeof request,
			"PATCH %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n", paths[i]);
		ask(*state, request, " hello!]", &answer);
		expect_in(&answer, "[PATCH ");
	}
	BUF(answer, 1 << 20);
	ask(*state, "DELETE /a HTTP/1.1\r\nHost: x\r\n\r\n", "[DELETE /a ]", &answer);
	ask(*state, "PUT /a HTTP/1.1\r\nHost: x\r\n\r\n", "[OTHER /a ]", &answer);
	ask(*state, "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "[POST /a ]", &answer);
	ask(*state, "GET /%E7%BA%B2 HTTP/1.1\r\nHost: x\r\n\r\n", "[GET /纲 ]", &answer);
	/* An offer to upgrade is left aside, as RFC 9110 7.8 allows. */
	ask(*state,
		"GET /up HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n",
		"[GET /up ]", &answer);
}

static void connections_are_kept_and_ended(void **state) {
	Wire *wire = *state;
	BUF(answer, 1 << 20);
	int fd = wire_open(wire);
	for (int i = 0; i < 5; i++) {
		buf_clear(&answer);
		wire_say(fd, i % 2 ? "GET /a HTTP/1.1\r\nHost: x\r\n\r\n" : "GET /pool HTTP/1.1\r\nHost: x\r\n\r\n");
		assert_true(wire_get(fd, &answer, "]", WIRE_WAIT_MS));
	}
	buf_clear(&answer);
	wire_say(fd, "GET /end HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
	assert_true(wire_get(fd, &answer, NULL, WIRE_WAIT_MS));
	expect_in(&answer, "\r\nConnection: close\r\n");
	close(fd);
	buf_clear(&answer);
	static const char old[] = "GET /old HTTP/1.0\r\n\r\n";
	wire_talk(wire, old, sizeof old - 1, &answer);
	expect_in(&answer, "[GET /old ]");
	buf_clear(&answer);
	ask(wire, "GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "[GET /old ]", &answer);
	expect_in(&answer, "\r\nConnection: keep-alive\r\n");
}

/* Twenty requests in one packet, loop and pool mixed, with bodies: answers in the order asked. */
static void pipelined_requests_are_answered_in_order(void **state) {
	Wire *wire = *state;
	BUF(raw, 1 << 20);
	for (int i = 0; i < 20; i++)
		buf_printf(&raw, "POST /%s%d HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n%02d", i % 3 ? "a" : "pool", i, i);
	buf_puts(&raw, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET /never");
	BUF(answer, 1 << 20);
	wire_talk(wire, raw.data, raw.length, &answer);
	const char *at = answer.data;
	for (int i = 0; i < 20; i++) {
		char want[64];
		snprintf(want, sizeof want, "[POST /%s%d %02d]", i % 3 ? "a" : "pool", i, i);
		at = strstr(at, want);
		if (!at) fail_msg("%s is missing or out of order", want);
	}
	at = strstr(at, "[GET /slow ]");
	assert_non_null(at);
	assert_non_null(strstr(at, "[GET /last ]"));
	expect_out(&answer, "never");
}

/* A packet with more requests than one turn answers; the last answers come in later turns. */
static void long_pipelines_take_turns(void **state) {
	Wire *wire = *state;
	BUF(raw, 1 << 20);
	for (int i = 0; i < 500; i++) buf_printf(&raw, "GET /n%d HTTP/1.1\r\nHost: x\r\n\r\n", i);
	buf_puts(&raw, "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
	BUF(answer, 1 << 20);
	wire_talk(wire, raw.data, raw.length, &answer);
	const char *at = answer.data;
	for (int i = 0; i < 500; i++) {
		char want[32];
		snprintf(want, sizeof want, "[GET /n%d ]", i);
		at = strstr(at, want);
		if (!at) fail_msg("%s is missing or out of order", want);
	}
	assert_non_null(strstr(at, "[GET /last ]"));
	/* Gone before its turns are over. */
	for (int i = 0; i < 8; i++) {
		int fd = wire_open(wire);
		wire_put(fd, raw.data, raw.length);
		struct linger hard = {.l_onoff = i % 2, .l_linger = 0};
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
		close(fd);
	}
}

static void requests_in_pieces_are_answered(void **state) {
	Wire *wire = *state;
	static const char raw[] = "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
							  "POST /pool HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc";
	int fd = wire_open(wire);
	for (size_t i = 0; i < sizeof raw - 1; i++) {
		wire_put(fd, raw + i, 1);
		if (i % 16 == 0) usleep(1000);
	}
	BUF(answer, 1 << 20);
	assert_true(wire_get(fd, &answer, "[POST /pool abc]", WIRE_WAIT_MS));
	expect_in(&answer, "[POST /a hello]");
	close(fd);
}

static void head_and_bare_answers_have_no_body(void **state) {
	Wire *wire = *state;
	BUF(answer, 1 << 20);
	static const char head[] = "HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
	wire_talk(wire, head, sizeof head - 1, &answer);
	expect_in(&answer, "\r\nContent-Length: 10\r\n");
	assert_memory_equal(answer.data + answer.length - 4, "\r\n\r\n", 4);
	buf_clear(&answer);
	static const char nothing[] = "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
	wire_talk(wire, nothing, sizeof nothing - 1, &answer);
	assert_memory_equal(answer.data, "HTTP/1.1 204 No Content\r\n", 25);
	expect_out(&answer, "Content-Length");
	assert_memory_equal(answer.data + answer.length - 4, "\r\n\r\n", 4);
}

static void continue_is_said_before_the_body(void **state) {
	Wire *wire = *state;
	int fd = wire_open(wire);
	wire_say(fd, "POST /pool HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
	BUF(answer, 1 << 20);
	assert_true(wire_get(fd, &answer, "HTTP/1.1 100 Continue\r\n\r\n", WIRE_WAIT_MS));
	expect_out(&answer, "200");
	wire_say(fd, "hello");
	assert_true(wire_get(fd, &answer, "[POST /pool hello]", WIRE_WAIT_MS));
	close(fd);
}

static void text_is_compressed_where_taken(void **state) {
	Wire *wire = *state;
	BUF(answer, 1 << 20);
	static const char plain[] = "GET /text HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
	wire_talk(wire, plain, sizeof plain - 1, &answer);
	expect_in(&answer, "\r\nVary: Accept-Encoding\r\n");
	expect_out(&answer, "Content-Encoding");
	size_t plain_length = answer.length;
	buf_clear(&answer);
	static const char packed[] = "GET /text HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br, gzip\r\nConnection: close\r\n\r\n";
	wire_talk(wire, packed, sizeof packed - 1, &answer);
	expect_in(&answer, "\r\nContent-Encoding: gzip\r\n");
	assert_true(answer.length < plain_length / 4);
	char *body = strstr(answer.data, "\r\n\r\n") + 4, text[32768];
	z_stream stream = {.next_in = (unsigned char *)body, .avail_in = (unsigned)(answer.length - (size_t)(body - answer.data))};
	assert_int_equal(inflateInit2(&stream, 31), Z_OK);
	stream.next_out = (unsigned char *)text;
	stream.avail_out = sizeof text;
	assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
	assert_int_equal(stream.total_out, 13000 + strlen("[GET /text ]"));
	assert_memory_equal(text, "纲举目张 ", 13);
	inflateEnd(&stream);
	buf_clear(&answer);
	ask(wire, "GET /a HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n", "[GET /a ]", &answer);
}

static void files_are_sent(void **state) {
	Wire *wire = *state;
	char name[] = "/tmp/gangmu-http-XXXXXX";
	int made = mkstemp(name);
	assert_true(made >= 0);
	enum { SIZE = 3000000 };
	char *bytes = malloc(SIZE);
	assert_non_null(bytes);
	for (int i = 0; i < SIZE; i++) bytes[i] = (char)(i * 31 + i / 251);
	assert_int_equal(write(made, bytes, SIZE), SIZE);
	wire->file = name;
	BUF(answer, 8 << 20);
	static const char get[] = "GET /file HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n";
	wire_talk(wire, get, sizeof get - 1, &answer);
	expect_in(&answer, "\r\nContent-Length: 3000000\r\n");
	char *body = strstr(answer.data, "\r\n\r\n") + 4;
	assert_int_equal(answer.length - (size_t)(body - answer.data), SIZE);
	assert_memory_equal(body, bytes, SIZE);
	buf_clear(&answer);
	static const char head[] = "HEAD /file HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
	wire_talk(wire, head, sizeof head - 1, &answer);
	expect_in(&answer, "\r\nContent-Length: 3000000\r\n");
	assert_true(answer.length < 400);
	wire->file = "/";
	buf_clear(&answer);
	static const char folder[] = "GET /file HTTP/1.1\r\nHost: x\r\n\r\n";
	wire_talk(wire, folder, sizeof folder - 1, &answer);
	assert_memory_equal(answer.data, "HTTP/1.1 500 ", 13);
	free(bytes);
	close(made);
	unlink(name);
}

static void large_answers_wait_for_slow_readers(void **state) {
	Wire *wire = *state;
	int fd = wire_open(wire);
	wire_say(fd, "GET /large HTTP/1.1\r\nHost: x\r\n\r\nGET /after HTTP/1.1\r\nHost: x\r\n\r\n");
	usleep(400000);
	BUF(answer, 64 << 20);
	assert_true(wire_get(fd, &answer, "HTTP/1.1 200", WIRE_WAIT_MS));
	while (answer.length < 20000000)
		if (wire_get(fd, &answer, NULL, 500)) break;
	assert_true(answer.length > 20000000);
	assert_non_null(memmem(answer.data, answer.length, "[GET /large ]", 13));
	BUF(rest, 1 << 20);
	if (!memmem(answer.data, answer.length, "[GET /after ]", 13)) assert_true(wire_get(fd, &rest, "[GET /after ]", WIRE_WAIT_MS));
	close(fd);
	buf_clear(&rest);
	ask(wire, "GET /flood HTTP/1.1\r\nHost: x\r\n\r\n", "500 ", &rest);
	assert_memory_equal(rest.data, "HTTP/1.1 500 ", 13);
}

static void slow_requests_are_cut(void **state) {
	Wire *wire = *state;
	int64_t from_ms = outside_monotonic_ms();
	int head = wire_open(wire), body = wire_open(wire), silent = wire_open(wire), idle = wire_open(wire);
	wire_say(head, "GET /slow-head HTTP/1.1\r\nHost: x\r\n");
	wire_say(body, "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n");
	wire_say(idle, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
	/* A byte now and then does not move an absolute deadline. */
	for (int i = 0; i < 12; i++) {
		usleep(90000);
		wire_say(head, "A");
		wire_say(body, "b");
	}
	BUF(answer, 1 << 20);
	assert_true(wire_get(head, &answer, NULL, 3000));
	assert_memory_equal(answer.data, "HTTP/1.1 408 ", 13);
	buf_clear(&answer);
	assert_true(wire_get(body, &answer, NULL, 3000));
	assert_memory_equal(answer.data, "HTTP/1.1 408 ", 13);
	buf_clear(&answer);
	assert_true(wire_get(silent, &answer, NULL, 3000));
	assert_int_equal(answer.length, 0);
	assert_true(outside_monotonic_ms() - from_ms < 3800);
	assert_true(wire_get(idle, &answer, NULL, WIRE_WAIT_MS));
	expect_in(&answer, "[GET /a ]");
	assert_true(outside_monotonic_ms() - from_ms >= 3900);
	close(head), close(body), close(silent), close(idle);
}

static void a_source_has_its_share_only(void **state) {
	Wire *wire = *state;
	int fds[20];
	BUF(answer, 1 << 20);
	for (int i = 0; i < 20; i++) {
		fds[i] = wire_open(wire);
		wire_say(fds[i], "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
		buf_clear(&answer);
		assert_true(wire_get(fds[i], &answer, "[GET /a ]", WIRE_WAIT_MS));
	}
	int more = wire_open(wire);
	buf_clear(&answer);
	assert_true(wire_get(more, &answer, NULL, WIRE_WAIT_MS));
	assert_memory_equal(answer.data, "HTTP/1.1 503 ", 13);
	expect_in(&answer, "\r\nRetry-After: ");
	close(more);
	for (int i = 0; i < 20; i++) close(fds[i]);
	usleep(200000);
	buf_clear(&answer);
	ask(wire, "GET /again HTTP/1.1\r\nHost: x\r\n\r\n", "[GET /again ]", &answer);
}

/* 1 MiB of bodies may be held: three of 400 kB are too many, and their end gives the room back. */
static void bodies_have_a_budget(void **state) {
	Wire *wire = *state;
	enum { SIZE = 400000 };
	char *body = calloc(1, SIZE);
	assert_non_null(body);
	memset(body, 'x', SIZE);
	int fds[2];
	BUF(answer, 1 << 20);
	for (int i = 0; i < 2; i++) {
		fds[i] = wire_open(wire);
		wire_say(fds[i], "POST /pool HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n");
		wire_put(fds[i], body, SIZE - 1);
	}
	usleep(100000);
	int third = wire_open(wire);
	wire_say(third, "POST /pool HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n");
	wire_put(third, body, SIZE);
	assert_true(wire_get(third, &answer, NULL, WIRE_WAIT_MS));
	assert_memory_equal(answer.data, "HTTP/1.1 503 ", 13);
	close(third);
	for (int i = 0; i < 2; i++) {
		buf_clear(&answer);
		wire_put(fds[i], body, 1);
		assert_true(wire_get(fds[i], &answer, " 400000]", WIRE_WAIT_MS));
	}
	third = wire_open(wire);
	wire_say(third, "POST /pool HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n");
	wire_put(third, body, SIZE);
	buf_clear(&answer);
	assert_true(wire_get(third, &answer, " 400000]", WIRE_WAIT_MS));
	close(third), close(fds[0]), close(fds[1]);
	free(body);
}

/* Clients that go in the middle of a head, a body, a running handler, a large answer: the server goes on. */
static void clients_may_vanish(void **state) {
	Wire *wire = *state;
	static const char *const left[] = {"GET /a HT", "POST /pool HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc",
		"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n", "GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /slow HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /large HTTP/1.1\r\nHost: x\r\n\r\n"};
	for (int round = 0; round < 4; round++)
		for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
			int fd = wire_open(wire);
			wire_say(fd, left[i]);
			if (round % 2) usleep(20000);
			/* Half of them by a reset. */
			struct linger hard = {.l_onoff = round > 1, .l_linger = 0};
			setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
			close(fd);
		}
	usleep(800000);
	BUF(answer, 1 << 20);
	ask(wire, "GET /alive HTTP/1.1\r\nHost: x\r\n\r\n", "[GET /alive ]", &answer);
	/* Half closed after asking: still answered. */
	int fd = wire_open(wire);
	wire_say(fd, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
	shutdown(fd, SHUT_WR);
	buf_clear(&answer);
	assert_true(wire_get(fd, &answer, "[GET /slow ]", WIRE_WAIT_MS));
	close(fd);
}

static void cookies_and_fields_are_set(void **state) {
	BUF(answer, 1 << 20);
	ask(*state, "GET /cookie HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\n\r\n",
		"[GET /cookie ]", &answer);
	expect_in(&answer, "\r\nSet-Cookie: session=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax\r\n");
	expect_in(&answer, "\r\nSet-Cookie: theme=dark; Path=/; Max-Age=0; SameSite=Lax\r\n");
	/* Nobody is trusted as a proxy here. */
	expect_in(&answer, "\r\nX-Peer: 127.0.0.1\r\n");
	expect_out(&answer, "Secure");
}

static void a_proxy_is_believed(void **state) {
	(void)state;
	static Wire wire;
	wire_start(&wire, (HttpConfig){.proxy = "127.0.0.1", .connections_per_source = 1});
	int first = wire_open(&wire), second = wire_open(&wire);
	BUF(answer, 1 << 20);
	wire_say(second, "GET /cookie HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 6.6.6.6, 9.9.9.9\r\nX-Forwarded-Proto: https\r\n\r\n");
	assert_true(wire_get(second, &answer, "[GET /cookie ]", WIRE_WAIT_MS));
	expect_in(&answer, "\r\nX-Peer: 9.9.9.9\r\n");
	expect_in(&answer, "; HttpOnly; SameSite=Lax; Secure\r\n");
	close(first), close(second);
	http_server_stop(wire.server);
}

/* Requests running at the stop are answered; idle connections are closed; the port is free afterwards. */
static void stop_lets_running_requests_end(void **state) {
	(void)state;
	static Wire wire;
	wire_start(&wire, (HttpConfig){.loops = 3});
	int fds[6], idle = wire_open(&wire);
	for (int i = 0; i < 6; i++) {
		fds[i] = wire_open(&wire);
		wire_say(fds[i], "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
	}
	usleep(100000);
	int64_t from_ms = outside_monotonic_ms();
	http_server_stop(wire.server);
	assert_true(outside_monotonic_ms() - from_ms < 6000);
	assert_int_equal(atomic_load(&wire.handled), 6);
	BUF(answer, 1 << 20);
	for (int i = 0; i < 6; i++) {
		buf_clear(&answer);
		assert_true(wire_get(fds[i], &answer, NULL, 1000));
		expect_in(&answer, "[GET /slow ]");
		expect_in(&answer, "\r\nConnection: close\r\n");
		close(fds[i]);
	}
	assert_true(wire_get(idle, &answer, NULL, 1000));
	close(idle);
}

static void wrong_addresses_are_told(void **state) {
	(void)state;
	static const char *const wrong[] = {"8080", ":8080", "127.0.0.1:http", "127.0.0.1:", "127.0.0.1:99999", "192.0.2.1:0"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_null(http_server_start(&(HttpConfig){.listen = wrong[i], .plan = wire_plan, .handle = wire_handle}));
	static Wire wire;
	HttpServer *six =
		http_server_start(&(HttpConfig){.listen = "[::1]:0", .plan = wire_plan, .handle = wire_handle, .user = &wire});
	if (six) assert_true(http_server_port(six) > 0);
	http_server_stop(six);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_requests_are_answered),
		cmocka_unit_test(connections_are_kept_and_ended),
		cmocka_unit_test(pipelined_requests_are_answered_in_order),
		cmocka_unit_test(long_pipelines_take_turns),
		cmocka_unit_test(requests_in_pieces_are_answered),
		cmocka_unit_test(head_and_bare_answers_have_no_body),
		cmocka_unit_test(continue_is_said_before_the_body),
		cmocka_unit_test(text_is_compressed_where_taken),
		cmocka_unit_test(files_are_sent),
		cmocka_unit_test(large_answers_wait_for_slow_readers),
		cmocka_unit_test(slow_requests_are_cut),
		cmocka_unit_test(a_source_has_its_share_only),
		cmocka_unit_test(bodies_have_a_budget),
		cmocka_unit_test(clients_may_vanish),
		cmocka_unit_test(cookies_and_fields_are_set),
		cmocka_unit_test(a_proxy_is_believed),
		cmocka_unit_test(stop_lets_running_requests_end),
		cmocka_unit_test(wrong_addresses_are_told),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
