/* The files of web/ and seed/ as tools/embed put them into the program. */
#ifndef GANGMU_WEB_WEB_FILES_H
#define GANGMU_WEB_WEB_FILES_H
#include <stddef.h>

typedef struct WebFile {
	const char *name, *type, *hash;
	const unsigned char *data, *gzip;
	size_t length, gzip_length;
} WebFile;
extern const WebFile web_files[];
extern const size_t web_files_count;
extern const WebFile seed_files[];
extern const size_t seed_files_count;
#endif
