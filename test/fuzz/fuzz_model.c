/* modelc's reader and resolver under any bytes: every mistake is told with a file and a line inside it, nothing crashes, nothing leaks. */
#include "../../tools/modelc.c"
#include "../../tools/modelc_resolve.c"

#include <stdarg.h>

static int lines_of_input;

void wrong(const char *file, int line, const char *format, ...) {
	char words[4096];
	va_list args;
	va_start(args, format);
	int length = vsnprintf(words, sizeof words, format, args);
	va_end(args);
	if (length <= 0 || strcmp(file, "fuzz") || line < 0 || line > lines_of_input) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	if (size < 1 || size > 16384) return 0;
	Model *model = keep(sizeof *model);
	char *text = keep(size + 1);
	memcpy(text, data, size);
	lines_of_input = 1;
	for (const char *p = text; *p; p++) lines_of_input += *p == '\n';
	/* The last byte tells which reader. */
	if (data[size - 1] == ';') sql_read(model, "fuzz", text);
	else model_read(model, "fuzz", text);
	model_resolve(model);
	keep_free();
	return 0;
}
