#include "output/reader_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

/* struct landlock_ruleset_attr as of ABI 6; older headers lack the later fields. */
typedef struct LandlockRules {
	uint64_t handled_access_fs, handled_access_net, scoped;
} LandlockRules;

enum { LANDLOCK_VERSION_FLAG = 1 };

/* File rights known to each ABI (linux/landlock.h): 13 at first, then refer, truncate, (none), ioctl. */
static bool lock_landlock(void) {
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_VERSION_FLAG);
	if (abi < 1) return true; /* not in this kernel: the call list stands alone */
	int bits = abi == 1 ? 13 : abi == 2 ? 14 : abi < 5 ? 15 : 16;
	LandlockRules rules = {.handled_access_fs = ((uint64_t)1 << bits) - 1};
	size_t size = sizeof(uint64_t);
	if (abi >= 4) {
		rules.handled_access_net = 3; /* bind, connect over TCP */
		size = 2 * sizeof(uint64_t);
	}
	if (abi >= 6) {
		rules.scoped = 3; /* abstract sockets, signals to outside */
		size = sizeof rules;
	}
	long fd = syscall(SYS_landlock_create_ruleset, &rules, size, 0);
	if (fd < 0) return false;
	bool done = syscall(SYS_landlock_restrict_self, (int)fd, 0) == 0;
	close((int)fd);
	return done;
}

static bool limit(int what, rlim_t soft, rlim_t hard) {
	struct rlimit value = {soft, hard};
	return setrlimit((__rlimit_resource_t)what, &value) == 0;
}

static bool lock_limits(void) {
	bool done = limit(RLIMIT_CPU, READER_CPU_S, READER_CPU_S + 1) && limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_FSIZE, 0, 0) &&
				limit(RLIMIT_MSGQUEUE, 0, 0) && limit(RLIMIT_MEMLOCK, 0, 0);
	if (SANITIZED) return done;
	/* RLIMIT_DATA counts what the process itself asks for; RLIMIT_AS bounds the rest (shared libraries, shared mappings). */
	return done && limit(RLIMIT_DATA, READER_MEMORY, READER_MEMORY) &&
		   limit(RLIMIT_AS, 2 * (rlim_t)READER_MEMORY, 2 * (rlim_t)READER_MEMORY) && limit(RLIMIT_NPROC, 0, 0) &&
		   limit(RLIMIT_NOFILE, 2, 2);
}

static void filter_free_at(scmp_filter_ctx *filter) {
	if (*filter) seccomp_release(*filter);
}

static bool lock_calls(void) {
	static const int allowed[] = {SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(lseek), SCMP_SYS(munmap), SCMP_SYS(mremap),
		SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(getrandom), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
		SCMP_SYS(time), SCMP_SYS(rt_sigreturn), SCMP_SYS(exit), SCMP_SYS(exit_group)};
	__attribute__((cleanup(filter_free_at))) scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (!filter) return false;
	int bad = 0;
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) bad |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
	bad |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, SCMP_A0(SCMP_CMP_EQ, STDOUT_FILENO));
	/* Memory, but never memory that runs, and never a file. */
	bad |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
		SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS));
	bad |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	return bad == 0 && seccomp_load(filter) == 0;
}

bool reader_lock(void) {
	close_range(3, ~0U, 0);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0)
		return false;
	return lock_landlock() && lock_limits() && (SANITIZED || lock_calls());
}

static bool probe_open(void) {
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0;
}
static bool probe_list(void) {
	return open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC) >= 0;
}
static bool probe_stat(void) {
	return access("/etc/passwd", F_OK) == 0;
}
static bool probe_create(void) {
	return open("/tmp/gangmu-reader-probe", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
}
static bool probe_memfd(void) {
	return memfd_create("probe", MFD_CLOEXEC) >= 0;
}
static bool probe_socket(void) {
	return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}
static bool probe_unix_socket(void) {
	return socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}
static bool probe_fork(void) {
	long child = syscall(SYS_fork);
	if (child == 0) _exit(0);
	return child > 0;
}
static bool probe_thread(void) {
	long child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	if (child == 0) _exit(0);
	return child > 0;
}
/* A program that is not there: EPERM or EACCES from the lock differs from ENOENT, which would mean that the path was looked up. */
static bool probe_exec(void) {
	char *const none[] = {NULL};
	execve("/gangmu-reader-probe-not-there", none, none);
	return errno == ENOENT;
}
static bool probe_signal(void) {
	return kill(getppid(), 0) == 0;
}
static bool probe_other_memory(void) {
	return process_vm_readv(getppid(), NULL, 0, NULL, 0, 0) == 0;
}
static bool probe_executable_memory(void) {
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}
static bool probe_other_descriptor(void) {
	return write(STDERR_FILENO, "", 0) >= 0 || write(STDIN_FILENO, "", 0) >= 0;
}
static bool probe_duplicate(void) {
	return dup(STDOUT_FILENO) >= 0;
}
static bool probe_io_uring(void) {
	return syscall(SYS_io_uring_setup, 1, NULL) >= 0 || errno == EFAULT;
}
static bool probe_limit(void) {
	return limit(RLIMIT_CPU, READER_CPU_S, READER_CPU_S + 1);
}
/* Read page by page, or the compiler drops the request altogether. */
static bool probe_memory(void) {
	volatile char *much = mmap(NULL, READER_MEMORY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return much != MAP_FAILED && much[0] == 0;
}

int reader_lock_probe(void (*report)(void *context, const char *name, bool reached), void *context) {
	static const struct {
		const char *name;
		bool (*try)(void);
	} probes[] = {
		{"open", probe_open},
		{"list", probe_list},
		{"stat", probe_stat},
		{"create", probe_create},
		{"memfd", probe_memfd},
		{"socket", probe_socket},
		{"unix-socket", probe_unix_socket},
		{"fork", probe_fork},
		{"clone", probe_thread},
		{"execve", probe_exec},
		{"signal", probe_signal},
		{"other-memory", probe_other_memory},
		{"executable-memory", probe_executable_memory},
		{"other-descriptor", probe_other_descriptor},
		{"duplicate", probe_duplicate},
		{"io_uring", probe_io_uring},
		{"limit", probe_limit},
		{"memory", probe_memory},
	};
	int reached = 0;
	for (size_t i = 0; i < sizeof probes / sizeof *probes; i++) {
		bool yes = probes[i].try();
		reached += yes;
		report(context, probes[i].name, yes);
	}
	return reached;
}
