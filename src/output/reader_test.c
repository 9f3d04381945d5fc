#include "output/made_for_test.h"
#include "output/reader.h"
#include "output/reader_lock.h"
#include "output/reader_out.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

static char real_reader[4096];

static bool collect(void *context, char kind, const char *bytes, size_t length) {
	Buf *seen = context;
	buf_putc(seen, kind);
	buf_put(seen, bytes, length);
	buf_putc(seen, '\n');
	return true;
}

static ReadResult run_task(Arena *arena, const char *task, int64_t deadline_ms, Buf *seen, FileRefusal *refusal) {
	int fd = made_fd("hello", 5);
	ReaderJob job = {.task = task, .in_fd = fd, .deadline_ms = deadline_ms};
	ReadResult result = reader_run(arena, &job, collect, seen, refusal);
	close(fd);
	return result;
}

/* Puts a shell script in the reader's place for one run. */
static ReadResult run_script(const char *script, int64_t deadline_ms, char ret_code[32]) {
	char path[] = "/tmp/gangmu-reader-XXXXXX";
	int fd = mkostemp(path, O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_equal(dprintf(fd, "#!/bin/sh\n%s\n", script), 11 + (int)strlen(script));
	assert_int_equal(fchmod(fd, 0700), 0);
	close(fd);
	setenv("GANGMU_READER", path, 1);
	ARENA(arena, 1 << 20);
	BUF(seen, 1 << 20);
	FileRefusal refusal;
	ReadResult result = run_task(arena, "picture", deadline_ms, &seen, &refusal);
	snprintf(ret_code, 32, "%s", result == READ_OK ? "" : refusal.code);
	setenv("GANGMU_READER", real_reader, 1);
	unlink(path);
	return result;
}

static void report(void *context, const char *name, bool reached) {
	int *count = context;
	*count += reached;
	if (reached) print_message("reached: %s\n", name);
}

/* G14: nothing outside can be reached from inside the lock. */
static void test_lock_holds(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	BUF(seen, 1 << 20);
	FileRefusal refusal;
	assert_int_equal(run_task(arena, "--probe", 0, &seen, &refusal), READ_OK);
	assert_non_null(strstr(buf_text(&seen), "refused open\n"));
#ifdef __SANITIZE_ADDRESS__
	return; /* in this build only Landlock and the plain limits are on */
#endif
	static const char *const names[] = {"open", "list", "stat", "create", "memfd", "socket", "unix-socket", "fork", "clone",
		"execve", "signal", "other-memory", "executable-memory", "other-descriptor", "duplicate", "io_uring", "limit", "memory"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char line[64];
		snprintf(line, sizeof line, "xrefused %s\n", names[i]);
		assert_non_null(strstr(buf_text(&seen), line));
	}
	assert_null(strstr(buf_text(&seen), "REACHED"));
}

/* The probe itself finds what is open: without the lock nearly all attempts succeed. */
static void test_probe_finds_an_open_door(void **state) {
	(void)state;
	int counted = 0;
	int reached = reader_lock_probe(report, &counted);
	assert_int_equal(reached, counted);
	assert_true(reached >= 13);
	unlink("/tmp/gangmu-reader-probe");
	while (waitpid(-1, NULL, WNOHANG) > 0) continue;
}

static void test_unknown_task(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	BUF(seen, 1 << 20);
	FileRefusal refusal;
	assert_int_equal(run_task(arena, "nothing", 0, &seen, &refusal), READ_FAULT);
	assert_string_equal(refusal.code, "reader-failed");
}

static void test_missing_program(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	BUF(seen, 1 << 20);
	FileRefusal refusal;
	setenv("GANGMU_READER", "/nowhere/gangmu-reader", 1);
	assert_int_equal(run_task(arena, "picture", 0, &seen, &refusal), READ_FAULT);
	setenv("GANGMU_READER", real_reader, 1);
	assert_string_equal(refusal.code, "reader-failed");
	assert_non_null(strstr(refusal.zh, "系统管理员"));
}

static void test_every_way_to_die(void **state) {
	(void)state;
	char code[32];
	struct timespec before, after;
	clock_gettime(CLOCK_MONOTONIC, &before);
	assert_int_equal(run_script("exec sleep 60", 300, code), READ_REFUSED);
	assert_string_equal(code, "too-slow");
	clock_gettime(CLOCK_MONOTONIC, &after);
	assert_true(after.tv_sec - before.tv_sec < 5);
	assert_int_equal(run_script("kill -SEGV $$", 5000, code), READ_REFUSED);
	assert_string_equal(code, "damaged");
	assert_int_equal(run_script("kill -XCPU $$", 5000, code), READ_REFUSED);
	assert_string_equal(code, "too-slow");
	assert_int_equal(run_script("exit 0", 5000, code), READ_FAULT);
	assert_string_equal(code, "reader-failed");
	assert_int_equal(run_script("exec head -c 1000000000 /dev/zero", 20000, code), READ_REFUSED);
}

/* A taken-over reader says what it likes; none of it is believed. */
static void test_lies_of_the_reader(void **state) {
	(void)state;
	char code[32];
	assert_int_equal(run_script("printf '\\041\\003\\000\\000\\000abc'", 5000, code), READ_REFUSED);
	assert_string_equal(code, "damaged"); /* an unknown code */
	assert_int_equal(run_script("printf '\\041\\003\\000\\000\\000gif'", 5000, code), READ_REFUSED);
	assert_string_equal(code, "gif");
	assert_int_equal(run_script("printf 'b\\377\\377\\377\\377xxxx'", 5000, code), READ_REFUSED);
	assert_string_equal(code, "too-much-text");
	assert_int_equal(run_script("printf 'b\\004\\000\\000\\000xx'", 5000, code), READ_FAULT); /* cut off */
	assert_int_equal(run_script("printf '.\\000\\000\\000\\000'; exec sleep 60", 5000, code), READ_OK);
}

static void test_words_for_all(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	FileRefusal refusal = reader_refusal(arena, "cell-too-long", "B7");
	assert_non_null(strstr(refusal.zh, "（B7）"));
	assert_non_null(strstr(refusal.en, " (B7)"));
	assert_string_equal(refusal.detail, "B7");
	assert_null(strstr(reader_refusal(arena, "cell-too-long", NULL).zh, "（"));
	assert_string_equal(reader_refusal(arena, "never heard of", NULL).code, "damaged");
}

static void test_input_is_read_only_and_unmoved(void **state) {
	(void)state;
	ARENA(arena, 1 << 20);
	BUF(seen, 1 << 20);
	FileRefusal refusal;
	int fd = made_fd("hello", 5);
	lseek(fd, 3, SEEK_SET);
	ReaderJob job = {.task = "csv", .in_fd = fd};
	assert_int_equal(reader_run(arena, &job, collect, &seen, &refusal), READ_OK);
	assert_non_null(memmem(seen.data, seen.length, "hello", 5));
	assert_int_equal(lseek(fd, 0, SEEK_CUR), 3);
	close(fd);
}

int main(void) {
	made_find_reader();
	const char *found = getenv("GANGMU_READER");
	snprintf(real_reader, sizeof real_reader, "%s", found ? found : "");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lock_holds),
		cmocka_unit_test(test_probe_finds_an_open_door),
		cmocka_unit_test(test_unknown_task),
		cmocka_unit_test(test_missing_program),
		cmocka_unit_test(test_every_way_to_die),
		cmocka_unit_test(test_lies_of_the_reader),
		cmocka_unit_test(test_words_for_all),
		cmocka_unit_test(test_input_is_read_only_and_unmoved),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
