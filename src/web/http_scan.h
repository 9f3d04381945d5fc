/* Strict scans of raw bytes, before any parser sees them. Pure: no memory, no socket.
 * Stock parsers each let something doubtful through (a blank before the colon, LF alone, folded fields); two programs that
 * read one request differently are how requests are smuggled. What is not plainly RFC 9112 is refused here. */
#ifndef GANGMU_WEB_HTTP_SCAN_H
#define GANGMU_WEB_HTTP_SCAN_H
#include "web/http.h"

#include <stdint.h>

/* Own limits: a longer request line is 414; a longer field line, more bytes or more fields in all are 431. */
enum { HTTP_LINE_MAX = 8192, HTTP_HEAD_MAX = 32768, HTTP_FIELDS_MAX = 100 };

typedef struct HttpField {
	uint16_t name_at, name_length, value_at, value_length; /* offsets into the head; blanks around the value are cut */
} HttpField;

typedef struct HttpScan {
	size_t line_at; /* where the line not yet complete begins; after HTTP_SCAN_DONE: the length of the head */
	size_t seen; /* bytes already searched for a line end */
	HttpMethod method;
	uint8_t minor; /* HTTP/1.minor: 0 or 1 */
	bool has_line, has_host, has_length, is_chunked, expects; /* expects: 100-continue */
	uint64_t length; /* Content-Length */
	uint16_t target_at, target_length;
	uint16_t field_count;
	HttpField fields[HTTP_FIELDS_MAX];
} HttpScan;

enum { HTTP_SCAN_MORE = 0, HTTP_SCAN_DONE = 1 };

/* Makes the scan ready for a new head. */
void http_scan_begin(HttpScan *scan);
/* Looks at the bytes of one head that are there so far; each call is given the head from its first byte, and goes on where the
 * last one ended. HTTP_SCAN_MORE, HTTP_SCAN_DONE, or the status to refuse with (400, 414, 417, 431, 501, 505). */
int http_scan_head(HttpScan *scan, const char *head, size_t length);

typedef enum HttpChunkState {
	HTTP_CHUNK_SIZE,
	HTTP_CHUNK_SIZE_LF,
	HTTP_CHUNK_DATA,
	HTTP_CHUNK_DATA_CR,
	HTTP_CHUNK_DATA_LF,
	HTTP_CHUNK_END_CR,
	HTTP_CHUNK_END_LF,
	HTTP_CHUNK_DONE,
	HTTP_CHUNK_BAD
} HttpChunkState;

typedef struct HttpChunks {
	HttpChunkState state;
	uint8_t digits; /* of the size being read; 8 at most */
	uint64_t left; /* bytes of the chunk still to come */
} HttpChunks;

/* Goes over raw chunked bytes. Returns how many of them belong to this body; state tells DONE or BAD. Chunk extensions and
 * trailer fields are refused: nobody honest sends them, and parsers differ over where they end. */
size_t http_scan_chunks(HttpChunks *chunks, const char *bytes, size_t length);
/* The value of a hexadecimal digit, -1 where it is none. */
int http_scan_hex(char c);
#endif
