/* modelc: reads every .model and .sql file of the modules and writes const tables, enums and prototypes. All errors of all files are
 * reported at once as FILE:LINE: words, and then nothing is written. Usage: modelc OUTDIR FILES… */
#include "modelc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* All errors of all files are reported at once. */
static int errors;

void wrong(const char *file, int line, const char *format, ...) {
	va_list args;
	va_start(args, format);
	fprintf(stderr, "%s:%d: ", file, line);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	errors++;
}

static char *file_read(const char *path) {
	FILE *file = fopen(path, "rb");
	if (!file) {
		perror(path);
		exit(1);
	}
	char *text = keep(1 << 20);
	size_t length = fread(text, 1, (1 << 20) - 1, file);
	text[length] = 0;
	if (!feof(file) || ferror(file)) wrong(path, 0, "a file has at most %d bytes", (1 << 20) - 1);
	fclose(file);
	return text;
}

int main(int argc, char **argv) {
	if (argc < 2) {
		fprintf(stderr, "usage: modelc OUTDIR FILES\n");
		return 2;
	}
	Model *model = keep(sizeof *model);
	uint64_t sum = 1469598103934665603u;
	for (int i = 2; i < argc; i++) {
		char *text = file_read(argv[i]);
		for (const char *p = text; *p; p++) sum = (sum ^ (unsigned char)*p) * 1099511628211u;
		size_t n = strlen(argv[i]);
		if (n > 4 && !strcmp(argv[i] + n - 4, ".sql")) sql_read(model, argv[i], text);
		else model_read(model, argv[i], text);
	}
	model->sum = sum;
	model_resolve(model);
	if (errors) {
		fprintf(stderr, "modelc: %d errors, nothing written\n", errors);
		return 1;
	}
	return model_write(model, argv[1]);
}
