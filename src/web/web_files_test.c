/* The embedded files are whole: every packed form unpacks to the plain one, every hash is the content's, what pages need is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/evp.h>
#include <zlib.h>

#include "base/text.h"
#include "web/web_files.h"

static const WebFile *file_find(const char *name) {
	for (size_t i = 0; i < web_files_count; i++) {
		if (strcmp(web_files[i].name, name) == 0) return &web_files[i];
	}
	return NULL;
}

static void pages_find_their_files(void **state) {
	(void)state;
	static const char *const needed[] = {"app.css", "app.js", "asker.css", "asker.js", "favicon.svg", "icons.svg"};
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) assert_non_null(file_find(needed[i]));
	assert_string_equal(file_find("app.css")->type, "text/css; charset=utf-8");
	assert_string_equal(file_find("app.js")->type, "text/javascript; charset=utf-8");
	assert_string_equal(file_find("icons.svg")->type, "image/svg+xml");
	for (size_t i = 1; i < web_files_count; i++) assert_true(strcmp(web_files[i - 1].name, web_files[i].name) < 0);
}

static void packed_equals_plain(void **state) {
	(void)state;
	for (size_t i = 0; i < web_files_count; i++) {
		const WebFile *file = &web_files[i];
		if (!file->gzip) continue;
		assert_true(file->gzip_length < file->length);
		unsigned char *plain = malloc(file->length + 1);
		z_stream stream = {.next_in = (unsigned char *)(uintptr_t)file->gzip, .avail_in = (uInt)file->gzip_length};
		stream.next_out = plain;
		stream.avail_out = (uInt)file->length + 1;
		assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
		assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
		assert_int_equal(stream.total_out, file->length);
		assert_memory_equal(plain, file->data, file->length);
		inflateEnd(&stream);
		free(plain);
	}
}

static void hash_is_of_the_content(void **state) {
	(void)state;
	for (size_t i = 0; i < web_files_count; i++) {
		/* The first half of the content's SHA-256, as tools/embed writes it. */
		unsigned char sum[32];
		char words[33];
		assert_int_equal(EVP_Digest(web_files[i].data, web_files[i].length, sum, NULL, EVP_sha256(), NULL), 1);
		text_hex(sum, 16, words);
		assert_string_equal(web_files[i].hash, words);
	}
}

/* Budgets of docs/classes.md, bytes gzip. */
static void u48_weights_stay_in_budget(void **state) {
	(void)state;
	static const struct {
		const char *name;
		size_t most;
	} budget[] = {{"app.css", 20000}, {"asker.css", 10000}, {"app.js", 20000}, {"asker.js", 6000}, {"icons.svg", 6000},
		{"icons-asker.svg", 2000}};
	for (size_t i = 0; i < sizeof budget / sizeof *budget; i++) {
		const WebFile *file = file_find(budget[i].name);
		assert_non_null(file);
		assert_in_range(file->gzip_length, 1, budget[i].most);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_find_their_files),
		cmocka_unit_test(packed_equals_plain),
		cmocka_unit_test(hash_is_of_the_content),
		cmocka_unit_test(u48_weights_stay_in_budget),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
