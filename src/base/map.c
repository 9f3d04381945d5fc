#include "base/map.h"

#include <string.h>

enum { FIRST_CAPACITY = 256 };

static uint64_t hash_of(const char *key) {
	uint64_t hash = 1469598103934665603u; /* FNV-1a, 64 bits */
	for (; *key; key++) hash = (hash ^ (unsigned char)*key) * 1099511628211u;
	return hash ^ hash >> 29;
}

static MapSlot *slot_of(MapSlot *slots, size_t capacity, const char *key) {
	size_t at = (size_t)hash_of(key) & (capacity - 1);
	while (slots[at].key && strcmp(slots[at].key, key)) at = (at + 1) & (capacity - 1);
	return &slots[at];
}

void map_init(Map *map, Arena *arena) {
	*map = (Map){.arena = arena, .capacity = FIRST_CAPACITY};
	map->slots = arena_array(arena, map->capacity, sizeof *map->slots);
}

MapSlot *map_find(const Map *map, const char *key) {
	MapSlot *slot = slot_of(map->slots, map->capacity, key);
	return slot->key ? slot : NULL;
}

MapSlot *map_put(Map *map, const char *key) {
	MapSlot *slot = slot_of(map->slots, map->capacity, key);
	if (slot->key) return slot;
	if (map->count * 2 >= map->capacity) {
		size_t capacity = map->capacity * 2;
		MapSlot *slots = arena_array(map->arena, capacity, sizeof *slots);
		for (size_t i = 0; i < map->capacity; i++)
			if (map->slots[i].key) *slot_of(slots, capacity, map->slots[i].key) = map->slots[i];
		map->slots = slots;
		map->capacity = capacity;
		slot = slot_of(slots, capacity, key);
	}
	slot->key = arena_strdup(map->arena, key);
	map->count++;
	return slot;
}
