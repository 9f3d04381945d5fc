#include "base/arena.h"
#include "base/log.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Block {
	struct Block *next;
	size_t used, size;
	_Alignas(16) unsigned char data[];
} Block;

struct Arena {
	Block *first, *last;
	size_t total, max;
};

enum { BLOCK_MIN = 8192 - 64, KEPT_MAX = 65536 };

static Block *block_new(size_t size) {
	Block *block = malloc(sizeof(Block) + size);
	if (!block) bug("out of memory for %zu bytes", size);
	block->next = NULL;
	block->used = 0;
	block->size = size;
	return block;
}

Arena *arena_new(size_t max_bytes) {
	Arena *arena = malloc(sizeof(Arena));
	if (!arena) bug("out of memory for an arena");
	arena->first = arena->last = block_new(BLOCK_MIN);
	arena->total = 0;
	arena->max = max_bytes;
	return arena;
}

void arena_free(Arena *arena) {
	if (!arena) return;
	for (Block *block = arena->first, *next; block; block = next) {
		next = block->next;
		free(block);
	}
	free(arena);
}

void arena_free_at(Arena **arena) {
	arena_free(*arena);
}

void arena_reset(Arena *arena) {
	/* What was needed once will be again: the largest block that is not too large stays. */
	Block *kept = arena->first;
	for (Block *block = arena->first->next, *next; block; block = next) {
		next = block->next;
		Block *drop = block->size > kept->size && block->size <= KEPT_MAX ? kept : block;
		if (drop == kept) kept = block;
		free(drop);
	}
	arena->first = kept;
	arena->first->next = NULL;
	arena->first->used = 0;
	arena->last = arena->first;
	arena->total = 0;
}

void *arena_alloc(Arena *arena, size_t size) {
	if (size > SIZE_MAX / 2) bug("arena: absurd size %zu", size);
	size_t rounded = (size + 15) & ~(size_t)15;
	if (!rounded) rounded = 16;
	if (arena->total + rounded > arena->max) bug("arena: %zu bytes over the limit of %zu", arena->total + rounded, arena->max);
	Block *block = arena->last;
	if (block->size - block->used < rounded) {
		size_t want = block->size * 2 > 262144 ? 262144 : block->size * 2;
		block = block_new(rounded > want ? rounded : want);
		arena->last->next = block;
		arena->last = block;
	}
	void *data = block->data + block->used;
	block->used += rounded;
	arena->total += rounded;
	memset(data, 0, rounded);
	return data;
}

void *arena_array(Arena *arena, size_t count, size_t size) {
	size_t bytes;
	if (__builtin_mul_overflow(count, size, &bytes)) bug("arena: array size overflows");
	return arena_alloc(arena, bytes);
}

char *arena_strndup(Arena *arena, const char *text, size_t length) {
	char *copy = arena_alloc(arena, length + 1);
	memcpy(copy, text, length);
	copy[length] = 0;
	return copy;
}

char *arena_strdup(Arena *arena, const char *text) {
	return arena_strndup(arena, text, strlen(text));
}

char *arena_printf(Arena *arena, const char *format, ...) {
	char small[256];
	va_list args;
	va_start(args, format);
	va_list again;
	va_copy(again, args);
	int length = vsnprintf(small, sizeof small, format, args);
	va_end(args);
	if (length < 0) bug("arena_printf: bad format");
	if ((size_t)length < sizeof small) {
		va_end(again);
		return arena_strndup(arena, small, (size_t)length);
	}
	char *text = arena_alloc(arena, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, again);
	va_end(again);
	return text;
}

size_t arena_used(const Arena *arena) {
	return arena->total;
}
