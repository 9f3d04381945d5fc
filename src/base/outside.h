/* Outside: the clock and the dice, behind one small interface, so that a test can set both. */
#ifndef GANGMU_BASE_OUTSIDE_H
#define GANGMU_BASE_OUTSIDE_H
#include "base/arena.h"

#include <stdint.h>

/* Seconds since 1970 UTC, moved by outside_shift. */
int64_t outside_now(void);
/* Milliseconds that only grow; for deadlines and measurements. */
int64_t outside_monotonic_ms(void);
/* Moves outside_now by seconds from here on; for tests and the demo year (serve --now). */
void outside_shift(int64_t seconds);
/* Bytes from the system's random source. */
void outside_random(void *ret_bytes, size_t length);
/* A secret for a link: 128 random bits as 22 URL-safe characters. */
char *outside_token(Arena *arena);
#endif
