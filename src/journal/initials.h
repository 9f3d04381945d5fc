/* Pinyin initials for search: 百花里 → "bhl bhl…" with every common reading's letter. */
#ifndef GANGMU_JOURNAL_INITIALS_H
#define GANGMU_JOURNAL_INITIALS_H
#include "base/arena.h"

/* The initials of the Chinese characters of text as search words, blank-separated: the whole run and its tails, so that a word inside
 * is found by its own initials; where a character has a second common reading, the run with that reading too. In the arena. */
char *initials_of(Arena *arena, const char *text);
#endif
