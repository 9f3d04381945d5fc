#include "web/http_loop.h"
#include "base/log.h"
#include "base/outside.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

void http_loop_wake(HttpLoop *loop) {
	uint64_t one = 1;
	while (write(loop->wake_fd, &one, sizeof one) < 0 && errno == EINTR) {
	}
}

void http_loop_pass(HttpLoop *loop, HttpConnection *connection) {
	HttpConnection *head = atomic_load_explicit(&loop->inbox, memory_order_relaxed);
	do connection->passed = head;
	while (!atomic_compare_exchange_weak_explicit(&loop->inbox, &head, connection, memory_order_release, memory_order_relaxed));
	/* An inbox that was not empty has been told of already and not been looked into yet. */
	if (!head) http_loop_wake(loop);
}

static void loop_stop(HttpLoop *loop) {
	loop->stop_ms = outside_monotonic_ms() + HTTP_STOP_MS;
	if (loop->index == 0 && loop->server->accepting) event_del(loop->server->accepting);
	for (HttpConnection *connection = loop->connections, *next; connection; connection = next) {
		next = connection->next;
		http_connection_stop(connection);
	}
}

/* The wake descriptor: empties the inbox, oldest first; sees a stop. */
static void loop_woken(evutil_socket_t fd, short what, void *argument) {
	(void)what;
	HttpLoop *loop = argument;
	uint64_t count;
	if (read((int)fd, &count, sizeof count) < 0 && errno != EAGAIN && errno != EINTR) bug("http: wake descriptor: %d", errno);
	HttpConnection *stack = atomic_exchange_explicit(&loop->inbox, NULL, memory_order_acquire), *queue = NULL;
	while (stack) {
		HttpConnection *next = stack->passed;
		stack->passed = queue;
		queue = stack;
		stack = next;
	}
	while (queue) {
		HttpConnection *connection = queue;
		queue = connection->passed;
		if (connection->state == HTTP_IS_NEW) http_connection_begin(connection);
		else if (connection->state == HTTP_IS_WAITING) http_connection_turn(connection);
		else http_connection_handled(connection);
	}
	if (!loop->stop_ms && atomic_load(&loop->server->stopping)) loop_stop(loop);
	if (loop->stop_ms && !loop->connections) event_base_loopbreak(loop->base);
}

static void loop_tick(evutil_socket_t fd, short what, void *argument) {
	(void)fd, (void)what;
	HttpLoop *loop = argument;
	int64_t now_ms = outside_monotonic_ms(), now_s = outside_now();
	if (now_s != loop->date_s) http_response_date(loop->date_s = now_s, loop->date_line);
	/* Time in which the loop itself was held up (a slow handler, a stopped machine) is not counted against clients. */
	int64_t late_ms = now_ms - loop->tick_ms - HTTP_TICK_MS;
	if (late_ms < HTTP_TICK_MS) late_ms = 0;
	loop->tick_ms = now_ms;
	for (HttpConnection *connection = loop->connections, *next; connection; connection = next) {
		next = connection->next;
		connection->deadline_ms += late_ms;
		bool is_passed = connection->state == HTTP_IS_BUSY || connection->state == HTTP_IS_WAITING;
		if (!is_passed && now_ms >= connection->deadline_ms) http_connection_expire(connection);
	}
	/* Accepting rests after descriptors ran out; see server_accept. */
	if (loop->index == 0 && !loop->stop_ms && loop->server->accepting) event_add(loop->server->accepting, NULL);
	if (!loop->stop_ms) return;
	if (!loop->connections || now_ms >= loop->stop_ms) event_base_loopbreak(loop->base);
}

bool http_loop_init(HttpLoop *loop, struct HttpServer *server, int index) {
	loop->server = server;
	loop->index = index;
	loop->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	buf_init(&loop->spare, HTTP_BODY_MAX);
	buf_init(&loop->head, 1 << 20);
	http_response_date(loop->date_s = outside_now(), loop->date_line);
	loop->tick_ms = outside_monotonic_ms();
	struct event_config *how = event_config_new();
	if (loop->wake_fd < 0 || !how) return false;
	event_config_set_flag(how, EVENT_BASE_FLAG_NOLOCK);
	loop->base = event_base_new_with_config(how);
	event_config_free(how);
	if (!loop->base) return false;
	loop->wake = event_new(loop->base, loop->wake_fd, EV_READ | EV_PERSIST, loop_woken, loop);
	loop->tick = event_new(loop->base, -1, EV_PERSIST, loop_tick, loop);
	const struct timeval every = {0, HTTP_TICK_MS * 1000};
	return loop->wake && loop->tick && !event_add(loop->wake, NULL) && !event_add(loop->tick, &every);
}

void *http_loop_run(void *argument) {
	HttpLoop *loop = argument;
	event_base_dispatch(loop->base);
	return NULL;
}

void http_loop_free(HttpLoop *loop) {
	for (HttpConnection *waiting = atomic_exchange(&loop->inbox, NULL), *next; waiting; waiting = next) {
		next = waiting->passed;
		if (waiting->state == HTTP_IS_NEW) http_connection_free(waiting);
	}
	while (loop->connections) http_connection_free(loop->connections);
	if (loop->wake) event_free(loop->wake);
	if (loop->tick) event_free(loop->tick);
	if (loop->base) event_base_free(loop->base);
	if (loop->wake_fd >= 0) close(loop->wake_fd);
	for (size_t i = 0; i < loop->arena_count; i++) arena_free(loop->arenas[i]);
	buf_free(&loop->spare);
	buf_free(&loop->head);
	http_gzip_free(&loop->gzip);
}
