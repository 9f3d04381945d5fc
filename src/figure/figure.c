#include "figure/figure.h"

#include <string.h>

const Figure *figure_by_name(const char *name) {
	for (size_t t = 0; t < figure_table_count; t++)
		for (size_t i = 0; i < figure_tables[t]->count; i++)
			if (!strcmp(figure_tables[t]->figures[i].name, name)) return &figure_tables[t]->figures[i];
	return NULL;
}

char *figure_link(Arena *arena, const Figure *figure, const char *more, bool whole) {
	const char *parts[] = {figure->window, whole && figure->of ? figure->of : figure->filter, more};
	char *link = arena_printf(arena, "/%s?", model_records[figure->record].path);
	for (int i = 0; i < 3; i++)
		if (parts[i] && *parts[i]) link = arena_printf(arena, "%s%s%s", link, text_ends(link, "?") ? "" : "&", parts[i]);
	return link;
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
