/* Writes JSON straight into a Buf. Text is UTF-8 and escaped here; commas are put by the writer. */
#ifndef GANGMU_BASE_JSON_OUT_H
#define GANGMU_BASE_JSON_OUT_H
#include "base/buf.h"
#include "base/value.h"

/* A comma where the last byte needs one, then "key": . Key NULL inside an array. */
void json_key(Buf *out, const char *key);
void json_open(Buf *out, const char *key, char bracket); /* '{' or '[' */
void json_close(Buf *out, char bracket); /* '}' or ']' */
void json_text(Buf *out, const char *key, const char *text); /* NULL gives null */
void json_int(Buf *out, const char *key, int64_t number);
void json_bool(Buf *out, const char *key, bool yes);
void json_nothing(Buf *out, const char *key);
void json_value(Buf *out, const char *key, Value value);
/* The string alone, quoted. */
void json_quote(Buf *out, const char *text);
#endif
