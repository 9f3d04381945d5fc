/* One request and its answer: bytes → scan → llhttp → request → plan → body → handler → answer. */
#include "base/log.h"
#include "base/outside.h"
#include "web/http_loop.h"
#include "web/http_request.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* ── what llhttp tells ── */

/* Two readers of one head must agree on where the message ends. An upgrade (h2c, websocket) is not taken up. */
static int parser_head(llhttp_t *parser) {
	HttpConnection *connection = parser->data;
	const HttpScan *scan = &connection->scan;
	bool is_chunked = parser->flags & F_CHUNKED;
	if (is_chunked != scan->is_chunked || parser->http_major != 1 || parser->http_minor != scan->minor) return -1;
	if (!is_chunked && parser->content_length != scan->length) return -1;
	parser->upgrade = 0;
	connection->keeps = llhttp_should_keep_alive(parser);
	connection->head_done = true;
	return 0;
}

static int parser_message(llhttp_t *parser) {
	((HttpConnection *)parser->data)->message_done = true;
	return 0;
}

/* Room for `more` bytes and a NUL, counted in the server's sum before it is taken. 0 or the status to refuse with. */
static int body_grow(HttpConnection *connection, size_t more) {
	struct HttpServer *server = connection->loop->server;
	if (more > connection->plan.body_max - connection->body_length) return 413;
	size_t need = connection->body_length + more + 1;
	if (need <= connection->body_room) return 0;
	size_t room = connection->body_room ? connection->body_room * 2 : HTTP_READ_ROOM / 2;
	if (room < need) room = need;
	if (connection->scan.has_length && room > connection->scan.length + 1) room = (size_t)connection->scan.length + 1;
	size_t extra = room - connection->body_room;
	size_t held = atomic_fetch_add(&server->bodies_held, extra);
	char *body = held + extra > server->config.bodies_max ? NULL : realloc(connection->body, room);
	if (!body) {
		atomic_fetch_sub(&server->bodies_held, extra);
		return 503;
	}
	connection->body = body;
	connection->body_room = room;
	return 0;
}

static int parser_body(llhttp_t *parser, const char *bytes, size_t length) {
	HttpConnection *connection = parser->data;
	connection->refusal = body_grow(connection, length);
	if (connection->refusal) return -1;
	memcpy(connection->body + connection->body_length, bytes, length);
	connection->body_length += length;
	connection->body[connection->body_length] = 0;
	return 0;
}

const llhttp_settings_t http_exchange_settings = {
	.on_headers_complete = parser_head, .on_message_complete = parser_message, .on_body = parser_body};

/* ── taking and giving back ── */

static void exchange_open(HttpConnection *connection) {
	HttpLoop *loop = connection->loop;
	connection->arena = loop->arena_count ? loop->arenas[--loop->arena_count] : arena_new(HTTP_ARENA_MAX);
	connection->exchange = arena_alloc(connection->arena, sizeof *connection->exchange);
	connection->exchange->response.file = -1;
	HttpRequest *request = &connection->exchange->request;
	request->arena = connection->arena;
	memcpy(request->peer, connection->peer, sizeof request->peer);
}

void http_exchange_drop(HttpConnection *connection) {
	HttpLoop *loop = connection->loop;
	if (connection->body) {
		free(connection->body);
		atomic_fetch_sub(&loop->server->bodies_held, connection->body_room);
		connection->body = NULL;
		connection->body_length = connection->body_room = 0;
	}
	if (connection->exchange) {
		HttpResponse *response = &connection->exchange->response;
		if (response->file >= 0) close(response->file);
		if (!loop->spare.data && response->body.capacity <= HTTP_KEPT_MAX) {
			loop->spare = response->body;
			loop->spare.max = HTTP_BODY_MAX;
			buf_clear(&loop->spare);
		} else {
			buf_free(&response->body);
		}
		connection->exchange = NULL;
	}
	if (connection->arena) {
		arena_reset(connection->arena);
		if (loop->arena_count < HTTP_KEPT_ARENAS) loop->arenas[loop->arena_count++] = connection->arena;
		else arena_free(connection->arena);
		connection->arena = NULL;
	}
	connection->head_begun = false;
	http_scan_begin(&connection->scan);
}

/* ── the answer ── */

static void exchange_linger(HttpConnection *connection) {
	shutdown(connection->fd, SHUT_WR);
	connection->state = HTTP_IS_LINGERING;
	connection->deadline_ms = outside_monotonic_ms() + HTTP_LINGER_MS;
}

void http_exchange_refuse(HttpConnection *connection, int status) {
	HttpLoop *loop = connection->loop;
	log_line(LOG_DEBUG, "http.refused", "%d to %s", status, connection->peer);
	bool is_head = connection->scan.has_line && connection->scan.method == HTTP_HEAD_M;
	http_exchange_drop(connection);
	buf_clear(&loop->head);
	http_response_refusal(&loop->head, status, loop->date_line, is_head);
	/* A few hundred bytes to a socket with nothing before them: they fit, or the client is gone. */
	ssize_t sent = send(connection->fd, loop->head.data, loop->head.length, MSG_NOSIGNAL);
	if (sent == (ssize_t)loop->head.length) exchange_linger(connection);
	else connection->state = HTTP_IS_CLOSED;
}

/* The socket takes no more: keeps what is left and waits, not longer than a slow but honest line needs. */
static void exchange_block(HttpConnection *connection) {
	if (connection->state != HTTP_IS_WRITING) {
		HttpLoop *loop = connection->loop;
		if (connection->sent < connection->head_length)
			connection->head = arena_strndup(connection->arena, connection->head, connection->head_length);
		int64_t bytes = (int64_t)connection->tail_length + connection->file_length;
		connection->deadline_ms =
			outside_monotonic_ms() + loop->server->config.body_deadline_s * INT64_C(1000) + bytes * 1000 / HTTP_WRITE_RATE;
		connection->state = HTTP_IS_WRITING;
	}
	event_add(connection->writable, NULL);
}

/* The next piece to the socket: bytes taken, 0 nothing left, -1 with errno. */
static ssize_t exchange_send(HttpConnection *connection) {
	HttpResponse *response = &connection->exchange->response;
	size_t head = connection->head_length, total = head + connection->tail_length, sent = connection->sent;
	if (sent < total) {
		struct iovec pieces[2];
		struct msghdr message = {.msg_iov = pieces};
		if (sent < head) pieces[message.msg_iovlen++] = (struct iovec){(char *)(uintptr_t)connection->head + sent, head - sent};
		size_t at = sent > head ? sent - head : 0;
		if (at < connection->tail_length)
			pieces[message.msg_iovlen++] = (struct iovec){response->body.data + at, connection->tail_length - at};
		ssize_t took = sendmsg(connection->fd, &message, MSG_NOSIGNAL | (connection->file_length ? MSG_MORE : 0));
		if (took > 0) connection->sent += (size_t)took;
		return took;
	}
	if (connection->file_at == connection->file_length) return 0;
	off_t left = connection->file_length - connection->file_at;
	ssize_t took = sendfile(connection->fd, response->file, &connection->file_at, left > 1 << 20 ? 1 << 20 : (size_t)left);
	if (took) return took;
	errno = EIO; /* the file has become shorter than its Content-Length */
	return -1;
}

void http_exchange_write(HttpConnection *connection) {
	for (ssize_t took; (took = exchange_send(connection));) {
		if (took > 0 || errno == EINTR) continue;
		if (errno == EAGAIN) exchange_block(connection);
		else connection->state = HTTP_IS_CLOSED;
		return;
	}
	bool keeps = connection->keeps;
	http_exchange_drop(connection);
	if (keeps) {
		connection->state = HTTP_IS_HEAD;
		connection->deadline_ms = outside_monotonic_ms() + connection->loop->server->config.idle_deadline_s * INT64_C(1000);
	} else {
		exchange_linger(connection);
	}
}

void http_exchange_answer(HttpConnection *connection) {
	HttpLoop *loop = connection->loop;
	HttpResponse *response = &connection->exchange->response;
	uint64_t length = response->body.length;
	connection->file_at = connection->file_length = 0;
	if (response->file >= 0) {
		struct stat file;
		if (fstat(response->file, &file) || !S_ISREG(file.st_mode)) {
			log_error("http.file", "answer to %s: not a file that can be read", connection->exchange->request.path);
			http_exchange_refuse(connection, 500);
			return;
		}
		connection->file_length = file.st_size;
		length = (uint64_t)file.st_size;
	}
	connection->tail_length = response->file >= 0 ? 0 : response->body.length;
	if (connection->exchange->request.method == HTTP_HEAD_M || http_status_is_bare(response->status))
		connection->tail_length = 0, connection->file_length = 0;
	if (loop->stop_ms) connection->keeps = false;
	buf_clear(&loop->head);
	http_response_head(&loop->head, response, loop->date_line, length, connection->keeps, !connection->scan.minor);
	connection->head = loop->head.data;
	connection->head_length = loop->head.length;
	connection->sent = 0;
	http_exchange_write(connection);
}

/* ── the request ── */

static void exchange_run(HttpConnection *connection) {
	HttpLoop *loop = connection->loop;
	const HttpConfig *config = &loop->server->config;
	HttpExchange *exchange = connection->exchange;
	exchange->request.body = connection->body ? connection->body : "";
	exchange->request.body_length = connection->body_length;
	http_response_begin(&exchange->response, loop->spare);
	buf_init(&loop->spare, HTTP_BODY_MAX);
	if (connection->plan.in_pool) {
		connection->state = HTTP_IS_BUSY;
		http_pool_put(&loop->server->pool, connection);
		return;
	}
	config->handle(config->user, loop->index, &exchange->request, &exchange->response);
	http_response_finish(&exchange->response, &exchange->request, &loop->gzip);
	http_exchange_answer(connection);
}

/* The head is good; a body follows. */
static void exchange_await_body(HttpConnection *connection) {
	const HttpScan *scan = &connection->scan;
	if (!scan->is_chunked && scan->length > connection->plan.body_max) {
		http_exchange_refuse(connection, 413);
		return;
	}
	if (scan->expects) {
		static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
		ssize_t sent = send(connection->fd, go_on, sizeof go_on - 1, MSG_NOSIGNAL);
		if (sent != (ssize_t)sizeof go_on - 1) {
			connection->state = HTTP_IS_CLOSED;
			return;
		}
	}
	connection->chunks = (HttpChunks){.state = HTTP_CHUNK_SIZE};
	connection->state = HTTP_IS_BODY;
	connection->deadline_ms = outside_monotonic_ms() + connection->loop->server->config.body_deadline_s * INT64_C(1000);
}

/* llhttp reads the scanned head; true where it agrees with the scan. */
static bool exchange_agrees(HttpConnection *connection, const char *head, size_t length) {
	llhttp_init(&connection->parser, HTTP_REQUEST, &http_exchange_settings);
	connection->parser.data = connection;
	connection->head_done = connection->message_done = false;
	bool has_body = connection->scan.is_chunked || connection->scan.length;
	return llhttp_execute(&connection->parser, head, length) == HPE_OK && connection->head_done &&
		   connection->message_done == !has_body;
}

static size_t exchange_head(HttpConnection *connection, const char *bytes, size_t length) {
	const HttpConfig *config = &connection->loop->server->config;
	int found = http_scan_head(&connection->scan, bytes, length);
	if (found == HTTP_SCAN_MORE) {
		if (!connection->head_begun) connection->deadline_ms = outside_monotonic_ms() + config->header_deadline_s * INT64_C(1000);
		connection->head_begun = true;
		return 0;
	}
	size_t head_length = connection->scan.line_at;
	int refused = found == HTTP_SCAN_DONE ? 0 : found;
	if (!refused && !exchange_agrees(connection, bytes, head_length)) refused = 400;
	if (!refused) {
		exchange_open(connection);
		refused = http_request_make(&connection->exchange->request, &connection->scan, bytes);
	}
	if (refused) {
		http_exchange_refuse(connection, refused);
		return 0;
	}
	if (connection->is_proxy) http_request_forward(&connection->exchange->request);
	connection->plan = config->plan(config->user, &connection->exchange->request);
	if (connection->message_done) exchange_run(connection);
	else exchange_await_body(connection);
	return head_length;
}

static size_t exchange_body(HttpConnection *connection, const char *bytes, size_t length) {
	size_t take = length;
	bool ends;
	if (connection->scan.is_chunked) {
		take = http_scan_chunks(&connection->chunks, bytes, length);
		ends = connection->chunks.state == HTTP_CHUNK_DONE;
	} else {
		uint64_t left = connection->scan.length - connection->body_length;
		if (take >= left) take = (size_t)left;
		ends = take == left;
	}
	connection->refusal = 0;
	bool is_bad = connection->scan.is_chunked && connection->chunks.state == HTTP_CHUNK_BAD;
	if (!is_bad) is_bad = llhttp_execute(&connection->parser, bytes, take) != HPE_OK || connection->message_done != ends;
	if (is_bad) {
		http_exchange_refuse(connection, connection->refusal ? connection->refusal : 400);
		return 0;
	}
	if (ends) exchange_run(connection);
	return take;
}

size_t http_exchange_feed(HttpConnection *connection, const char *bytes, size_t length) {
	size_t used = 0;
	int heads = 0;
	while (used < length && (connection->state == HTTP_IS_HEAD || connection->state == HTTP_IS_BODY)) {
		const char *from = bytes + used;
		size_t left = length - used, took;
		if (connection->state == HTTP_IS_BODY) {
			took = exchange_body(connection, from, left);
		} else if (heads++ == HTTP_TURN_MAX) {
			connection->state = HTTP_IS_WAITING;
			http_loop_pass(connection->loop, connection);
			break;
		} else {
			took = exchange_head(connection, from, left);
		}
		if (!took) break;
		used += took;
	}
	return used;
}
