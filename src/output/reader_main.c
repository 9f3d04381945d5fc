/* The second program: locks itself, then reads the one file on descriptor 0 and answers on descriptor 1. Started by reader.c only. */
#include "base/log.h"
#include "base/text.h"
#include "output/csv_scan.h"
#include "output/docx_scan.h"
#include "output/picture_scan.h"
#include "output/reader_in.h"
#include "output/reader_lock.h"
#include "output/reader_out.h"
#include "output/xlsx_scan.h"

#include <string.h>

enum { OUT_MAX = 200 << 20 };

static int option_number(char **options, int count, int at) {
	int64_t number = 0;
	return at < count && text_to_int(options[at], &number) && number >= 0 && number <= 1 << 20 ? (int)number : 0;
}

static bool task_picture(ReaderOut *out, const Buf *file, char **options, int count) {
	PictureWant want = {option_number(options, count, 0), option_number(options, count, 1), option_number(options, count, 2)};
	return picture_scan(out, (const unsigned char *)file->data, file->length, want);
}

static bool task_xlsx(ReaderOut *out, const Buf *file, char **options, int count) {
	return xlsx_scan(out, (const unsigned char *)file->data, file->length, count > 0 ? options[0] : NULL);
}

static bool task_csv(ReaderOut *out, const Buf *file, char **options, int count) {
	(void)options, (void)count;
	return csv_scan(out, (const unsigned char *)file->data, file->length);
}

static bool task_docx(ReaderOut *out, const Buf *file, char **options, int count) {
	(void)options, (void)count;
	return docx_scan(out, (const unsigned char *)file->data, file->length);
}

static void probe_report(void *context, const char *name, bool reached) {
	ReaderOut *out = context;
	BUF(line, 128);
	buf_printf(&line, "%s %s", reached ? "REACHED" : "refused", name);
	reader_out_put(out, READER_PROBE, line.data, line.length);
}

static bool task_run(ReaderOut *out, const char *task, char **options, int count) {
	if (strcmp(task, "--probe") == 0) {
		reader_lock_probe(probe_report, out);
		return true;
	}
	static const struct {
		const char *name;
		bool (*run)(ReaderOut *out, const Buf *file, char **options, int count);
	} tasks[] = {
		{"picture", task_picture},
		{"xlsx", task_xlsx},
		{"csv", task_csv},
		{"docx", task_docx},
	};
	BUF(file, READER_FILE_MAX);
	if (!reader_in_load(out, 0, &file)) return false;
	for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++)
		if (strcmp(tasks[i].name, task) == 0) return tasks[i].run(out, &file, options, count);
	return reader_out_refuse(out, "reader-failed", NULL);
}

#ifdef __SANITIZE_ADDRESS__
/* The leak check cannot look into a locked process; the fuzz targets do it over the same code. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
	return "detect_leaks=0";
}
#endif

int main(int count, char **arguments) {
	ReaderOut out;
	reader_out_init(&out, 1, OUT_MAX);
	if (count < 2 || !reader_lock()) reader_out_refuse(&out, "reader-failed", NULL);
	else task_run(&out, arguments[1], arguments + 2, count - 2);
	reader_out_end(&out);
	reader_out_free(&out);
	return 0;
}
