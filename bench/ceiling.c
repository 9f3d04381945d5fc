/* The ceiling of `make bench`: libevent, llhttp, SQLite and SM3 with nothing around them. It answers get, list and create with the very
 * statements that Gangmu was seen to run (recorded by serve --trace) on the same tables, with answers of the same size, commits waiting
 * creates together and answers after the commit. No rights, no checks, no model: what the libraries alone can do on this machine.
 *
 *   ceiling DATABASE SQL_FOLDER PORT     SQL_FOLDER holds get.sql, list.sql, create.sql (the writer), after.sql; a statement a line
 *
 * The values of a create are those of the newest row, with a new id, number and time. */
#include "ceiling.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <llhttp.h>

enum { LOOPS = 2, ROOM = 16384, BATCH_MAX = 256 };

typedef struct Loop Loop;
typedef struct Peer {
	struct Peer *next; /* in the writer's queue, then in the loop's */
	Loop *loop;
	int fd;
	struct event *event;
	llhttp_t parser;
	char url[256];
	size_t url_length, body_length;
	bool done, waits, gone; /* waits: for its create; gone: the client left meanwhile */
	int64_t id;
} Peer;

struct Loop {
	struct event_base *base;
	Reader *reader;
	pthread_mutex_t lock;
	Peer *made; /* creates that are durable */
	int wake;
	Answer answer;
};

static Loop loops[LOOPS];
static pthread_mutex_t queue_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t queue_filled = PTHREAD_COND_INITIALIZER;
static Peer *queue_first, *queue_last;

static void send_all(int fd, const char *data, size_t length) {
	while (length > 0) {
		ssize_t sent = send(fd, data, length, MSG_NOSIGNAL);
		if (sent > 0) {
			data += sent;
			length -= (size_t)sent;
		} else if (errno == EAGAIN) {
			struct pollfd wait = {fd, POLLOUT, 0};
			poll(&wait, 1, 1000);
		} else return;
	}
}

static void answer_send(Peer *peer, int status) {
	Answer *answer = &peer->loop->answer;
	char head[160];
	int n = snprintf(head, sizeof head, "HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n", status,
		answer->length);
	/* The head goes into the room kept before the body, so that one call sends both. */
	char *start = answer->data + ANSWER_HEAD - n;
	memcpy(start, head, (size_t)n);
	send_all(peer->fd, start, (size_t)n + answer->length);
}

static int on_url(llhttp_t *parser, const char *at, size_t length) {
	Peer *peer = parser->data;
	if (peer->url_length + length >= sizeof peer->url) return -1;
	memcpy(peer->url + peer->url_length, at, length);
	peer->url_length += length;
	peer->url[peer->url_length] = 0;
	return 0;
}

static int on_body(llhttp_t *parser, const char *at, size_t length) {
	(void)at;
	((Peer *)parser->data)->body_length += length;
	return 0;
}

static int on_done(llhttp_t *parser) {
	((Peer *)parser->data)->done = true;
	return 0;
}

static const llhttp_settings_t settings = {.on_url = on_url, .on_body = on_body, .on_message_complete = on_done};

static void handle(Peer *peer) {
	Loop *loop = peer->loop;
	if (peer->parser.method == HTTP_POST) {
		pthread_mutex_lock(&queue_lock);
		peer->next = NULL;
		peer->waits = true;
		if (queue_last) queue_last->next = peer;
		else queue_first = peer;
		queue_last = peer;
		pthread_cond_signal(&queue_filled);
		pthread_mutex_unlock(&queue_lock);
		return;
	}
	const char *last = strrchr(peer->url, '/');
	int64_t id = last ? atoll(last + 1) : 0;
	if (id) reader_get(loop->reader, id, &loop->answer);
	else reader_list(loop->reader, &loop->answer);
	answer_send(peer, 200);
}

static void peer_end(Peer *peer) {
	if (peer->waits) {
		peer->gone = true;
		event_del(peer->event);
		return;
	}
	event_free(peer->event);
	close(peer->fd);
	free(peer);
}

static void on_readable(evutil_socket_t fd, short what, void *user) {
	(void)what;
	Peer *peer = user;
	char bytes[ROOM];
	ssize_t got = recv(fd, bytes, sizeof bytes, 0);
	if (got < 0 && errno == EAGAIN) return;
	if (got <= 0 || llhttp_execute(&peer->parser, bytes, (size_t)got) != HPE_OK) {
		peer_end(peer);
		return;
	}
	if (!peer->done) return;
	peer->done = false;
	handle(peer);
	peer->url_length = peer->body_length = 0;
}

static void peer_begin(Loop *loop, int fd) {
	Peer *peer = calloc(1, sizeof *peer);
	if (!peer) abort();
	peer->loop = loop;
	peer->fd = fd;
	llhttp_init(&peer->parser, HTTP_REQUEST, &settings);
	peer->parser.data = peer;
	peer->event = event_new(loop->base, fd, EV_READ | EV_PERSIST, on_readable, peer);
	event_add(peer->event, NULL);
}

static void on_made(evutil_socket_t fd, short what, void *user) {
	(void)what;
	Loop *loop = user;
	uint64_t count;
	if (read((int)fd, &count, sizeof count) < 0) return;
	pthread_mutex_lock(&loop->lock);
	Peer *peer = loop->made;
	loop->made = NULL;
	pthread_mutex_unlock(&loop->lock);
	for (Peer *next; peer; peer = next) {
		next = peer->next;
		peer->waits = false;
		if (peer->gone) {
			peer_end(peer);
			continue;
		}
		reader_after(loop->reader, peer->id, &loop->answer);
		answer_send(peer, 201);
	}
}

static void *writer_main(void *user) {
	Writer *writer = user;
	for (;;) {
		pthread_mutex_lock(&queue_lock);
		while (!queue_first) pthread_cond_wait(&queue_filled, &queue_lock);
		Peer *batch = queue_first;
		queue_first = queue_last = NULL;
		pthread_mutex_unlock(&queue_lock);
		writer_begin(writer);
		for (Peer *peer = batch; peer; peer = peer->next) peer->id = writer_create(writer);
		writer_commit(writer);
		for (Peer *next; batch; batch = next) {
			next = batch->next;
			Loop *loop = batch->loop;
			pthread_mutex_lock(&loop->lock);
			bool first = !loop->made;
			batch->next = loop->made;
			loop->made = batch;
			pthread_mutex_unlock(&loop->lock);
			const uint64_t one = 1;
			if (first && write(loop->wake, &one, sizeof one) < 0) abort();
		}
	}
	return NULL;
}

static int listen_on(int port) {
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) || listen(fd, 512)) {
		perror("listen");
		exit(1);
	}
	return fd;
}

/* Connections go to the loops in turn, as Gangmu's do. The peer's events are added from the accepting thread: libevent locks. */
static void on_accept(evutil_socket_t fd, short what, void *user) {
	(void)what, (void)user;
	static int turn;
	for (int got; (got = accept4(fd, NULL, NULL, SOCK_NONBLOCK)) >= 0;) peer_begin(&loops[turn++ % LOOPS], got);
}

static void *loop_main(void *user) {
	event_base_loop(((Loop *)user)->base, EVLOOP_NO_EXIT_ON_EMPTY);
	return NULL;
}

int main(int argc, char **argv) {
	if (argc != 4) {
		fprintf(stderr, "ceiling DATABASE SQL_FOLDER PORT\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	ceiling_threads();
	pthread_t thread;
	Writer *writer = writer_open(argv[1], argv[2]);
	pthread_create(&thread, NULL, writer_main, writer);
	for (int i = 0; i < LOOPS; i++) {
		Loop *loop = &loops[i];
		loop->base = event_base_new();
		loop->reader = reader_open(argv[1], argv[2]);
		loop->wake = eventfd(0, EFD_NONBLOCK);
		answer_init(&loop->answer);
		pthread_mutex_init(&loop->lock, NULL);
		event_add(event_new(loop->base, loop->wake, EV_READ | EV_PERSIST, on_made, loop), NULL);
	}
	event_add(event_new(loops[0].base, listen_on(atoi(argv[3])), EV_READ | EV_PERSIST, on_accept, NULL), NULL);
	for (int i = 1; i < LOOPS; i++) pthread_create(&thread, NULL, loop_main, &loops[i]);
	fprintf(stderr, "ceiling.ready\n");
	loop_main(&loops[0]);
	return 0;
}
