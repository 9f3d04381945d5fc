/* Files made by the tests of this room, and the way to the reader program beside them. */
#ifndef GANGMU_OUTPUT_MADE_FOR_TEST_H
#define GANGMU_OUTPUT_MADE_FOR_TEST_H
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

#include <cmocka.h>

/* GANGMU_READER where it is not set: the reader in this program's folder or one above it. */
static inline void made_find_reader(void) {
	char path[4096];
	if (getenv("GANGMU_READER")) return;
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 32);
	if (length <= 0) return;
	path[length] = 0;
	for (char *slash; (slash = strrchr(path, '/')); *slash = 0) {
		memcpy(slash, "/gangmu-reader", sizeof "/gangmu-reader");
		if (access(path, X_OK) == 0) {
			setenv("GANGMU_READER", path, 1);
			return;
		}
	}
}

/* A file without a name that holds the bytes. */
static inline int made_fd(const void *bytes, size_t length) {
	int fd = memfd_create("made", MFD_CLOEXEC);
	assert_true(fd >= 0);
	assert_true(length == 0 || write(fd, bytes, length) == (ssize_t)length);
	return fd;
}

/* One part of a zip; length 0: content is text. */
typedef struct MadePart {
	const char *name, *content;
	size_t length;
} MadePart;

/* The zip of the parts, up to the one without a name, appended to ret. */
static inline void made_zip(const MadePart *parts, Buf *ret) {
	zip_error_t error;
	zip_error_init(&error);
	zip_source_t *whole = zip_source_buffer_create(NULL, 0, 0, &error);
	zip_source_keep(whole);
	zip_t *zip = zip_open_from_source(whole, ZIP_TRUNCATE, &error);
	assert_non_null(zip);
	for (; parts->name; parts++) {
		size_t length = parts->length ? parts->length : strlen(parts->content);
		zip_source_t *source = zip_source_buffer(zip, parts->content, length, 0);
		assert_true(zip_file_add(zip, parts->name, source, ZIP_FL_ENC_UTF_8) >= 0);
	}
	assert_int_equal(zip_close(zip), 0);
	zip_stat_t about;
	assert_int_equal(zip_source_stat(whole, &about), 0);
	assert_int_equal(zip_source_open(whole), 0);
	char *bytes = malloc(about.size);
	assert_non_null(bytes);
	assert_true(zip_source_read(whole, bytes, about.size) == (zip_int64_t)about.size);
	buf_put(ret, bytes, about.size);
	free(bytes);
	zip_source_close(whole);
	zip_source_free(whole);
}
#endif
