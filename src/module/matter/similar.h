/* Likely duplicates of what is being reported, found by index while it is typed. */
#ifndef GANGMU_MODULE_MATTER_SIMILAR_H
#define GANGMU_MODULE_MATTER_SIMILAR_H
#include "access/actor.h"

enum { SIMILAR_MAX = 20 };

typedef struct SimilarAsk {
	int64_t place, asset, problem; /* 0: not told */
	const char *title; /* or NULL */
	int64_t but; /* a matter to leave out: itself */
} SimilarAsk;

typedef enum SimilarWhy { SIMILAR_ASSET, SIMILAR_PROBLEM, SIMILAR_WORDS } SimilarWhy;

typedef struct Similar {
	int64_t id, created_at, due_at;
	const char *no, *title, *state, *place_name;
	int64_t me_too;
	SimilarWhy why; /* the same asset; the same place and problem; the same place and half of the words */
} Similar;

/* Open matters that may be the same, likeliest first, at most `limit` (≤ SIMILAR_MAX) into ret. Those the actor may see; actor NULL: all, for
 * the page of a code, which shows nothing but number, subject and state. 0 or a fault. */
int matters_similar(Conn *conn, Arena *arena, const Actor *actor, const SimilarAsk *ask, int limit, Similar *ret, int *ret_count);
Label similar_why_label(SimilarWhy why);
/* The share, in percent, of a's pairs of neighbouring characters that b has too; blanks and punctuation do not count. 0 for fewer than two
 * characters. */
int title_likeness(Arena *arena, const char *a, const char *b);
#endif
