/* The words that tell what a sentence wants, found by the longest one at a place. Private to the outline. */
#ifndef GANGMU_MODULE_PROGRAMME_OUTLINE_WORDS_H
#define GANGMU_MODULE_PROGRAMME_OUTLINE_WORDS_H
#include <stdint.h>

typedef enum Sense {
	HIDE, /* no cue; hides 要, 应, 需 inside another word */
	LEAD, /* may stand between the start of a clause and its verb */
	MODAL, /* asks, anywhere in a clause */
	HOPE, /* asks, at the start of a clause */
	DEMAND, /* 要求…: asks at the start of a clause; says, behind a higher body */
	DECIDE, /* 会议决定: minutes ask */
	NEED, /* a condition not met, an urgency: asks weakly under a head that asks */
	VERB, /* asks at the start of a clause, unless the part looks back */
	NOMINAL, /* takes the verb before it in its clause back */
	NEXT, /* the time to come */
	PAST, /* the time gone by */
	DONE, /* something achieved */
	BODY, /* a higher body or its paper */
	SAY, /* says, behind a body */
	BY, /* 根据…: cites weakly */
	EXPLAIN, /* the list that follows gives reasons, not work */
	HEAD_PAST, /* in a head: its part looks back */
	HEAD_ASK, /* in a head: its part asks */
	SENSES,
} Sense;

typedef struct Word {
	const char *word;
	uint8_t sense, weight;
} Word;

enum { WORDS_MAX = 400, WORD_BUCKETS = 1024 };

/* The table and an index of it by first character; filled once for each outline. */
typedef struct Lexicon {
	const Word *words;
	int16_t first[WORD_BUCKETS], next[WORDS_MAX];
	uint8_t length[WORDS_MAX];
} Lexicon;

void lexicon_fill(Lexicon *lexicon);
/* The longest word at `at` within [at, end), as an index into words, or -1. */
int lexicon_at(const Lexicon *lexicon, const char *text, uint32_t at, uint32_t end);
#endif
