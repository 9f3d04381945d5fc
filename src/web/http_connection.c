/* The socket's side of a connection: reading, keeping what is not used yet, deadlines, the end. */
#include "base/log.h"
#include "base/outside.h"
#include "web/http_loop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* After any step: frees a closed one; lets a reading one read. */
static void connection_settle(HttpConnection *connection) {
	if (connection->state == HTTP_IS_CLOSED) {
		http_connection_free(connection);
		return;
	}
	bool reads = connection->state == HTTP_IS_HEAD || connection->state == HTTP_IS_BODY || connection->state == HTTP_IS_LINGERING;
	if (reads && connection->is_paused) {
		event_add(connection->readable, NULL);
		connection->is_paused = false;
	}
}

/* Keeps bytes[used, length) for later; bytes may lie in `in` itself. */
static void connection_keep(HttpConnection *connection, const char *bytes, size_t used, size_t length) {
	size_t rest = length - used;
	if (connection->state == HTTP_IS_LINGERING || connection->state == HTTP_IS_CLOSED) rest = 0;
	if (!rest) {
		free(connection->in);
		connection->in = NULL;
		connection->in_length = connection->in_room = 0;
		return;
	}
	if (!connection->in) {
		connection->in = malloc(rest);
		if (!connection->in) bug("out of memory for %zu bytes of a request", rest);
		connection->in_room = rest;
	}
	memmove(connection->in, bytes + used, rest);
	connection->in_length = rest;
}

/* Uses what was kept, as far as it goes. */
static void connection_go_on(HttpConnection *connection) {
	if (connection->in_length && connection->state == HTTP_IS_HEAD) {
		size_t used = http_exchange_feed(connection, connection->in, connection->in_length);
		connection_keep(connection, connection->in, used, connection->in_length);
	}
	connection_settle(connection);
}

/* Room behind what was kept; a head grows to HTTP_HEAD_MAX at most, so this is bounded. */
static char *connection_room(HttpConnection *connection, size_t *ret_room) {
	enum { STEP = 16384 };
	HttpLoop *loop = connection->loop;
	if (!connection->in_length) {
		*ret_room = sizeof loop->read_room;
		return loop->read_room;
	}
	if (connection->in_room - connection->in_length < STEP / 4) {
		char *in = realloc(connection->in, connection->in_length + STEP);
		if (!in) bug("out of memory for a request");
		connection->in = in;
		connection->in_room = connection->in_length + STEP;
	}
	*ret_room = connection->in_room - connection->in_length;
	return connection->in + connection->in_length;
}

static void connection_readable(evutil_socket_t fd, short what, void *argument) {
	(void)what;
	HttpConnection *connection = argument;
	if (connection->state == HTTP_IS_BUSY || connection->state == HTTP_IS_WRITING || connection->state == HTTP_IS_WAITING) {
		/* One request at a time: what follows waits in the kernel. */
		event_del(connection->readable);
		connection->is_paused = true;
		return;
	}
	size_t room;
	char *to = connection_room(connection, &room);
	ssize_t got = recv((int)fd, to, room, 0);
	if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
	if (got <= 0) {
		http_connection_free(connection);
		return;
	}
	if (connection->state == HTTP_IS_LINGERING) return;
	const char *bytes = connection->in_length ? connection->in : to;
	size_t length = connection->in_length + (size_t)got;
	size_t used = http_exchange_feed(connection, bytes, length);
	connection_keep(connection, bytes, used, length);
	connection_settle(connection);
}

static void connection_writable(evutil_socket_t fd, short what, void *argument) {
	(void)fd, (void)what;
	HttpConnection *connection = argument;
	http_exchange_write(connection);
	connection_go_on(connection);
}

HttpConnection *http_connection_new(HttpLoop *loop, int fd, const char *peer, bool is_proxy, HttpSource *source) {
	HttpConnection *connection = calloc(1, sizeof *connection);
	if (!connection) bug("out of memory for a connection");
	connection->loop = loop;
	connection->fd = fd;
	connection->is_proxy = is_proxy;
	connection->source = source;
	connection->state = HTTP_IS_NEW;
	snprintf(connection->peer, sizeof connection->peer, "%s", peer);
	return connection;
}

void http_connection_begin(HttpConnection *connection) {
	HttpLoop *loop = connection->loop;
	connection->next = loop->connections;
	connection->link = &loop->connections;
	if (connection->next) connection->next->link = &connection->next;
	loop->connections = connection;
	connection->state = HTTP_IS_HEAD;
	connection->head_begun = true;
	connection->deadline_ms = outside_monotonic_ms() + loop->server->config.header_deadline_s * INT64_C(1000);
	connection->readable = event_new(loop->base, connection->fd, EV_READ | EV_PERSIST, connection_readable, connection);
	connection->writable = event_new(loop->base, connection->fd, EV_WRITE, connection_writable, connection);
	bool is_good = connection->readable && connection->writable && !event_add(connection->readable, NULL);
	if (!is_good || loop->stop_ms) http_connection_free(connection);
}

void http_connection_handled(HttpConnection *connection) {
	http_exchange_answer(connection);
	connection_go_on(connection);
}

void http_connection_turn(HttpConnection *connection) {
	connection->state = connection->loop->stop_ms ? HTTP_IS_CLOSED : HTTP_IS_HEAD;
	connection_go_on(connection);
}

void http_connection_expire(HttpConnection *connection) {
	bool is_owed = connection->state == HTTP_IS_BODY || (connection->state == HTTP_IS_HEAD && connection->in_length);
	if (is_owed) http_exchange_refuse(connection, 408);
	else connection->state = HTTP_IS_CLOSED;
	connection_settle(connection);
}

void http_connection_stop(HttpConnection *connection) {
	if (connection->state == HTTP_IS_HEAD || connection->state == HTTP_IS_LINGERING) http_connection_free(connection);
}

void http_connection_free(HttpConnection *connection) {
	HttpLoop *loop = connection->loop;
	if (connection->readable) event_free(connection->readable);
	if (connection->writable) event_free(connection->writable);
	http_exchange_drop(connection);
	free(connection->in);
	close(connection->fd);
	if (connection->link) {
		*connection->link = connection->next;
		if (connection->next) connection->next->link = connection->link;
	}
	if (connection->source) http_source_give(&loop->server->sources, connection->source);
	atomic_fetch_sub(&loop->server->connection_count, 1);
	free(connection);
	if (loop->stop_ms && !loop->connections) event_base_loopbreak(loop->base);
}
