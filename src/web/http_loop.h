/* The server's inside: loops, connections, the pool. A connection belongs to one loop thread and is touched by that thread only;
 * while it is HTTP_IS_BUSY its request and response belong to a pool thread, and the loop leaves both alone until the connection
 * comes back through the loop's inbox. So nothing here is locked but the pool's queue and the table of sources. */
#ifndef GANGMU_WEB_HTTP_LOOP_H
#define GANGMU_WEB_HTTP_LOOP_H
#include "web/http_response.h"
#include "web/http_scan.h"

#include <event2/event.h>
#include <llhttp.h>
#include <pthread.h>
#include <stdatomic.h>

enum {
	HTTP_READ_ROOM = 65536, /* bytes one read may bring */
	HTTP_TICK_MS = 250, /* how finely deadlines are kept */
	HTTP_LINGER_MS = 2000, /* how long a refused client may go on sending, so that it reads the answer */
	HTTP_TURN_MAX = 16, /* pipelined requests answered before the loop's other connections come */
	HTTP_WRITE_RATE = 32768, /* bytes a second: a reader slower than this (and body_deadline_s) is cut */
	HTTP_STOP_MS = 10000, /* what running requests get at the stop */
	HTTP_ARENA_MAX = 64 << 20,
	HTTP_KEPT_MAX = 262144, /* a body buffer larger than this is not kept for the next answer */
	HTTP_KEPT_ARENAS = 64
};

typedef struct HttpLoop HttpLoop;
typedef struct HttpSource HttpSource;

typedef enum HttpState {
	HTTP_IS_NEW, /* in the inbox of its loop */
	HTTP_IS_HEAD, /* between requests, or within a head */
	HTTP_IS_BODY,
	HTTP_IS_BUSY, /* with the pool */
	HTTP_IS_WAITING, /* has had its turn and has more requests in hand; in the inbox of its loop */
	HTTP_IS_WRITING, /* the socket takes no more for now */
	HTTP_IS_LINGERING, /* answered and closed on our side; what still comes is thrown away */
	HTTP_IS_CLOSED /* to be freed by whoever holds it in hand */
} HttpState;

typedef struct HttpExchange {
	HttpRequest request;
	HttpResponse response;
} HttpExchange;

typedef struct HttpConnection {
	struct HttpConnection *next, **link; /* all connections of the loop */
	struct HttpConnection *passed; /* in an inbox or the pool's queue */
	HttpLoop *loop;
	HttpSource *source; /* NULL: from the proxy, not counted by source */
	struct event *readable, *writable;
	HttpState state;
	int fd;
	bool is_paused; /* readable is switched off */
	bool keeps, is_proxy;
	bool head_begun; /* the deadline of the head runs */
	bool head_done, message_done; /* told by llhttp */
	int refusal; /* the status a callback of llhttp wants; 0: none */
	int64_t deadline_ms;
	char peer[64];
	char *in; /* bytes read and not yet used */
	size_t in_length, in_room;
	llhttp_t parser;
	HttpScan scan;
	HttpChunks chunks;
	/* the request in hand */
	Arena *arena; /* lent by the loop */
	HttpExchange *exchange; /* in arena */
	HttpPlan plan;
	char *body;
	size_t body_length, body_room; /* body_room bytes are counted in the server's bodies_held */
	/* the answer going out */
	const char *head; /* in the loop's buffer until the socket blocks, then in arena */
	size_t head_length, tail_length; /* tail: the bytes of the response's body that go out (none for HEAD) */
	size_t sent; /* of head and tail together */
	off_t file_at, file_length;
} HttpConnection;

struct HttpLoop {
	struct HttpServer *server;
	int index;
	pthread_t thread;
	struct event_base *base;
	struct event *tick, *wake;
	int wake_fd;
	_Atomic(HttpConnection *) inbox;
	HttpConnection *connections;
	size_t connection_count;
	int64_t tick_ms; /* of the last tick */
	int64_t stop_ms; /* when what still runs is given up; 0 while serving */
	char date_line[HTTP_DATE_LINE];
	int64_t date_s;
	Arena *arenas[HTTP_KEPT_ARENAS]; /* kept for the next request */
	size_t arena_count;
	Buf spare; /* a response body's memory to use again */
	Buf head;
	HttpGzip gzip;
	char read_room[HTTP_READ_ROOM];
};

typedef struct HttpPool {
	pthread_t *threads;
	int thread_count;
	pthread_mutex_t lock;
	pthread_cond_t filled;
	HttpConnection *first, **last;
	bool ends;
} HttpPool;

typedef struct HttpSources {
	pthread_mutex_t lock;
	HttpSource **buckets;
	size_t bucket_count; /* a power of two */
	uint64_t seed;
	int per_source;
} HttpSources;

struct HttpServer {
	HttpConfig config;
	char proxy[64]; /* "" without one */
	int listen_fd, port;
	struct event *accepting; /* in loop 0 */
	HttpLoop *loops;
	int next_loop; /* of loop 0's thread */
	HttpPool pool;
	HttpSources sources;
	atomic_int connection_count;
	atomic_size_t bodies_held;
	atomic_bool stopping;
};

/* http_source.c: connections counted by address (an IPv6 network of 64 bits counts as one). */
void http_sources_init(HttpSources *sources, int connections_max, int per_source);
void http_sources_free(HttpSources *sources);
/* NULL where the source has its share already. address: 16 bytes, IPv4 as ::ffff:a.b.c.d. */
HttpSource *http_source_take(HttpSources *sources, const unsigned char address[16]);
void http_source_give(HttpSources *sources, HttpSource *source);

/* http_pool.c */
bool http_pool_start(struct HttpServer *server);
/* Hands over the exchange of a connection in HTTP_IS_BUSY. */
void http_pool_put(HttpPool *pool, HttpConnection *connection);
/* Lets the threads end and joins them; false where one still runs a handler at until_ms (it is left running). */
bool http_pool_stop(HttpPool *pool, int64_t until_ms);

/* http_loop.c */
bool http_loop_init(HttpLoop *loop, struct HttpServer *server, int index);
void http_loop_free(HttpLoop *loop);
void *http_loop_run(void *loop);
/* Any thread: gives the connection to its loop, new or with its request handled. */
void http_loop_pass(HttpLoop *loop, HttpConnection *connection);
void http_loop_wake(HttpLoop *loop);

/* http_connection.c */
HttpConnection *http_connection_new(HttpLoop *loop, int fd, const char *peer, bool is_proxy, HttpSource *source);
/* In the loop: first step of a new one; or the answer of one that was with the pool. */
void http_connection_begin(HttpConnection *connection);
void http_connection_handled(HttpConnection *connection);
void http_connection_turn(HttpConnection *connection); /* of one in HTTP_IS_WAITING */
/* Past its deadline, or the server stops. */
void http_connection_expire(HttpConnection *connection);
void http_connection_stop(HttpConnection *connection);
void http_connection_free(HttpConnection *connection);
/* Takes what has been read; how many bytes were used. Changes state, never frees. (http_exchange.c) */
size_t http_exchange_feed(HttpConnection *connection, const char *bytes, size_t length);
/* Answers the handled request; afterwards the state is HTTP_IS_HEAD, HTTP_IS_WRITING, HTTP_IS_LINGERING or HTTP_IS_CLOSED. */
void http_exchange_answer(HttpConnection *connection);
/* Goes on writing. */
void http_exchange_write(HttpConnection *connection);
void http_exchange_refuse(HttpConnection *connection, int status);
/* Gives back what the request in hand holds. */
void http_exchange_drop(HttpConnection *connection);
extern const llhttp_settings_t http_exchange_settings;
#endif
