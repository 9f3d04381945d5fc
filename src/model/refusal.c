#include "model/refusal.h"

#include <string.h>

void refusals_init(Refusals *refusals, Arena *arena) {
	*refusals = (Refusals){.arena = arena};
}

void refuse(Refusals *refusals, RefusalClass class, const char *code, const char *field, const char *zh, const char *en) {
	if (refusals->count >= 200) return;
	if (refusals->count == refusals->capacity) {
		int capacity = refusals->capacity ? refusals->capacity * 2 : 8;
		Refusal *items = arena_array(refusals->arena, (size_t)capacity, sizeof *items);
		if (refusals->count) memcpy(items, refusals->items, (size_t)refusals->count * sizeof *items);
		refusals->items = items;
		refusals->capacity = capacity;
	}
	refusals->items[refusals->count++] = (Refusal){.class = class,
		.code = arena_strdup(refusals->arena, code),
		.field = arena_strdup(refusals->arena, field ? field : ""),
		.zh = arena_strdup(refusals->arena, zh),
		.en = arena_strdup(refusals->arena, en)};
}

int refusals_status(const Refusals *refusals) {
	static const int status[] = {422, 409, 412, 403, 404, 429};
	static const int weight[] = {1, 2, 3, 5, 6, 4};
	int best = -1;
	for (int i = 0; i < refusals->count; i++)
		if (best < 0 || weight[refusals->items[i].class] > weight[best]) best = refusals->items[i].class;
	return best < 0 ? 500 : status[best];
}

bool refusals_have(const Refusals *refusals, const char *code) {
	for (int i = 0; i < refusals->count; i++)
		if (!strcmp(refusals->items[i].code, code)) return true;
	return false;
}
