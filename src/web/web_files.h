/* The styles, scripts and icons that stand in the binary. build/gen/web_files.c is written by tools/embed from what tools/web.sh built. */
#ifndef GANGMU_WEB_FILES_H
#define GANGMU_WEB_FILES_H
#include <stddef.h>

typedef struct WebFile {
	const char *name; /* "app.css"; the address is /static/app-HASH.css */
	const char *type; /* Content-Type */
	const char *hash; /* 16 hex digits of the content (FNV-1a, 64 bit): names a version, proves nothing */
	const unsigned char *data; /* length bytes */
	const unsigned char *gzip; /* gzip_length bytes, level 9; NULL where packing makes it no smaller */
	size_t length, gzip_length;
} WebFile;

/* Sorted by name. */
extern const WebFile web_files[];
extern const size_t web_files_count;
#endif
