/* Text: UTF-8, always checked at the door, never assumed. */
#ifndef GANGMU_BASE_TEXT_H
#define GANGMU_BASE_TEXT_H
#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Well-formed UTF-8 without NUL; overlong forms and surrogates are refused. */
bool text_utf8_valid(const char *text, size_t length);
/* Characters (code points) in valid UTF-8. */
size_t text_count(const char *text);
/* The next code point of valid UTF-8, moving *at past it; 0 at the end. Broken bytes give U+FFFD one byte at a time. */
uint32_t text_next(const char **at);
/* Writes the code point as UTF-8 (at most 4 bytes) and returns how many. */
size_t text_encode(uint32_t code, char out[4]);
bool text_is_blank(const char *text);
/* A copy without blanks (ASCII and U+3000) at both ends, CRLF as LF. */
char *text_trim(Arena *arena, const char *text);
/* A control character other than tab, LF, CR; or a bidirectional override: not for stored text. */
bool text_has_control(const char *text);
bool text_equal(const char *a, const char *b); /* NULL equals only NULL */
bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);
/* The first `characters` characters, with … when cut. */
char *text_cut(Arena *arena, const char *text, size_t characters);
/* A whole decimal integer and nothing else. */
bool text_to_int(const char *text, int64_t *ret);
/* Lower case for ASCII, full-width ASCII (Ａ１) to half width. */
char *text_fold(Arena *arena, const char *text);
/* The parts of a list written with commas (, ， 、), each trimmed, in the arena; returns how many, at most `max` are given. "" has none. */
int text_list(Arena *arena, const char *text, char **ret_parts, int max);
/* Bytes as lower-case hex into out (2*length+1 bytes). */
void text_hex(const void *bytes, size_t length, char *out);
bool text_from_hex(const char *hex, void *out, size_t length);
#endif
