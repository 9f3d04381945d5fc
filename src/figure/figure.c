#include "figure/figure.h"

#include "base/log.h"

#include <string.h>

const Figure *figure_by_name(const char *name) {
	for (size_t t = 0; t < figure_table_count; t++)
		for (size_t i = 0; i < figure_tables[t]->count; i++)
			if (!strcmp(figure_tables[t]->figures[i].name, name)) return &figure_tables[t]->figures[i];
	return NULL;
}

static const char *filter_of(Arena *arena, const Figure *figure, const char *more, bool whole) {
	const char *filter = whole && figure->of ? figure->of : figure->filter;
	return more && *more ? arena_printf(arena, "%s&%s", filter, more) : filter;
}

static const Query *query_of(Arena *arena, const Actor *actor, int64_t now, const FigureAsk *ask, bool whole) {
	Query *query = arena_alloc(arena, sizeof *query);
	Refusals refusals;
	refusals_init(&refusals, arena);
	query_init(query, &model_records[ask->figure->record]);
	if (!query_read_text(query, arena, actor, now, filter_of(arena, ask->figure, ask->more, whole), &refusals))
		bug("figure %s: %s", ask->figure->name, refusals.count ? refusals.items[0].en : "a wrong filter");
	return query;
}

int figure_counts(
	Conn *conn, Arena *arena, const Actor *actor, int64_t now, const FigureAsk *asks, int count, FigureCount *ret_counts) {
	Tally tallies[FIGURES_MAX * 2];
	TallyRows rows;
	int tally_count = 0;
	if (count > FIGURES_MAX) bug("%d figures at once", count);
	/* An even tally is a figure's rows, the odd one after it the whole of a share. */
	int owner[FIGURES_MAX * 2];
	for (int i = 0; i < count; i++) {
		ret_counts[i] = (FigureCount){0, 0};
		for (int whole = 0; whole < (asks[i].figure->of ? 2 : 1); whole++) {
			owner[tally_count] = i * 2 + whole;
			tallies[tally_count++] = (Tally){.query = query_of(arena, actor, now, &asks[i], whole)};
		}
	}
	int fault = query_tallies(conn, arena, actor, tallies, tally_count, &rows);
	for (int r = 0; !fault && r < rows.count; r++) {
		int at = owner[rows.rows[r].tally];
		if (at & 1) ret_counts[at / 2].of = rows.rows[r].count;
		else ret_counts[at / 2].count = rows.rows[r].count;
	}
	return fault;
}

char *figure_link(Arena *arena, const Figure *figure, const char *more, bool whole) {
	return arena_printf(arena, "/%s?%s", model_records[figure->record].path, filter_of(arena, figure, more, whole));
}

int64_t figure_permille(FigureCount count) {
	return count.of > 0 ? (count.count * 2000 + count.of) / (count.of * 2) : -1;
}

char *figure_words(Arena *arena, const Figure *figure, FigureCount count) {
	if (!figure->of) return arena_printf(arena, "%lld", (long long)count.count);
	int64_t permille = figure_permille(count);
	if (permille < 0) return arena_strdup(arena, "–");
	if (permille == 1000) return arena_strdup(arena, "100");
	return arena_printf(arena, "%lld.%lld", (long long)permille / 10, (long long)permille % 10);
}

bool figure_is_few(const Figure *figure, FigureCount count) {
	return figure->of && count.of < FIGURE_FEW;
}
