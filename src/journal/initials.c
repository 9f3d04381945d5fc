#include "journal/initials.h"

#include "base/buf.h"
#include "base/text.h"

#include <pthread.h>
#include <string.h>
#include <unicode/utrans.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static UTransliterator *latin; /* written once; ICU transliterators are safe to clone, used under the lock */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void latin_open(void) {
	static const UChar id[] = {
		'H', 'a', 'n', '-', 'L', 'a', 't', 'i', 'n', ';', ' ', 'L', 'a', 't', 'i', 'n', '-', 'A', 'S', 'C', 'I', 'I', 0};
	UErrorCode status = U_ZERO_ERROR;
	latin = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
	if (U_FAILURE(status)) latin = NULL;
}

/* Characters of places, units and surnames with a second everyday reading, and that reading's initial (现代汉语词典 readings). */
static const struct {
	uint32_t character;
	char initial;
} second[] = {{0x884c, 'h'}, {0x957f, 'z'}, {0x91cd, 'c'}, {0x8c03, 't'}, {0x66fe, 'z'}, {0x4ec7, 'q'}, {0x5355, 's'},
	{0x53c2, 's'}, {0x4f1a, 'k'}, {0x85cf, 'z'}, {0x89e3, 'x'}, {0x5bbf, 'x'}, {0x4e50, 'y'}, {0x53a6, 'x'}, {0x5e9c, 'f'},
	{0x8f66, 'j'}, {0x671d, 'z'}, {0x4f20, 'z'}, {0x5f39, 't'}, {0x964d, 'x'}, {0x67e5, 'z'}};

static char initial_of(uint32_t code) {
	uint32_t c32 = code;
	UChar text[64] = {0};
	int32_t length = 0, limit;
	if (c32 < 0x10000) text[length++] = (UChar)c32;
	else return 0;
	limit = length;
	UErrorCode status = U_ZERO_ERROR;
	if (latin) utrans_transUChars(latin, text, &length, 64, 0, &limit, &status);
	if (U_FAILURE(status) || length < 1) return 0;
	UChar first = text[0];
	return first >= 'a' && first <= 'z' ? (char)first : first >= 'A' && first <= 'Z' ? (char)(first + 32) : 0;
}

char *initials_of(Arena *arena, const char *text) {
	char first[65], other[65];
	size_t count = 0;
	bool differs = false;
	pthread_once(&once, latin_open);
	pthread_mutex_lock(&lock);
	for (const char *p = text; *p && count < 64;) {
		uint32_t code = text_next(&p);
		if (code < 0x3400 || code > 0x9fff) {
			if (code < 128 && ((code >= '0' && code <= '9') || (code | 32) - 'a' < 26))
				first[count] = other[count] = (char)(code >= 'A' ? code | 32 : code), count++;
			continue;
		}
		char c = initial_of(code);
		if (!c) continue;
		first[count] = other[count] = c;
		for (size_t i = 0; i < sizeof second / sizeof *second; i++)
			if (second[i].character == code && second[i].initial != c) other[count] = second[i].initial, differs = true;
		count++;
	}
	pthread_mutex_unlock(&lock);
	first[count] = other[count] = 0;
	BUF(out, 16384);
	for (size_t i = 0; i + 1 < count || i == 0; i++) buf_printf(&out, "%s ", first + i);
	for (size_t i = 0; differs && (i + 1 < count || i == 0); i++) buf_printf(&out, "%s ", other + i);
	return arena_strdup(arena, buf_text(&out));
}
