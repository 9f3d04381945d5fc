/* From a scanned head to an HttpRequest. Pure but for the arena. */
#ifndef GANGMU_WEB_HTTP_REQUEST_H
#define GANGMU_WEB_HTTP_REQUEST_H
#include "web/http_scan.h"

enum { HTTP_QUERY_MAX = 256 }; /* name=value pairs in a query; more is 400 */

/* Fills method, path, target, query and headers of a zeroed request whose arena is set; everything is copied into the arena.
 * 0, or 400 where the path or query decodes to what no handler should see (contract of HttpRequest.path; '\' and an encoded
 * '/' are refused as well, and in a query only NUL and text that is not UTF-8). */
int http_request_make(HttpRequest *request, const HttpScan *scan, const char *head);
/* Takes peer and is_tls from X-Forwarded-For (its last address, the one the proxy itself saw) and X-Forwarded-Proto. Call it only
 * where the socket's peer is the configured proxy. */
void http_request_forward(HttpRequest *request);
/* Undoes percent-encoding, and '+' for a blank where `plus`; ret has room for `length` bytes and no NUL is put.
 * The decoded length, or SIZE_MAX where a % is not followed by two hexadecimal digits. */
size_t http_request_decode(const char *from, size_t length, bool plus, char *ret);
/* Whether a client that sent this Accept-Encoding takes gzip. NULL: no. */
bool http_request_takes_gzip(const char *accept_encoding);
#endif
