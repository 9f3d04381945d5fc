/* Words of a text as the search index has them, the same for both databases.
 *
 * A unit is one Chinese, Japanese or Korean character, or one run of other letters and digits, folded: ASCII, Latin-1, Greek and
 * Cyrillic letters to lower case, full-width forms to half width. Everything else parts units. Two characters are neighbours where
 * nothing stands between them. */
#ifndef GANGMU_STORE_WORDS_H
#define GANGMU_STORE_WORDS_H
#include "base/buf.h"

enum {
	WORD_BYTES = 64, /* a longer run of letters is cut here, in the index and in the query alike */
	SEARCH_TEXT_BYTES = 256 * 1024, /* of one text, what is indexed: keeps a tsvector below PostgreSQL's 1 MB */
	SEARCH_TYPED_UNITS = 64, /* of what a user typed, what is searched for */
	SEARCH_TYPED_BYTES = 1024,
};

typedef struct Unit {
	char word[WORD_BYTES + 4]; /* folded, NUL-terminated */
	size_t length;
	size_t start, end; /* byte offsets in the text */
	bool character; /* one CJK character */
	bool touches; /* nothing stands between the unit before and this one */
} Unit;

/* Where a walk through a text stands. */
typedef struct Words {
	const char *text;
	size_t at, length;
} Words;

/* The next unit; false at the end. */
bool words_next(Words *words, Unit *ret_unit);
/* The longest prefix of at most `max` bytes that ends between characters. */
size_t words_clip(const char *text, size_t max);
#endif
