/* SM3 (GB/T 32905-2016) by OpenSSL. */
#ifndef GANGMU_BASE_DIGEST_H
#define GANGMU_BASE_DIGEST_H
#include <stddef.h>
#include <stdint.h>

enum { DIGEST_BYTES = 32, DIGEST_HEX = 65 };

typedef struct Digest Digest; /* a running SM3; ended by digest_end */

Digest *digest_begin(void);
void digest_add(Digest *digest, const void *bytes, size_t length);
/* The text with its length before it, so that neighbours cannot flow into one another. NULL differs from "". */
void digest_add_text(Digest *digest, const char *text);
void digest_add_int(Digest *digest, int64_t number);
/* Writes the hex digest and frees. */
void digest_end(Digest *digest, char ret_hex[DIGEST_HEX]);
void digest_of(const void *bytes, size_t length, char ret_hex[DIGEST_HEX]);
#endif
