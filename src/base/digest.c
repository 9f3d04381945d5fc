#include "base/digest.h"
#include "base/log.h"
#include "base/text.h"

#include <openssl/evp.h>
#include <string.h>

static const EVP_MD *sm3(void) {
	static const EVP_MD *md;
	const EVP_MD *known = __atomic_load_n(&md, __ATOMIC_ACQUIRE);
	if (known) return known;
	known = EVP_MD_fetch(NULL, "SM3", NULL);
	if (!known) bug("this OpenSSL has no SM3");
	__atomic_store_n(&md, known, __ATOMIC_RELEASE);
	return known;
}

Digest *digest_begin(void) {
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	if (!context || !EVP_DigestInit_ex(context, sm3(), NULL)) bug("SM3 cannot start");
	return (Digest *)context;
}

void digest_add(Digest *digest, const void *bytes, size_t length) {
	if (!EVP_DigestUpdate((EVP_MD_CTX *)digest, bytes, length)) bug("SM3 cannot go on");
}

void digest_add_int(Digest *digest, int64_t number) {
	unsigned char bytes[8];
	for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)((uint64_t)number >> (8 * i));
	digest_add(digest, bytes, sizeof bytes);
}

void digest_add_text(Digest *digest, const char *text) {
	digest_add_int(digest, text ? (int64_t)strlen(text) : -1);
	if (text) digest_add(digest, text, strlen(text));
}

void digest_end(Digest *digest, char ret_hex[DIGEST_HEX]) {
	unsigned char bytes[DIGEST_BYTES];
	if (!EVP_DigestFinal_ex((EVP_MD_CTX *)digest, bytes, NULL)) bug("SM3 cannot end");
	EVP_MD_CTX_free((EVP_MD_CTX *)digest);
	text_hex(bytes, sizeof bytes, ret_hex);
}

void digest_of(const void *bytes, size_t length, char ret_hex[DIGEST_HEX]) {
	Digest *digest = digest_begin();
	digest_add(digest, bytes, length);
	digest_end(digest, ret_hex);
}
