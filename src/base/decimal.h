/* Scaled decimals as integers: money is fen (scale 2), areas and weights have a scale of their own; never a float. */
#ifndef GANGMU_BASE_DECIMAL_H
#define GANGMU_BASE_DECIMAL_H
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* "12.5", "-0.05", "1,234.50" with scale 2 → 1250, -5, 123450. More digits than the scale, or a value beyond ±9·10^15, is refused. */
bool decimal_parse(const char *text, int scale, int64_t *ret);
/* 1250, scale 2 → "12.50". */
char *decimal_format(Arena *arena, int64_t value, int scale);
/* value * numerator / denominator, rounded half away from zero, once. False on overflow or a zero denominator. */
bool decimal_scale(int64_t value, int64_t numerator, int64_t denominator, int64_t *ret);
/* Shares of total in proportion to weights (largest remainder; ties to the earlier); the parts add up to total. Weights ≥ 0, sum > 0. */
bool decimal_share(int64_t total, const int64_t *weights, size_t count, int64_t *ret_parts);
#endif
