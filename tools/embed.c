/* embed OUT.c DIR: writes every file of DIR (not its folders) as C arrays, plain and gzip, for src/web/web_files.h.
 * The same files give the same bytes: names sorted, no time in the gzip header. */
#include <dirent.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { FILES_MAX = 64, LENGTH_MAX = 16 * 1024 * 1024 };

typedef struct Bytes {
	unsigned char *data;
	size_t length;
} Bytes;

static void fail(const char *what, const char *name) {
	fprintf(stderr, "embed: %s: %s\n", name, what);
	exit(1);
}

static const char *type_of(const char *name) {
	static const char *const types[][2] = {{".css", "text/css; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"},
		{".svg", "image/svg+xml"}, {".png", "image/png"}, {".ico", "image/x-icon"}, {".json", "application/json"},
		{".html", "text/html; charset=utf-8"}, {".txt", "text/plain; charset=utf-8"}};
	const char *dot = strrchr(name, '.');
	for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++) {
		if (strcmp(dot, types[i][0]) == 0) return types[i][1];
	}
	fail("no Content-Type known for this ending", name);
	return NULL;
}

static Bytes file_read(const char *dir, const char *name) {
	char path[4096];
	int n = snprintf(path, sizeof path, "%s/%s", dir, name);
	if (n < 0 || (size_t)n >= sizeof path) fail("path too long", name);
	FILE *in = fopen(path, "rb");
	if (!in) fail("cannot open", path);
	Bytes bytes = {malloc(LENGTH_MAX), 0};
	if (!bytes.data) fail("no memory", path);
	bytes.length = fread(bytes.data, 1, LENGTH_MAX, in);
	if (ferror(in) || bytes.length == LENGTH_MAX) fail("cannot read, or 16 MiB and more", path);
	fclose(in);
	return bytes;
}

static Bytes pack(Bytes plain) {
	z_stream stream = {0};
	/* 15 + 16: the largest window, with a gzip header */
	if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) fail("zlib", "deflateInit2");
	Bytes packed = {malloc(deflateBound(&stream, (uLong)plain.length)), 0};
	if (!packed.data) fail("no memory", "gzip");
	stream.next_in = plain.data;
	stream.avail_in = (uInt)plain.length;
	stream.next_out = packed.data;
	stream.avail_out = (uInt)deflateBound(&stream, (uLong)plain.length);
	if (deflate(&stream, Z_FINISH) != Z_STREAM_END) fail("zlib", "deflate");
	packed.length = stream.total_out;
	deflateEnd(&stream);
	return packed;
}

static uint64_t hash_of(Bytes bytes) {
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	for (size_t i = 0; i < bytes.length; i++) hash = (hash ^ bytes.data[i]) * UINT64_C(0x100000001b3);
	return hash;
}

static void array_write(FILE *out, char kind, size_t index, Bytes bytes) {
	fprintf(out, "static const unsigned char %c%zu[] = {", kind, index);
	for (size_t i = 0; i < bytes.length; i++) fprintf(out, "%s%u,", i % 32 == 0 ? "\n" : "", bytes.data[i]);
	fprintf(out, "%s};\n", bytes.length == 0 ? "0" : "");
}

static int name_compare(const void *a, const void *b) {
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of DIR's files that are not hidden, sorted. */
static size_t names_read(const char *dir, char *names[FILES_MAX]) {
	DIR *folder = opendir(dir);
	if (!folder) fail("cannot open", dir);
	size_t count = 0;
	for (struct dirent *entry; (entry = readdir(folder));) {
		if (entry->d_name[0] == '.' || entry->d_type == DT_DIR) continue;
		if (strpbrk(entry->d_name, "\"\\?")) fail("a name that needs quoting", entry->d_name);
		if (count == FILES_MAX) fail("too many files", dir);
		names[count] = strdup(entry->d_name);
		if (!names[count++]) fail("no memory", dir);
	}
	closedir(folder);
	qsort(names, count, sizeof *names, name_compare);
	return count;
}

int main(int argc, char **argv) {
	if (argc != 3) {
		fprintf(stderr, "usage: embed OUT.c DIR\n");
		return 2;
	}
	char *names[FILES_MAX];
	size_t count = names_read(argv[2], names);
	if (count == 0) fail("no files", argv[2]);
	FILE *out = fopen(argv[1], "wb");
	if (!out) fail("cannot write", argv[1]);
	Bytes plain[FILES_MAX], packed[FILES_MAX];
	fprintf(out, "/* Written by tools/embed; do not edit. */\n#include \"web/web_files.h\"\n\n");
	for (size_t i = 0; i < count; i++) {
		plain[i] = file_read(argv[2], names[i]);
		packed[i] = pack(plain[i]);
		array_write(out, 'd', i, plain[i]);
		if (packed[i].length < plain[i].length) array_write(out, 'z', i, packed[i]);
	}
	fprintf(out, "\nconst WebFile web_files[] = {\n");
	for (size_t i = 0; i < count; i++) {
		bool smaller = packed[i].length < plain[i].length;
		char gzip[32] = "NULL";
		if (smaller) snprintf(gzip, sizeof gzip, "z%zu", i);
		fprintf(out, "\t{\"%s\", \"%s\", \"%016" PRIx64 "\", d%zu, %s, %zu, %zu},\n", names[i], type_of(names[i]),
			hash_of(plain[i]), i, gzip, plain[i].length, smaller ? packed[i].length : 0);
		free(plain[i].data);
		free(packed[i].data);
		free(names[i]);
	}
	fprintf(out, "};\nconst size_t web_files_count = %zu;\n", count);
	if (fclose(out) != 0) fail("cannot write", argv[1]);
	return 0;
}
