/* Who should lead a matter: the unit a return named, the unit of its tile, the units that lately did most of the like. */
#ifndef GANGMU_MODULE_MATTER_SUGGEST_H
#define GANGMU_MODULE_MATTER_SUGGEST_H
#include "query/query.h"

enum { SUGGEST_MAX = 3 };

typedef struct Suggested {
	int64_t unit;
	const char *name;
	Label why;
	int64_t open; /* work orders in its hands now */
} Suggested;

/* At most SUGGEST_MAX, likeliest first. orders: the matter's own, for the next owner named in a return. Three statements. 0 or a fault. */
int units_suggest(
	Conn *conn, Arena *arena, const Actor *actor, const Row *matter, const Rows *orders, Suggested *ret, int *ret_count);
#endif
