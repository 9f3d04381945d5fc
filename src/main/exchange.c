/* gangmu import, export, job: the exchange of the pages from the command line. */
#include "web/exchange.h"
#include "base/log.h"
#include "base/outside.h"
#include "main/commands.h"
#include "model_gen.h"
#include "web/app.h"
#include "web/import_page.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The person at the machine: every role, everything in scope, no person. */
static Actor operator_of(void) {
	Actor actor = actor_engine;
	actor.login = "cli";
	actor.name = "命令行";
	actor.roles = ~0u;
	return actor;
}

static const Record *record_named(const char *name) {
	const Record *record = record_by_name(name);
	if (!record) record = record_by_path(name);
	if (!record) fprintf(stderr, "gangmu: 没有记录类型 %s no such record\n", name);
	return record;
}

static bool copy_out(int file, const char *path) {
	char bytes[65536];
	int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool good = to >= 0;
	for (ssize_t n; good && (n = read(file, bytes, sizeof bytes)) != 0;) good = n > 0 && write(to, bytes, (size_t)n) == n;
	if (to >= 0 && close(to)) good = false;
	if (!good) fprintf(stderr, "gangmu: %s: %s\n", path, strerror(errno));
	return good;
}

static bool say_refusals(const Refusals *refusals) {
	for (int i = 0; i < refusals->count; i++) fprintf(stderr, "gangmu: %s / %s\n", refusals->items[i].zh, refusals->items[i].en);
	return false;
}

/* An export is an event, also at the machine: without its record no file leaves. The door is opened beside a running server's, whose
 * writer waits the moment it takes. */
static bool export_recorded(Site *site, Arena *arena, const ExportSpec *spec, int64_t rows) {
	const struct passwd *account = getpwuid(getuid());
	const char *machine = arena_printf(arena, "本机管理员（%.30s）", account ? account->pw_name : "?");
	Call call = export_record(arena, spec, rows, machine);
	if (!site->door) site->door = door_open(site->store);
	return site->door && door_call(site->door, arena, spec->actor, "cli", spec->now, &call).kind == OUTCOME_DONE;
}

static bool export_to(Site *site, Conn *conn, const Options *options, const Record *record) {
	ARENA(arena, 64u << 20);
	Actor actor = operator_of();
	Query query;
	Refusals refusals;
	Exported done;
	refusals_init(&refusals, arena);
	query_init(&query, record);
	const char *filter = options->filter ? options->filter : "";
	if (!query_read_text(&query, arena, &actor, outside_now(), filter, &refusals)) return say_refusals(&refusals);
	ExportSpec spec = {.query = &query,
		.actor = &actor,
		.csv = text_ends(options->words[1], ".csv"),
		.filter_words = *filter ? filter : "无",
		.now = outside_now()};
	if (conn_begin_read(conn)) return false;
	if (!export_write(conn, arena, &spec, &done)) {
		fprintf(stderr, done.too_many ? "gangmu: 超过 20 万行，请用 --filter 分几次导出 more than 200,000 rows; use --filter\n"
									  : "gangmu: 没有导出 not exported\n");
		return false;
	}
	bool recorded = export_recorded(site, arena, &spec, done.rows);
	if (!recorded) fprintf(stderr, "gangmu: 导出不能记录，没有导出 the export cannot be recorded; not exported\n");
	bool good = recorded && copy_out(done.file, options->words[1]);
	close(done.file);
	if (!good) return false;
	log_info("export.done", "record %s, filter %s, %lld rows, from the command line", record->name, filter, (long long)done.rows);
	printf("已导出 %lld 行 rows exported to %s\n", (long long)done.rows, options->words[1]);
	return true;
}

int main_export(const Options *options) {
	Site site;
	if (options->word_count != 2) return 2;
	const Record *record = record_named(options->words[0]);
	if (!record || !site_open(options, false, &site)) return 1;
	Conn *conn = conn_open(site.store, true);
	bool good = conn && export_to(&site, conn, options, record);
	if (conn) conn_close(conn);
	site_close(&site);
	return good ? 0 : 1;
}

static void say_problems(const Import *import) {
	for (int i = 0; i < import->problem_count && i < IMPORT_PROBLEMS_SHOWN; i++) {
		const ImportProblem *p = &import->problems[i];
		fprintf(stderr, "第 %d 行 row %d  %s  “%s”  %s；%s\n", p->row, p->row, p->field, p->value, p->what, p->mend);
	}
	if (import->problem_count > IMPORT_PROBLEMS_SHOWN) fprintf(stderr, "… 共 %d 处 problems in all\n", import->problem_count);
}

/* The batch is made and begun as the page does it, so that it is listed and can be withdrawn. */
static bool batch_begin(Import *import, Door *door, Arena *arena, bool partial) {
	Refusals refusals;
	refusals_init(&refusals, arena);
	import->batch = import_batch_create(door, arena, import->actor, import->now, import, NULL, &refusals);
	if (!import->batch) return say_refusals(&refusals);
	Given given = {IMPORT_BATCH_WAY, value_text(partial ? "good" : "all")};
	Call call = {.command = &model_records[RECORD_IMPORT_BATCH].commands[IMPORT_BATCH_CMD_START],
		.id = import->batch,
		.given = &given,
		.given_count = 1,
		.trusted = true};
	Outcome outcome = door_call(door, arena, import->actor, "import", import->now, &call);
	import->cause = outcome.seq;
	return outcome.kind == OUTCOME_DONE;
}

static bool import_from(Site *site, const Options *options, const Record *record, int file) {
	ARENA(arena, IMPORT_ARENA_BYTES);
	Actor actor = operator_of();
	Refusals refusals;
	refusals_init(&refusals, arena);
	const char *slash = strrchr(options->words[1], '/');
	Import import = {.record = record,
		.actor = &actor,
		.file_name = text_cut(arena, slash ? slash + 1 : options->words[1], 100),
		.now = outside_now(),
		.arena = arena};
	if (!import_possible(record) || !import_commands(&import)) {
		fprintf(stderr,
			"gangmu: %s 不能导入：没有公开的新增命令或自然键 cannot be imported: no open create command or no natural key\n",
			record->name);
		return false;
	}
	Conn *conn = conn_open(site->store, true);
	bool good = conn && !conn_begin_read(conn) && import_open(&import, conn, file, &refusals);
	if (conn) conn_close(conn);
	if (!good) return say_refusals(&refusals);
	good = batch_begin(&import, site->door, arena, options->partial) &&
		   import_run(&import, site->door, options->partial ? IMPORT_GOOD : IMPORT_ALL);
	say_problems(&import);
	bool written = good && (options->partial || !import.bad);
	printf("新增 new %d  更新 updated %d  不变 unchanged %d  错误 wrong %d  %s\n", import.fresh, import.changed, import.same,
		import.bad, written ? "已写入 written" : "没有写入 nothing written");
	return written && !import.bad;
}

int main_import(const Options *options) {
	Site site;
	if (options->word_count != 2) return 2;
	const Record *record = record_named(options->words[0]);
	int file = record ? open(options->words[1], O_RDONLY | O_CLOEXEC) : -1;
	if (record && file < 0) fprintf(stderr, "gangmu: %s: %s\n", options->words[1], strerror(errno));
	if (file < 0) return 1;
	bool good = site_open(options, true, &site);
	if (good) {
		good = import_from(&site, options, record, file);
		site_close(&site);
	}
	close(file);
	return good ? 0 : 1;
}
