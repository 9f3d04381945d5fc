/* embed: writes every file of a folder as C, plain and gzipped, with its type and a content hash. Usage: embed OUT.c NAME DIR */
#include <dirent.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

typedef struct File {
	char name[128];
	unsigned char *data, *gzip;
	size_t length, gzip_length;
} File;

static const char *type_of(const char *name) {
	static const char *const types[][2] = {{".css", "text/css; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"},
		{".svg", "image/svg+xml"}, {".png", "image/png"}, {".json", "application/json"},
		{".webmanifest", "application/manifest+json"}, {".csv", "text/csv"}, {".txt", "text/plain"}};
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		size_t a = strlen(name), b = strlen(types[i][0]);
		if (a > b && !strcmp(name + a - b, types[i][0])) return types[i][1];
	}
	return NULL;
}

static int by_name(const void *a, const void *b) {
	return strcmp(((const File *)a)->name, ((const File *)b)->name);
}

static void put_bytes(FILE *out, const char *what, size_t index, const unsigned char *bytes, size_t length) {
	fprintf(out, "static const unsigned char %s_%zu[] = {", what, index);
	for (size_t i = 0; i < length; i++) fprintf(out, "%u,", bytes[i]);
	fputs("0};\n", out);
}

static void gzip(File *file) {
	z_stream z = {0};
	size_t most = compressBound(file->length) + 64;
	file->gzip = malloc(most);
	if (!file->gzip || deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) abort();
	z.next_in = file->data, z.avail_in = (uInt)file->length, z.next_out = file->gzip, z.avail_out = (uInt)most;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END) abort();
	file->gzip_length = z.total_out;
	deflateEnd(&z);
}

static void load(File *file, const char *folder, const char *name) {
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	snprintf(file->name, sizeof file->name, "%s", name);
	FILE *in = fopen(path, "rb");
	file->data = malloc(4 << 20);
	if (!in || !file->data) abort();
	file->length = fread(file->data, 1, 4 << 20, in);
	fclose(in);
	gzip(file);
}

int main(int argc, char **argv) {
	static File files[64];
	size_t count = 0;
	if (argc != 4) return 2;
	DIR *folder = opendir(argv[3]);
	FILE *out = fopen(argv[1], "w");
	if (!folder || !out) {
		perror(argv[1]);
		return 1;
	}
	for (struct dirent *entry; (entry = readdir(folder));)
		if (type_of(entry->d_name) && count < 64) load(&files[count++], argv[3], entry->d_name);
	closedir(folder);
	qsort(files, count, sizeof *files, by_name);
	fputs("/* Written by tools/embed; do not edit. */\n#include \"web/web_files.h\"\n", out);
	for (size_t i = 0; i < count; i++)
		put_bytes(out, "data", i, files[i].data, files[i].length), put_bytes(out, "gzip", i, files[i].gzip, files[i].gzip_length);
	fprintf(out, "const WebFile %s[] = {\n", argv[2]);
	for (size_t i = 0; i < count; i++) {
		unsigned char sum[SHA256_DIGEST_LENGTH];
		SHA256(files[i].data, files[i].length, sum);
		fprintf(out, "\t{\"%s\", \"%s\", \"", files[i].name, type_of(files[i].name));
		for (int b = 0; b < 16; b++) fprintf(out, "%02x", sum[b]);
		fprintf(out, "\", data_%zu, gzip_%zu, %zu, %zu},\n", i, i, files[i].length, files[i].gzip_length);
	}
	fprintf(out, "};\nconst size_t %s_count = %zu;\n", argv[2], count);
	return fclose(out) ? 1 : 0;
}
