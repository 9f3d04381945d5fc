/* HTTP/1.1 server: libevent loops, a strict scan of the raw header block, llhttp, absolute deadlines, limits per source.
 * Ambiguous framing is refused with 400 and the connection closed; nothing of it reaches a handler. */
#ifndef GANGMU_WEB_HTTP_H
#define GANGMU_WEB_HTTP_H
#include "base/arena.h"
#include "base/buf.h"

/* OTHER is PUT or OPTIONS (405 is the handler's); the server answers 501 to the rest. */
typedef enum HttpMethod { HTTP_GET_M, HTTP_HEAD_M, HTTP_POST_M, HTTP_PATCH_M, HTTP_DELETE_M, HTTP_OTHER_M } HttpMethod;

typedef struct HttpPair {
	const char *name, *value;
} HttpPair;

/* One part of multipart/form-data, or one urlencoded pair. */
typedef struct HttpPart {
	const char *name;
	const char *value; /* text fields: checked UTF-8, NUL-terminated; files: NULL */
	const char *file_name; /* files: as sent, cut to its last path piece; NULL for text fields */
	const char *type; /* files: the Content-Type as claimed; never trusted */
	const char *data; /* files: the bytes */
	size_t length; /* bytes of value or data */
} HttpPart;

typedef struct HttpRequest {
	Arena *arena; /* of this request, 64 MiB at most beyond the body */
	HttpMethod method; /* HEAD arrives as HEAD and is answered like GET; the server drops the body */
	/* Percent-decoded, valid UTF-8, starts with '/'. A target with //, /./, /../, an encoded slash, a backslash, NUL or control
	 * characters is answered 400 by the server. */
	const char *path;
	const char *target; /* as received: path?query */
	const HttpPair *query;
	size_t query_count;
	const HttpPair *headers; /* names in lower case, in the order sent; a value that is not UTF-8 is left out */
	size_t header_count;
	const char *body; /* NUL-terminated after body_length */
	size_t body_length;
	char peer[64]; /* address without port; the last of X-Forwarded-For only where the socket's peer is the configured proxy */
	bool is_tls; /* X-Forwarded-Proto: https from a configured proxy */
	void *user; /* the handler's own */
} HttpRequest;

typedef struct HttpResponse {
	int status; /* 200 when untouched */
	const char *type; /* Content-Type; "text/html; charset=utf-8" when untouched */
	HttpPair headers[26]; /* by http_set_header, 24 at most; two are the server's */
	size_t header_count;
	Buf body; /* 64 MiB at most */
	int file; /* ≥ 0: answer with this file's bytes (closed by the server) instead of body; -1 when untouched */
	/* Text bodies over 1 kB go out gzipped where the client takes it. True: never; for secrets beside text a stranger chooses. */
	bool no_compress;
} HttpResponse;

/* What to do with a request whose header block has been read. */
typedef struct HttpPlan {
	/* True: handle() runs in a pool thread and may block; false: in the loop, must be quick. Large texts belong in the pool: they
	 * are compressed where they are made. */
	bool in_pool;
	size_t body_max; /* larger bodies: 413 before they are read */
} HttpPlan;

typedef struct HttpConfig {
	const char *listen; /* "127.0.0.1:8080", "[::1]:0" */
	int loops; /* event loop threads; 2 (numbers that are 0 stand for the ones named here) */
	int pool_threads; /* 64 */
	int header_deadline_s, body_deadline_s, idle_deadline_s; /* 10, 60, 75: absolute, not inactivity */
	int connections_max, connections_per_source; /* 4096, 512 */
	size_t bodies_max; /* bytes of bodies being held at once; over it: 503 with Retry-After; 512 MiB */
	const char *proxy; /* address of the trusted reverse proxy or NULL; connections from it are not counted by source */
	/* In a loop thread, when the head is there and before the body: quick, and nothing kept. Neither may be NULL. */
	HttpPlan (*plan)(void *user, const HttpRequest *head);
	/* thread_index: 0…loops-1 in loops, loops…loops+pool_threads-1 in the pool: for per-thread connections. */
	void (*handle)(void *user, int thread_index, HttpRequest *request, HttpResponse *response);
	void *user;
} HttpConfig;

typedef struct HttpServer HttpServer;

/* Binds and starts the threads. NULL where it cannot (words in the log). */
HttpServer *http_server_start(const HttpConfig *config);
int http_server_port(const HttpServer *server);
/* No new connections; running requests end (10 s at most); then frees. */
void http_server_stop(HttpServer *server);

const char *http_header(const HttpRequest *request, const char *lower_name); /* NULL if absent */
const char *http_query(const HttpRequest *request, const char *name); /* the first; NULL if absent */
const char *http_cookie(const HttpRequest *request, const char *name); /* NULL if absent */
/* name: a literal; value is copied. The server's own fields (Content-Type, Content-Length, Date, Connection) are refused (bug). */
void http_set_header(
	HttpRequest *request, HttpResponse *response, const char *name, const char *value); /* value: CR, LF refused (bug) */
/* Set-Cookie with Path=/; HttpOnly; SameSite=Lax and Secure where is_tls; max_age_s 0 removes, -1 lasts as long as the browser. */
void http_set_cookie(
	HttpRequest *request, HttpResponse *response, const char *name, const char *value, int max_age_s, bool script_may_read);

/* Parses an application/x-www-form-urlencoded or multipart/form-data body. Returns NULL, or a stable word of what was wrong:
 * "type" (neither of the two), "malformed", "too-many" (> 2000 parts, or > 4 MiB of text fields), "text" (a text field that is not UTF-8 or holds NUL).
 * Texts are copied into the arena; files point into the body. May be called again: it gives the same. */
const char *http_form(HttpRequest *request, HttpPart **ret_parts, size_t *ret_count);
/* Percent-encodes for one path segment or query value. */
char *http_encode(Arena *arena, const char *text);
#endif
