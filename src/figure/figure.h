/* Figures: numbers that know their rows. A figure is a filter over one record (or the share of one filter in another); counting it and
 * listing it go through the same read door, so they cannot differ. Modules declare figures as const tables. */
#ifndef GANGMU_FIGURE_FIGURE_H
#define GANGMU_FIGURE_FIGURE_H
#include "query/query.h"

typedef struct Figure {
	const char *name; /* "matters-open": its address is /figures/NAME */
	int record; /* RECORD_… of model_gen.h */
	const char *filter; /* the rows counted, as in a URL */
	const char *of; /* NULL: a number of rows; else the rows of which `filter` is a share, in percent */
	Label label, unit; /* 在办事项, 件; the unit of a share is % */
	Label definition; /* 口径: what is counted, since when, from where */
} Figure;

/* What a module declares; src/main/modules.c holds the list. */
typedef struct FigureTable {
	const Figure *figures;
	size_t count;
} FigureTable;
extern const FigureTable *const figure_tables[];
extern const size_t figure_table_count;
/* NULL where no module declares it. */
const Figure *figure_by_name(const char *name);

/* One figure to be counted, perhaps for a part only. */
typedef struct FigureAsk {
	const Figure *figure;
	const char *more; /* further conditions for both filters ("owner_unit=3"), or NULL */
} FigureAsk;
typedef struct FigureCount {
	int64_t count;
	int64_t of; /* of a share: the whole; 0 otherwise */
} FigureCount;

enum { FIGURES_MAX = 60 };
/* Counts all within the actor's scope, as of now (seconds UTC), in one statement. count ≤ FIGURES_MAX. 0 or a fault. */
int figure_counts(
	Conn *conn, Arena *arena, const Actor *actor, int64_t now, const FigureAsk *asks, int count, FigureCount *ret_counts);
/* The address of exactly the rows counted; `whole`: of those a share is taken of. */
char *figure_link(Arena *arena, const Figure *figure, const char *more, bool whole);
/* A share in tenths of a percent, rounded half up; -1 where the whole is 0. */
int64_t figure_permille(FigureCount count);
/* 97.2, 100, or – where the whole is 0; a number as it is. */
char *figure_words(Arena *arena, const Figure *figure, FigureCount count);
/* The few: a share of fewer rows is marked, not ranked (ui.md 3.7). */
enum { FIGURE_FEW = 5 };
bool figure_is_few(const Figure *figure, FigureCount count);
#endif
