/* What only SQLite has: pragmas read back, a disk that fails under it, backup while writing. The failing disk is a VFS laid over the
 * system's own and made the default of this test program: the driver knows nothing of it. */
#include "store/test_place.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ── a disk that fails ── */

typedef struct Disk {
	int sync_wal, sync_main, write_wal; /* the code to fail with, 0 where it works */
	int fired;
} Disk;

static Disk disk; /* one test after another, in one thread */
static sqlite3_vfs *real_vfs;

typedef struct ShimFile {
	sqlite3_file base;
	int flags;
	sqlite3_file *real;
} ShimFile;

static sqlite3_file *real_of(sqlite3_file *file) {
	return ((ShimFile *)file)->real;
}
static bool is_wal(sqlite3_file *file) {
	return ((ShimFile *)file)->flags & SQLITE_OPEN_WAL;
}
static int fire(int code) {
	disk.fired++;
	return code;
}

static int shim_close(sqlite3_file *f) {
	int code = real_of(f)->pMethods->xClose(real_of(f));
	free(real_of(f));
	return code;
}
static int shim_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at) {
	return real_of(f)->pMethods->xRead(real_of(f), to, n, at);
}
static int shim_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at) {
	if (disk.write_wal && is_wal(f)) return fire(disk.write_wal);
	return real_of(f)->pMethods->xWrite(real_of(f), from, n, at);
}
static int shim_truncate(sqlite3_file *f, sqlite3_int64 size) {
	return real_of(f)->pMethods->xTruncate(real_of(f), size);
}
static int shim_sync(sqlite3_file *f, int flags) {
	if (disk.sync_wal && is_wal(f)) return fire(disk.sync_wal);
	if (disk.sync_main && !is_wal(f)) return fire(disk.sync_main);
	return real_of(f)->pMethods->xSync(real_of(f), flags);
}
static int shim_size(sqlite3_file *f, sqlite3_int64 *ret) {
	return real_of(f)->pMethods->xFileSize(real_of(f), ret);
}
static int shim_lock(sqlite3_file *f, int level) {
	return real_of(f)->pMethods->xLock(real_of(f), level);
}
static int shim_unlock(sqlite3_file *f, int level) {
	return real_of(f)->pMethods->xUnlock(real_of(f), level);
}
static int shim_reserved(sqlite3_file *f, int *ret) {
	return real_of(f)->pMethods->xCheckReservedLock(real_of(f), ret);
}
static int shim_control(sqlite3_file *f, int op, void *arg) {
	return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
}
static int shim_sector(sqlite3_file *f) {
	return real_of(f)->pMethods->xSectorSize(real_of(f));
}
static int shim_device(sqlite3_file *f) {
	return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f));
}
static int shim_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **ret) {
	return real_of(f)->pMethods->xShmMap(real_of(f), page, size, extend, ret);
}
static int shim_shm_lock(sqlite3_file *f, int offset, int n, int flags) {
	return real_of(f)->pMethods->xShmLock(real_of(f), offset, n, flags);
}
static void shim_shm_barrier(sqlite3_file *f) {
	real_of(f)->pMethods->xShmBarrier(real_of(f));
}
static int shim_shm_unmap(sqlite3_file *f, int delete) {
	return real_of(f)->pMethods->xShmUnmap(real_of(f), delete);
}

static const sqlite3_io_methods shim_methods = {2, shim_close, shim_read, shim_write, shim_truncate, shim_sync, shim_size,
	shim_lock, shim_unlock, shim_reserved, shim_control, shim_sector, shim_device, shim_shm_map, shim_shm_lock, shim_shm_barrier,
	shim_shm_unmap, NULL, NULL};

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *ret_flags) {
	(void)vfs;
	ShimFile *file = (ShimFile *)f;
	file->flags = flags;
	file->real = calloc(1, (size_t)real_vfs->szOsFile);
	if (!file->real) return SQLITE_NOMEM;
	int code = real_vfs->xOpen(real_vfs, name, file->real, flags, ret_flags);
	file->base.pMethods = file->real->pMethods ? &shim_methods : NULL;
	if (!file->real->pMethods) free(file->real);
	return code;
}

static void lay_shim(void) {
	static sqlite3_vfs shim;
	real_vfs = sqlite3_vfs_find(NULL);
	shim = *real_vfs;
	shim.pNext = NULL;
	shim.zName = "failing-disk";
	shim.szOsFile = sizeof(ShimFile);
	shim.xOpen = shim_open;
	sqlite3_vfs_register(&shim, 1);
}

static int heal(void **state) {
	disk = (Disk){0};
	return place_close(state);
}

/* ── tests ── */

static int add(Place *place, int64_t id) {
	Value row[] = {value_int(id)};
	if (conn_begin(place->conn) != STORE_OK) return STORE_FAULT;
	int code = conn_run(place->conn, "INSERT INTO thing (id, name) VALUES (?, 'n')", row, 1, NULL);
	if (code == STORE_OK) return conn_commit(place->conn);
	conn_rollback(place->conn);
	return code;
}

static void make_things(Place *place) {
	assert_int_equal(place_run(place, "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT)"), STORE_OK);
	for (int i = 1; i <= 3; i++) assert_int_equal(add(place, i), STORE_OK);
}

static void g10_pragmas_hold(void **state) {
	Place *place = *state;
	struct stat file;
	Conn *reader = conn_open(place->store, true);
	Cursor *cursor = conn_query(place->conn, "PRAGMA journal_mode", NULL, 0);
	assert_true(cursor_next(cursor));
	assert_string_equal(cursor_text(cursor, 0), "wal");
	assert_int_equal(cursor_end(cursor), STORE_OK);
	for (Conn *conn = place->conn;; conn = reader) {
		assert_int_equal(conn_query_int(conn, "PRAGMA foreign_keys", NULL, 0, -1, NULL), 1);
		assert_int_equal(conn_query_int(conn, "PRAGMA trusted_schema", NULL, 0, -1, NULL), 0);
		assert_int_equal(conn_query_int(conn, "PRAGMA synchronous", NULL, 0, -1, NULL), 2);
		assert_int_equal(conn_query_int(conn, "PRAGMA query_only", NULL, 0, -1, NULL), conn == reader);
		if (conn == reader) break;
	}
	conn_close(reader);
	assert_int_equal(stat(place->path, &file), 0);
	assert_int_equal(file.st_mode & 0777, 0600);
	assert_int_equal(place_run(place, "SELECT \"nothing\""), STORE_FAULT); /* a quoted name is never a text */
}

static void f6_a_failed_sync_ends_all_writing(void **state) {
	Place *place = *state;
	make_things(place);
	Conn *other = conn_open(place->store, false), *reader = conn_open(place->store, true);
	disk.sync_wal = SQLITE_IOERR_FSYNC;
	assert_int_equal(add(place, 4), STORE_FAULT);
	assert_int_equal(disk.fired, 1);
	disk.sync_wal = 0; /* the disk seems well again: no matter */
	assert_true(store_is_broken(place->store));
	assert_int_equal(add(place, 5), STORE_FAULT);
	assert_int_equal(conn_begin(other), STORE_FAULT);
	assert_int_equal(conn_run(other, "INSERT INTO thing (id) VALUES (6)", NULL, 0, NULL), STORE_FAULT);
	int64_t rows = conn_query_int(reader, "SELECT count(*) FROM thing WHERE id <= 3", NULL, 0, -1, NULL);
	assert_int_equal(rows, 3);
	conn_close(other);
	conn_close(reader);
	conn_close(place->conn);
	store_close(place->store);
	assert_int_equal(store_open(place->uri, &place->store), STORE_OK);
	place->conn = conn_open(place->store, false);
	assert_false(store_is_broken(place->store));
	assert_int_equal(place_int(place, "SELECT count(*) FROM thing WHERE id <= 3"), 3);
	assert_int_equal(place_int(place, "SELECT count(*) FROM thing WHERE id > 4"), 0); /* 4 itself is unknown */
	assert_int_equal(add(place, 7), STORE_OK);
}

static void f6_a_failed_write_outside_a_transaction_breaks_too(void **state) {
	Place *place = *state;
	make_things(place);
	disk.write_wal = SQLITE_IOERR_WRITE;
	assert_int_equal(place_run(place, "DELETE FROM thing"), STORE_FAULT);
	assert_true(disk.fired > 0);
	assert_true(store_is_broken(place->store));
	assert_int_equal(place_int(place, "SELECT count(*) FROM thing"), 3);
}

static void f6_a_failed_sync_of_the_checkpoint_breaks(void **state) {
	Place *place = *state;
	make_things(place);
	char *text = arena_alloc(place->arena, 4001);
	memset(text, 'x', 4000);
	disk.sync_main = SQLITE_IOERR_FSYNC;
	int committed = 3, code = STORE_OK;
	while (committed < 400 && code == STORE_OK) { /* 20 pages each: a checkpoint is due before the 150th */
		code = conn_begin(place->conn);
		for (int i = 0; i < 20 && code == STORE_OK; i++) {
			Value name = value_text(text);
			code = conn_run(place->conn, "INSERT INTO thing (name) VALUES (?)", &name, 1, NULL);
		}
		if (code == STORE_OK) code = conn_commit(place->conn);
		committed++;
	}
	assert_int_equal(code, STORE_FAULT);
	assert_int_equal(disk.fired, 1);
	assert_true(store_is_broken(place->store));
}

static void f10_a_full_disk_heals(void **state) {
	Place *place = *state;
	make_things(place);
	disk.write_wal = SQLITE_FULL;
	assert_int_equal(add(place, 4), STORE_FAULT);
	assert_int_equal(add(place, 5), STORE_FAULT);
	assert_true(disk.fired >= 2);
	assert_false(store_is_broken(place->store));
	assert_int_equal(place_int(place, "SELECT count(*) FROM thing"), 3);
	disk.write_wal = 0;
	assert_int_equal(add(place, 5), STORE_OK);
	assert_int_equal(place_int(place, "SELECT count(*) FROM thing"), 4);
}

/* FULL ends the whole transaction inside SQLite: nothing after it may slip through in a transaction of its own. */
static void f10_a_lost_transaction_lets_nothing_through(void **state) {
	Place *place = *state;
	make_things(place);
	assert_int_equal(place_run(place, "PRAGMA cache_size=10"), STORE_OK); /* so that pages spill before the commit */
	assert_int_equal(conn_begin(place->conn), STORE_OK);
	assert_int_equal(conn_savepoint(place->conn), STORE_OK);
	char *text = arena_alloc(place->arena, 200001);
	memset(text, 'x', 200000);
	Value name = value_text(text);
	disk.write_wal = SQLITE_FULL;
	assert_int_equal(conn_run(place->conn, "INSERT INTO thing (name) VALUES (?)", &name, 1, NULL), STORE_FAULT);
	assert_true(disk.fired > 0);
	disk.write_wal = 0;
	conn_rollback_savepoint(place->conn);
	assert_int_equal(conn_run(place->conn, "INSERT INTO thing (id) VALUES (9)", NULL, 0, NULL), STORE_FAULT);
	assert_int_equal(conn_commit(place->conn), STORE_FAULT);
	assert_int_equal(place_int(place, "SELECT count(*) FROM thing"), 3);
	assert_int_equal(add(place, 9), STORE_OK);
}

static void many_processes_open_one_new_file(void **state) {
	Place *place = *state;
	enum { PROCESSES = 6, ROUNDS = 8 };
	for (int round = 0; round < ROUNDS; round++) {
		char *uri = arena_printf(place->arena, "%s-%d", place->uri, round);
		pid_t child[PROCESSES];
		for (int i = 0; i < PROCESSES; i++)
			if ((child[i] = fork()) == 0) {
				Store *store;
				if (store_open(uri, &store) != STORE_OK) _exit(1);
				Conn *conn = conn_open(store, i % 2);
				_exit(conn == NULL);
			}
		for (int i = 0; i < PROCESSES; i++) {
			int status;
			assert_int_equal(waitpid(child[i], &status, 0), child[i]);
			assert_int_equal(status, 0);
		}
	}
}

static void damage_is_noticed(void **state) {
	Place *place = *state;
	make_things(place);
	conn_close(place->conn);
	store_close(place->store);
	FILE *file = fopen(place->path, "r+");
	assert_non_null(file);
	assert_int_equal(fseek(file, 4096, SEEK_SET), 0);
	for (int i = 0; i < 4096; i++) fputc(0x5a, file);
	fclose(file);
	assert_int_equal(store_open(place->uri, &place->store), STORE_OK);
	place->conn = conn_open(place->store, false);
	assert_int_equal(add(place, 4), STORE_FAULT);
	assert_true(store_is_broken(place->store));
}

/* Writes pairs of rows until it is killed. */
static void write_pairs(const char *uri) {
	Store *store;
	if (store_open(uri, &store) != STORE_OK) _exit(1);
	Conn *conn = conn_open(store, false);
	for (int64_t i = 10; conn; i += 2) {
		Value row[] = {value_int(i), value_int(i + 1)};
		if (conn_begin(conn) || conn_run(conn, "INSERT INTO thing (id) VALUES (?), (?)", row, 2, NULL) || conn_commit(conn))
			break;
	}
	_exit(1);
}

static void f24_a_backup_while_writing_is_one_moment(void **state) {
	Place *place = *state;
	make_things(place);
	pid_t child = fork();
	if (child == 0) write_pairs(place->uri);
	char *target = arena_printf(place->arena, "%s.bak", place->path);
	int64_t before = 0;
	for (int i = 0; i < 8; i++) {
		while (place_int(place, "SELECT max(id) FROM thing") < before + 20) usleep(1000);
		int64_t mark = place_int(place, "SELECT max(id) FROM thing");
		assert_int_equal(store_backup(place->store, target), STORE_OK);
		assert_int_not_equal(access(arena_printf(place->arena, "%s.part", target), F_OK), 0);
		Store *copy;
		assert_int_equal(store_open(arena_printf(place->arena, "sqlite:%s", target), &copy), STORE_OK);
		Conn *conn = conn_open(copy, true);
		int64_t last = conn_query_int(conn, "SELECT max(id) FROM thing", NULL, 0, -1, NULL);
		assert_true(last >= mark && last % 2 == 1);
		assert_int_equal(conn_query_int(conn, "SELECT count(*) FROM thing WHERE id >= 10", NULL, 0, -1, NULL), last - 9);
		Cursor *check = conn_query(conn, "PRAGMA integrity_check", NULL, 0);
		assert_true(cursor_next(check));
		assert_string_equal(cursor_text(check, 0), "ok");
		assert_int_equal(cursor_end(check), STORE_OK);
		conn_close(conn);
		store_close(copy);
		before = last;
	}
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(store_backup(place->store, "/nowhere/at/all"), STORE_FAULT);
	assert_int_equal(store_backup(place->store, place->folder), STORE_FAULT);
}

static void a_memory_store_is_backed_up(void **state) {
	Place *place = *state;
	make_things(place);
	assert_int_equal(store_backup(place->store, place->path), STORE_OK);
	Store *copy;
	assert_int_equal(store_open(arena_printf(place->arena, "sqlite:%s", place->path), &copy), STORE_OK);
	Conn *conn = conn_open(copy, true);
	assert_int_equal(conn_query_int(conn, "SELECT count(*) FROM thing", NULL, 0, -1, NULL), 3);
	conn_close(conn);
	store_close(copy);
}

int main(void) {
#define DISK_TEST(f) cmocka_unit_test_setup_teardown(f, place_open, heal)
	const struct CMUnitTest on_file[] = {
		DISK_TEST(g10_pragmas_hold),
		DISK_TEST(f6_a_failed_sync_ends_all_writing),
		DISK_TEST(f6_a_failed_write_outside_a_transaction_breaks_too),
		DISK_TEST(f6_a_failed_sync_of_the_checkpoint_breaks),
		DISK_TEST(f10_a_full_disk_heals),
		DISK_TEST(f10_a_lost_transaction_lets_nothing_through),
		DISK_TEST(many_processes_open_one_new_file),
		DISK_TEST(damage_is_noticed),
		DISK_TEST(f24_a_backup_while_writing_is_one_moment),
	};
	const struct CMUnitTest in_memory[] = {PLACE_TEST(a_memory_store_is_backed_up)};
	lay_shim();
	return cmocka_run_group_tests_name("sqlite file", on_file, place_file, NULL) +
		   cmocka_run_group_tests_name("sqlite memory", in_memory, place_memory, NULL);
}
