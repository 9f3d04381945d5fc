/* The files of a batch: as sent, the wrong rows, the words of the check. They live as long as the import can be withdrawn. */
#include "base/instant.h"
#include "base/log.h"
#include "base/outside.h"
#include "web/import_job.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

char *import_path(Arena *arena, const char *data_dir, const char *key, const char *ending) {
	return arena_printf(arena, "%s/imports/%s%s", data_dir, key, ending);
}

static void sweep(Arena *arena, const char *data_dir) {
	char *path = arena_printf(arena, "%s/imports", data_dir);
	DIR *folder = opendir(path);
	struct stat about;
	for (struct dirent *entry; folder && (entry = readdir(folder));) {
		char *file = arena_printf(arena, "%s/%s", path, entry->d_name);
		if (*entry->d_name != '.' && !stat(file, &about) && about.st_mtime < outside_now() - (int64_t)IMPORT_UNDO_DAYS * DAY_S)
			unlink(file);
	}
	if (folder) closedir(folder);
}

static bool bytes_put(const char *path, const char *bytes, size_t length) {
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool good = file >= 0;
	for (size_t done = 0; good && done < length;) {
		ssize_t n = write(file, bytes + done, length - done);
		good = n > 0;
		done += good ? (size_t)n : 0;
	}
	good = good && fsync(file) == 0;
	if (!good) log_error("import.keep", "%s: %s", path, strerror(errno));
	if (file >= 0) close(file);
	return good;
}

char *import_keep(Arena *arena, const char *data_dir, const char *bytes, size_t length) {
	char *folder = arena_printf(arena, "%s/imports", data_dir), *key = outside_token(arena);
	if (mkdir(folder, 0700) && errno != EEXIST) {
		log_error("import.keep", "%s: %s", folder, strerror(errno));
		return NULL;
	}
	sweep(arena, data_dir);
	/* A key begins with a letter, so that it is never a hidden file. */
	key = arena_printf(arena, "i%s", key);
	return bytes_put(import_path(arena, data_dir, key, ""), bytes, length) ? key : NULL;
}

static void put_line(Buf *out, const char *kind, const char *const *texts, int count) {
	buf_puts(out, kind);
	for (int i = 0; i < count; i++) {
		buf_putc(out, '\t');
		for (const char *p = texts[i]; *p; p++) buf_putc(out, (unsigned char)*p < ' ' ? ' ' : *p);
	}
	buf_putc(out, '\n');
}

static void put_words(Import *import, Buf *out) {
	static const char *const kinds[] = {"used", "fixed", "unknown", "twice", "remark"};
	ARENA(arena, 1u << 20);
	for (int c = 0; c < import->table.column_count; c++) {
		const ImportColumn *column = &import->table.columns[c];
		char letters[4];
		sheet_column_name(c, letters);
		const char *texts[] = {letters, column->title};
		if (*column->title) put_line(out, kinds[column->use], texts, 2);
	}
	if (import->formulas) {
		const char *text = arena_printf(arena, "%d", import->formulas);
		put_line(out, "formulas", &text, 1);
	}
	for (int i = 0; i < import->problem_count && i < IMPORT_PROBLEMS_SHOWN; i++) {
		const ImportProblem *p = &import->problems[i];
		const char *texts[] = {arena_printf(arena, "%d", p->row), p->field, p->value, p->what, p->mend};
		put_line(out, "problem", texts, 5);
	}
}

static bool file_put(int from, int64_t length, const char *path) {
	int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool good = to >= 0;
	for (off_t at = 0; good && at < length;) good = sendfile(to, from, &at, (size_t)(length - at)) > 0;
	if (to >= 0) close(to);
	return good;
}

bool import_results_keep(Import *import, const char *data_dir, const char *key) {
	ARENA(arena, 1u << 20);
	BUF(words, 4u << 20);
	int errors;
	int64_t length;
	put_words(import, &words);
	const char *path = import_path(arena, data_dir, key, ".problems");
	unlink(path);
	if (!bytes_put(path, buf_text(&words), words.length)) return false;
	if (!import->problem_count) {
		unlink(import_path(arena, data_dir, key, ".errors"));
		return true;
	}
	if (!import_errors_write(import, &errors, &length)) return false;
	bool good = file_put(errors, length, import_path(arena, data_dir, key, ".errors"));
	close(errors);
	return good;
}
