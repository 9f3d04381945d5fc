/* Map: texts to values, in an arena; grows, never forgets. */
#ifndef GANGMU_BASE_MAP_H
#define GANGMU_BASE_MAP_H
#include "base/arena.h"

#include <stdint.h>

typedef struct MapSlot {
	const char *key; /* NULL: free */
	int64_t number;
	void *data;
} MapSlot;
typedef struct Map {
	Arena *arena;
	MapSlot *slots;
	size_t count, capacity;
} Map;

void map_init(Map *map, Arena *arena);
/* NULL where the key is not there. */
MapSlot *map_find(const Map *map, const char *key);
/* The slot of the key, made (number 0, data NULL, the key copied) where it is not there. Good until the next map_put. */
MapSlot *map_put(Map *map, const char *key);
#endif
