#include "base/decimal.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

static const int64_t DECIMAL_MAX = 9000000000000000;

bool decimal_parse(const char *text, int scale, int64_t *ret) {
	bool minus = *text == '-', any = false, point = false;
	int left = scale, group = -1;
	int64_t value = 0;
	if (minus) text++;
	for (; *text; text++) {
		if (*text == '.' && !point && any && (group < 0 || group == 3)) {
			point = true;
			continue;
		}
		if (*text == ',' && !point && any && (group < 0 || group == 3)) {
			group = 0;
			continue;
		}
		if (*text < '0' || *text > '9' || (point && left-- <= 0)) return false;
		if (!point && group >= 0 && ++group > 3) return false;
		value = value * 10 + (*text - '0');
		any = true;
		if (value > DECIMAL_MAX) return false;
	}
	if (!any || (group >= 0 && !point && group != 3) || (point && left == scale)) return false;
	for (; left > 0; left--) {
		value *= 10;
		if (value > DECIMAL_MAX) return false;
	}
	*ret = minus ? -value : value;
	return true;
}

char *decimal_format(Arena *arena, int64_t value, int scale) {
	uint64_t size = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value, unit = 1;
	for (int i = 0; i < scale; i++) unit *= 10;
	if (scale == 0) return arena_printf(arena, "%s%" PRIu64, value < 0 ? "-" : "", size);
	return arena_printf(arena, "%s%" PRIu64 ".%0*" PRIu64, value < 0 ? "-" : "", size / unit, scale, size % unit);
}

bool decimal_scale(int64_t value, int64_t numerator, int64_t denominator, int64_t *ret) {
	if (denominator == 0) return false;
	__int128 product = (__int128)value * numerator, bottom = denominator;
	if (bottom < 0) product = -product, bottom = -bottom;
	__int128 rounded = (2 * (product < 0 ? -product : product) + bottom) / (2 * bottom);
	if (product < 0) rounded = -rounded;
	if (rounded > INT64_MAX || rounded < INT64_MIN) return false;
	*ret = (int64_t)rounded;
	return true;
}

bool decimal_share(int64_t total, const int64_t *weights, size_t count, int64_t *ret_parts) {
	__int128 sum = 0;
	for (size_t i = 0; i < count; i++) {
		if (weights[i] < 0) return false;
		sum += weights[i];
	}
	if (sum == 0 || sum > INT64_MAX) return false;
	__int128 size = total < 0 ? -(__int128)total : total;
	int64_t left = (int64_t)size;
	for (size_t i = 0; i < count; i++) {
		ret_parts[i] = (int64_t)(size * weights[i] / sum);
		left -= ret_parts[i];
	}
	/* The rest is smaller than the number of parts: one unit each to the largest remainders. */
	for (; left > 0; left--) {
		size_t best = 0;
		__int128 most = -1;
		for (size_t i = 0; i < count; i++) {
			__int128 remainder = size * weights[i] - (__int128)ret_parts[i] * sum;
			if (remainder > most) most = remainder, best = i;
		}
		ret_parts[best]++;
	}
	if (total < 0)
		for (size_t i = 0; i < count; i++) ret_parts[i] = -ret_parts[i];
	return true;
}
