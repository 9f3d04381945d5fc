/* What happened, in words: one entry of a matter's or a work order's journal as the timeline says it. */
#ifndef GANGMU_MODULE_MATTER_PAGE_WORDS_H
#define GANGMU_MODULE_MATTER_PAGE_WORDS_H
#include "query/query.h"

/* One line of the timeline: an entry with what it caused folded into it. */
typedef struct Moment {
	const Event *event;
	const Event *mirror; /* the matter's entry this order's entry caused (sign → mark_signed); NULL: none */
	bool open; /* on the asker's timeline, too */
	const char *note; /* what was said with it */
} Moment;

/* Folds entries caused by others into their cause and leaves out what only keeps accounts (due times moved, orders sent). In order of seq. */
int moments_of(Arena *arena, const Events *events, Moment *ret, int most);

/* 签收，用时 12 分 · 派单：主办 …，协办 …. orders: the matter's work orders, with labels. */
const char *moment_words(
	Arena *arena, Language language, const Moment *moment, const Events *events, const Rows *orders, int64_t now);
/* Who: the person's name; 报事人 for a guest; 系统 for what happens by itself. */
const char *moment_who(const Moment *moment, Language language);
/* The value the entry set, nothing where it did not. */
Value event_fact(const Event *event, int field);
/* The words the asker used, of an entry that made the matter; NULL otherwise. */
const char *moment_quote(const Moment *moment);
#endif
