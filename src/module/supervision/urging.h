/* Which urging slip comes next on a matter: what the rule writes and what the page shows before it is sent come from here. */
#ifndef GANGMU_MODULE_SUPERVISION_URGING_H
#define GANGMU_MODULE_SUPERVISION_URGING_H
#include "clock/book.h"

typedef struct Urging {
	int64_t level; /* 1–3; 0: the ladder has no rows */
	int64_t nth; /* how many slips with this one */
	int64_t over_days, over_min; /* working days and minutes past the limit; 0: not yet */
	int64_t answer_by; /* close of business, seconds UTC */
	const char *name, *words, *cc; /* of the step; in the arena */
} Urging;

/* The level climbs from the last slip, and as far as the ladder's rows let it at this moment; the last step needs a slip before it (一次催办后仍
 * 超期). It never falls. matter: a row of `matter`. 0 or a fault. At most three statements. */
int urging_next(Conn *conn, Arena *arena, const Book *book, const Value *matter, int64_t now, Urging *ret);
#endif
