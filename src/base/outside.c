#include "base/outside.h"

#include <sodium.h>
#include <time.h>

/* Set by main or a test before threads start. */
static int64_t shift_s;

int64_t outside_now(void) {
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec + shift_s;
}

int64_t outside_monotonic_ms(void) {
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void outside_shift(int64_t seconds) {
	shift_s = seconds;
}

void outside_random(void *ret_bytes, size_t length) {
	randombytes_buf(ret_bytes, length);
}

char *outside_token(Arena *arena) {
	unsigned char bytes[16];
	char text[32];
	outside_random(bytes, sizeof bytes);
	sodium_bin2base64(text, sizeof text, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return arena_strdup(arena, text);
}
