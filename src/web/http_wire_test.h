/* The raw client of the server's tests: bytes out, bytes in, and a small server that tells what it was asked. */
#ifndef GANGMU_WEB_HTTP_WIRE_TEST_H
#define GANGMU_WEB_HTTP_WIRE_TEST_H
#include "base/outside.h"
#include "web/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

enum { WIRE_WAIT_MS = 8000 };

typedef struct Wire {
	HttpServer *server;
	atomic_int handled;
	const char *file; /* what /file answers with */
} Wire;

static inline int wire_open(const Wire *wire) {
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)http_server_port(wire->server))};
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof to)) fail_msg("connect: %d", errno);
	return fd;
}

static inline void wire_put(int fd, const char *bytes, size_t length) {
	while (length) {
		ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
		if (sent <= 0) return; /* refused meanwhile: the answer tells */
		bytes += sent;
		length -= (size_t)sent;
	}
}

static inline void wire_say(int fd, const char *text) {
	wire_put(fd, text, strlen(text));
}

/* Reads until the end of the connection, or until `text` holds `until` (NULL: only the end) or wait_ms are over.
 * Returns true where it ended that way and not by time. */
static inline bool wire_get(int fd, Buf *text, const char *until, int wait_ms) {
	int64_t end_ms = outside_monotonic_ms() + wait_ms;
	for (;;) {
		if (until && strstr(buf_text(text), until)) return true;
		int64_t left_ms = end_ms - outside_monotonic_ms();
		struct pollfd ready = {.fd = fd, .events = POLLIN};
		if (left_ms <= 0 || poll(&ready, 1, (int)left_ms) <= 0) return false;
		char bytes[65536];
		ssize_t got = recv(fd, bytes, sizeof bytes, 0);
		if (got <= 0) return !until;
		buf_put(text, bytes, (size_t)got);
	}
}

/* Sends the bytes on a connection of their own and gives the whole answer; fails where the server does not close. */
static inline void wire_talk(const Wire *wire, const char *bytes, size_t length, Buf *ret_answer) {
	int fd = wire_open(wire);
	wire_put(fd, bytes, length);
	if (!wire_get(fd, ret_answer, NULL, WIRE_WAIT_MS)) fail_msg("not closed after: %s\ngot: %s", bytes, buf_text(ret_answer));
	close(fd);
}

/* "/pool…" runs in the pool; "/slow" there and for 300 ms; bodies up to 1 MiB. */
static inline HttpPlan wire_plan(void *user, const HttpRequest *head) {
	(void)user;
	bool in_pool = !strncmp(head->path, "/pool", 5) || !strcmp(head->path, "/slow");
	return (HttpPlan){.in_pool = in_pool, .body_max = 1 << 20};
}

/* Answers "[METHOD path body]"; some paths do more. */
static inline void wire_handle(void *user, int thread_index, HttpRequest *request, HttpResponse *response) {
	Wire *wire = user;
	(void)thread_index;
	atomic_fetch_add(&wire->handled, 1);
	response->type = "text/plain; charset=utf-8";
	if (!strcmp(request->path, "/slow")) usleep(300000);
	if (!strcmp(request->path, "/file")) {
		FILE *file = fopen(wire->file, "rb");
		if (file) response->file = dup(fileno(file)), fclose(file);
		return;
	}
	static const char block[20000] = {'0'};
	if (!strcmp(request->path, "/large"))
		for (int i = 0; i < 1000; i++) buf_put(&response->body, block, sizeof block);
	if (!strcmp(request->path, "/text"))
		for (int i = 0; i < 1000; i++) buf_puts(&response->body, "纲举目张 ");
	if (!strcmp(request->path, "/nothing")) {
		response->status = 204;
		return;
	}
	if (!strcmp(request->path, "/flood"))
		while (!response->body.full) buf_put(&response->body, block, sizeof block);
	if (!strcmp(request->path, "/cookie")) {
		http_set_cookie(request, response, "session", "abc", 60, false);
		http_set_cookie(request, response, "theme", "dark", 0, true);
		http_set_header(request, response, "X-Peer", request->peer);
	}
	static const char *const words[] = {"GET", "HEAD", "POST", "PATCH", "DELETE", "OTHER"};
	buf_printf(&response->body, "[%s %s ", words[request->method], request->path);
	if (request->body_length > 1000) buf_printf(&response->body, "%zu]", request->body_length);
	else buf_printf(&response->body, "%s]", request->body);
}

static inline void wire_start(Wire *wire, HttpConfig config) {
	config.listen = "127.0.0.1:0";
	config.plan = wire_plan;
	config.handle = wire_handle;
	config.user = wire;
	if (!config.pool_threads) config.pool_threads = 4;
	wire->server = http_server_start(&config);
	assert_non_null(wire->server);
}
#endif
