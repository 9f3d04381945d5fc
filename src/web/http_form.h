/* The two parsers behind http_form. Pure but for the arena; their words of refusal are http_form's. */
#ifndef GANGMU_WEB_HTTP_FORM_H
#define GANGMU_WEB_HTTP_FORM_H
#include "web/http.h"

enum {
	HTTP_FORM_PARTS_MAX = 2000,
	/* Text fields are copied into the request's arena, so their sum has a limit of its own ("too-many"), small enough that a
	 * handler may copy them again; files are not copied. */
	HTTP_FORM_TEXT_MAX = 4 << 20,
	HTTP_FORM_NAME_MAX = 256,
	HTTP_FORM_HEAD_MAX = 4096, /* bytes of one part's head */
	HTTP_FORM_FIELDS_MAX = 16, /* lines of it */
	HTTP_FORM_PARAMETERS_MAX = 8 /* of one Content-Disposition */
};

const char *http_form_pairs(Arena *arena, const char *body, size_t length, HttpPart **ret_parts, size_t *ret_count);
/* RFC 7578, strictly: no preamble and no epilogue but a line end, CRLF only, each part with one Content-Disposition: form-data and
 * a name; a Content-Transfer-Encoding other than 7bit, 8bit, binary is refused. */
const char *http_form_multipart(
	Arena *arena, const char *boundary, const char *body, size_t length, HttpPart **ret_parts, size_t *ret_count);
#endif
