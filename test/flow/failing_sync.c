/* Laid under the server with LD_PRELOAD: while the file named by FAILING_SYNC exists, fsync and fdatasync fail as a broken disk does. */
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int sync_by(const char *name, int file) {
	const char *flag = getenv("FAILING_SYNC");
	if (flag && access(flag, F_OK) == 0) {
		errno = EIO;
		return -1;
	}
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
	return real(file);
}

int fsync(int file) {
	return sync_by("fsync", file);
}

int fdatasync(int file) {
	return sync_by("fdatasync", file);
}
