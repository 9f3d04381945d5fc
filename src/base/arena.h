/* Arena: memory of one request, job run or row batch; everything in it ends together. */
#ifndef GANGMU_BASE_ARENA_H
#define GANGMU_BASE_ARENA_H
#include <stdarg.h>
#include <stddef.h>

typedef struct Arena Arena;

/* A new arena that may hold at most max_bytes; asking for more is a bug (callers bound what a user sizes) and aborts. */
Arena *arena_new(size_t max_bytes);
void arena_free(Arena *arena);
/* Forgets the content, keeps the first block. */
void arena_reset(Arena *arena);
/* Zeroed memory, aligned for any type; never NULL. */
void *arena_alloc(Arena *arena, size_t size) __attribute__((malloc, returns_nonnull));
/* size * count with the overflow checked. */
void *arena_array(Arena *arena, size_t count, size_t size) __attribute__((malloc, returns_nonnull));
char *arena_strdup(Arena *arena, const char *text);
char *arena_strndup(Arena *arena, const char *text, size_t length);
char *arena_printf(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
size_t arena_used(const Arena *arena);

void arena_free_at(Arena **arena);
/* ARENA(name, max): an arena that is freed when the block ends. */
#define ARENA(name, max) __attribute__((cleanup(arena_free_at))) Arena *name = arena_new(max)
#endif
