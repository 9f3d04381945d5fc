/* What goes out: heads, gzip, and the short answers the server gives by itself. */
#ifndef GANGMU_WEB_HTTP_RESPONSE_H
#define GANGMU_WEB_HTTP_RESPONSE_H
#include "web/http.h"

#include <sys/types.h>
#include <zlib.h>

enum { HTTP_BODY_MAX = 64 << 20, HTTP_GZIP_MIN = 1024, HTTP_DATE_LINE = 40 };

/* A gzip machine one thread uses again and again. */
typedef struct HttpGzip {
	z_stream stream;
	bool is_ready;
} HttpGzip;
void http_gzip_free(HttpGzip *gzip);

/* "Date: Tue, 24 Nov 2026 02:32:00 GMT\r\n" */
void http_response_date(int64_t at_s, char ret_line[HTTP_DATE_LINE]);
/* The response as a handler finds it; its body grows in `body`, which may bring memory to use again. */
void http_response_begin(HttpResponse *response, Buf body);
/* After the handler: a body that met its limit becomes 500; text of 1 kB and more is compressed where the client takes it. */
void http_response_finish(HttpResponse *response, const HttpRequest *request, HttpGzip *gzip);
/* The whole head with its empty line. length: of the body or file, as Content-Length. */
void http_response_head(Buf *out, const HttpResponse *response, const char *date_line, uint64_t length, bool keeps, bool old);
/* The whole answer of a refusal by the server itself, connection to be closed. retry_s > 0: Retry-After. */
void http_response_refusal(Buf *out, int status, const char *date_line, bool is_head);
const char *http_status_words(int status);
/* 204, 304: no body, no Content-Length. */
bool http_status_is_bare(int status);
#endif
