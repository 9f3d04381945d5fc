#include "output/reader.h"
#include "base/log.h"
#include "base/outside.h"
#include "base/text.h"
#include "output/reader_out.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	DEADLINE_MS = 20000,
	OUTPUT_MAX = 256 << 20,
	MESSAGE_MAX = 16 << 20,
	OPTIONS_MAX = 8,
	BLOCK = 64 << 10,
};

/* One run: the child, its pipe and what has come through it. */
typedef struct Run {
	Arena *arena;
	const ReaderJob *job;
	ReaderMessageFn *message;
	void *context;
	FileRefusal *refusal;
	pid_t child;
	int pipe_fd;
	int64_t deadline_at_ms;
	size_t received, output_max, message_max;
	Buf unread;
	bool ended; /* READER_END or a refusal has come */
	ReadResult result;
} Run;

static bool reader_path(char *ret, size_t size) {
	const char *named = getenv("GANGMU_READER");
	if (named && *named) return snprintf(ret, size, "%s", named) < (int)size;
	static const char name[] = "gangmu-reader";
	ssize_t length = readlink("/proc/self/exe", ret, size - 1);
	if (length <= 0) return false;
	ret[length] = 0;
	char *slash = strrchr(ret, '/');
	if (!slash || (size_t)(slash + 1 - ret) + sizeof name > size) return false;
	memcpy(slash + 1, name, sizeof name);
	return true;
}

static ReadResult run_fail(Run *run, ReadResult result, const char *code) {
	*run->refusal = reader_refusal(run->arena, code, NULL);
	return run->result = result;
}

static int spawn_child(Run *run, const char *path, int in_fd, int out_fd) {
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	if (posix_spawn_file_actions_init(&actions) != 0) return ENOMEM;
	posix_spawnattr_init(&attributes);
	/* in_fd and out_fd are above 2 (child_fd), so no dup2 overwrites the source of a later one. */
	posix_spawn_file_actions_adddup2(&actions, in_fd, 0);
	posix_spawn_file_actions_adddup2(&actions, out_fd, 1);
#ifndef __SANITIZE_ADDRESS__
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
#endif
	sigset_t none, all;
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	char *arguments[OPTIONS_MAX + 3] = {"gangmu-reader", (char *)(uintptr_t)run->job->task};
	for (size_t i = 0; i < OPTIONS_MAX && run->job->options && run->job->options[i]; i++)
		arguments[2 + i] = (char *)(uintptr_t)run->job->options[i];
	char *environment[] = {"LC_ALL=C", NULL};
	int error = posix_spawn(&run->child, path, &actions, &attributes, arguments, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

/* A descriptor above 2 for the child that can only read, with an offset of its own. A pipe or socket cannot be opened anew: it is duplicated. */
static int child_input(int in_fd) {
	char path[48];
	snprintf(path, sizeof path, "/proc/self/fd/%d", in_fd);
	int fd = -1;
	int flags = fcntl(in_fd, F_GETFL);
	if (flags >= 0 && lseek(in_fd, 0, SEEK_CUR) >= 0) fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd > 2) return fd;
	int above = fcntl(fd >= 0 ? fd : in_fd, F_DUPFD_CLOEXEC, 3);
	if (fd >= 0) close(fd);
	return above;
}

static bool run_start(Run *run) {
	char path[4096];
	int ends[2];
	if (!reader_path(path, sizeof path) || pipe2(ends, O_CLOEXEC) != 0) {
		log_error("reader.start", "no program path or no pipe: %s", strerror(errno));
		return false;
	}
	int in_fd = child_input(run->job->in_fd);
	int out_fd = ends[1] > 2 ? ends[1] : fcntl(ends[1], F_DUPFD_CLOEXEC, 3);
	int error = in_fd < 0 || out_fd < 0 ? errno : spawn_child(run, path, in_fd, out_fd);
	if (in_fd >= 0) close(in_fd);
	if (out_fd >= 0 && out_fd != ends[1]) close(out_fd);
	close(ends[1]);
	run->pipe_fd = ends[0];
	if (error) {
		log_error("reader.start", "%s: %s", path, strerror(error));
		close(run->pipe_fd);
		return false;
	}
	return true;
}

/* code NUL detail, each checked: the child may say anything. */
static void run_refuse(Run *run, const char *bytes, size_t length) {
	size_t code_length = strnlen(bytes, length);
	const char *detail = code_length < length ? bytes + code_length + 1 : "";
	size_t detail_length = code_length < length ? length - code_length - 1 : 0;
	bool clean = detail_length <= 256 && text_utf8_valid(detail, detail_length) && !text_has_control(detail);
	char *code = arena_strndup(run->arena, bytes, code_length > 32 ? 32 : code_length);
	*run->refusal = reader_refusal(run->arena, code, clean ? arena_strndup(run->arena, detail, detail_length) : "");
	run->result = READ_REFUSED;
	if (strcmp(code, "reader-failed") == 0) {
		log_error("reader.lock", "the reader could not lock itself");
		run->result = READ_FAULT;
	}
	run->ended = true;
}

/* Hands on every whole message in `unread`. False: stop. */
static bool run_messages(Run *run) {
	size_t at = 0;
	while (!run->ended && run->unread.length - at >= READER_HEAD) {
		const unsigned char *head = (const unsigned char *)run->unread.data + at;
		size_t length = head[1] | (size_t)head[2] << 8 | (size_t)head[3] << 16 | (size_t)head[4] << 24;
		if (length > run->message_max) {
			log_warn("reader.output", "a message of %zu bytes", length);
			run_fail(run, READ_REFUSED, "too-much-text");
			return false;
		}
		if (run->unread.length - at - READER_HEAD < length) break;
		char *bytes = run->unread.data + at + READER_HEAD;
		at += READER_HEAD + length;
		if (head[0] == READER_REFUSAL) run_refuse(run, bytes, length);
		else if (head[0] == READER_END) run->ended = true;
		else {
			char after = bytes[length]; /* the Buf keeps a NUL beyond its end, so this byte exists */
			bytes[length] = 0;
			bool go_on = run->message(run->context, (char)head[0], bytes, length);
			bytes[length] = after;
			if (!go_on) {
				run_fail(run, READ_REFUSED, "stopped");
				return false;
			}
		}
	}
	memmove(run->unread.data, run->unread.data + at, run->unread.length - at + 1);
	run->unread.length -= at;
	return !run->ended;
}

/* Reads until the end, a refusal, the deadline or too much. */
static void run_listen(Run *run) {
	char *block = arena_alloc(run->arena, BLOCK);
	for (;;) {
		int64_t left_ms = run->deadline_at_ms - outside_monotonic_ms();
		struct pollfd waiting = {.fd = run->pipe_fd, .events = POLLIN};
		int ready = left_ms > 0 ? poll(&waiting, 1, (int)left_ms) : 0;
		if (ready < 0 && errno == EINTR) continue;
		if (ready <= 0) {
			log_warn("reader.deadline", "task %s", run->job->task);
			run_fail(run, READ_REFUSED, "too-slow");
			return;
		}
		ssize_t got = read(run->pipe_fd, block, BLOCK);
		if (got < 0 && errno == EINTR) continue;
		if (got <= 0) return; /* the child has gone; run_finish says how */
		run->received += (size_t)got;
		if (run->received > run->output_max) {
			run_fail(run, READ_REFUSED, "too-much-text");
			return;
		}
		buf_put(&run->unread, block, (size_t)got);
		if (!run_messages(run)) return;
	}
}

/* Ends the child and, where it said neither end nor refusal, finds the reason in how it died. */
static void run_finish(Run *run) {
	close(run->pipe_fd);
	if (run->ended || run->result != READ_OK) kill(run->child, SIGKILL);
	int status = 0;
	pid_t waited;
	do waited = waitpid(run->child, &status, 0);
	while (waited < 0 && errno == EINTR);
	if (run->ended || run->result != READ_OK) return;
	if (waited == run->child && WIFSIGNALED(status)) {
		int number = WTERMSIG(status);
		log_warn("reader.died", "task %s, signal %d", run->job->task, number);
		run_fail(run, READ_REFUSED, number == SIGXCPU || number == SIGKILL ? "too-slow" : "damaged");
		return;
	}
	log_error("reader.died", "task %s, status %d", run->job->task,
		waited == run->child && WIFEXITED(status) ? WEXITSTATUS(status) : -1);
	run_fail(run, READ_FAULT, "reader-failed");
}

ReadResult reader_run(Arena *arena, const ReaderJob *job, ReaderMessageFn *message, void *context, FileRefusal *ret_refusal) {
	Run run = {.arena = arena, .job = job, .message = message, .context = context, .refusal = ret_refusal, .result = READ_OK};
	run.deadline_at_ms = outside_monotonic_ms() + (job->deadline_ms ? job->deadline_ms : DEADLINE_MS);
	run.output_max = job->max_output ? job->max_output : OUTPUT_MAX;
	run.message_max = job->max_message ? job->max_message : MESSAGE_MAX;
	*ret_refusal = (FileRefusal){NULL, NULL, NULL, NULL};
	if (!run_start(&run)) return run_fail(&run, READ_FAULT, "reader-failed");
	buf_init(&run.unread, run.message_max + READER_HEAD + BLOCK);
	run_listen(&run);
	run_finish(&run);
	buf_free(&run.unread);
	return run.result;
}
