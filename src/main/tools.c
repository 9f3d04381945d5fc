/* The commands for the people who look after the machine: passwords, tokens, backup, restore, explain. */
#include "access/vault.h"
#include "base/log.h"
#include "base/outside.h"
#include "journal/anchor.h"
#include "main/commands.h"
#include "model_gen.h"
#include "web/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int64_t person_by_login(Store *store, const char *login) {
	Conn *conn = conn_open(store, true);
	Value param = value_text(login);
	int64_t id = conn ? conn_query_int(conn, "SELECT id FROM person WHERE login = ? AND active = 1", &param, 1, 0, NULL) : 0;
	if (conn) conn_close(conn);
	if (!id) fprintf(stderr, "gangmu: 没有登录名为 %s 的在用人员 no active person has this log-in name\n", login);
	return id;
}

int main_token(const Options *options) {
	Site site;
	ARENA(arena, 1u << 20);
	if (options->word_count != 1 || !site_clock(options)) return 2;
	if (!site_open(options, false, &site)) return 1;
	int64_t person = person_by_login(site.store, options->words[0]);
	/* Works beside a running server: one insert into the session table, outside the journal. */
	char *secret = person ? token_insert(site.store, arena, person, "cli", outside_now()) : NULL;
	if (secret) printf("%s\n", secret);
	site_close(&site);
	return secret ? 0 : 1;
}

int main_user(const Options *options) {
	Site site;
	ARENA(arena, 1u << 20);
	char line[300];
	const char *en;
	if (options->word_count != 1) return 2;
	if (!fgets(line, sizeof line, stdin)) {
		fprintf(stderr, "gangmu: 请从标准输入给出口令 give the password on standard input\n");
		return 2;
	}
	line[strcspn(line, "\r\n")] = 0;
	const char *weak = password_weakness(options->words[0], line, &en);
	if (weak) {
		fprintf(stderr, "gangmu: 口令%s / %s\n", weak, en);
		return 1;
	}
	if (!site_open(options, true, &site)) return 1;
	int64_t person = person_by_login(site.store, options->words[0]);
	int status = 1;
	if (person) {
		Given given[] = {{PERSON_PASSWORD, value_text(password_hash(arena, line))}, {PERSON_MUST_CHANGE, value_int(1)}};
		Call call = {.command = &model_records[RECORD_PERSON].commands[PERSON_CMD_SET_PASSWORD],
			.id = person,
			.given = given,
			.given_count = 2,
			.trusted = true};
		status = door_call(site.door, arena, &actor_engine, "cli", outside_now(), &call).kind == OUTCOME_DONE ? 0 : 1;
	}
	site_close(&site);
	return status;
}

int program_run(const char *const *words) {
	pid_t child = fork();
	if (child == 0) {
		execvp(words[0], (char *const *)words);
		_exit(127);
	}
	int status = 1;
	return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/* The head of the copied journal, beside the copy and on standard output: to be printed or kept elsewhere. */
static bool backup_anchor(const char *target) {
	char path[4200], uri[4200];
	Anchor anchor;
	ARENA(arena, 4096);
	Store *store = NULL;
	snprintf(path, sizeof path, "%s/anchor.txt", target);
	snprintf(uri, sizeof uri, "sqlite:%s/gangmu.db", target);
	if (store_open(uri, &store)) return false;
	Conn *conn = conn_open(store, true);
	bool good = conn && !anchor_take(conn, outside_now(), &anchor) && anchor_file_append(path, &anchor);
	if (conn) conn_close(conn);
	store_close(store);
	if (good)
		printf("%s\n链头，请另存或打印；核对用 gangmu verify --against FILE the journal's head: keep it elsewhere\n",
			anchor_line(arena, &anchor));
	return good;
}

/* A folder with the database as of one moment, the attachments, the site key and the journal's head. */
int main_backup(const Options *options) {
	Site site;
	char path[4200], files[4200], key[4200];
	if (options->word_count != 1) return 2;
	const char *target = options->words[0];
	if (mkdir(target, 0700)) {
		fprintf(stderr, "gangmu: 备份目录 %s 已存在或不能建立 the target exists or cannot be made\n", target);
		return 1;
	}
	if (!site_open(options, false, &site)) return 1;
	snprintf(path, sizeof path, "%s/gangmu.db", target);
	int status = store_backup(site.store, path) ? 1 : 0;
	site_close(&site);
	snprintf(files, sizeof files, "%s/files", options->data);
	snprintf(key, sizeof key, "%s/site.key", options->data);
	/* Attachments are named by their content and never change: copied after the database, none it names is missing. */
	if (!status && access(files, F_OK) == 0) status = program_run((const char *const[]){"cp", "-a", files, target, NULL});
	if (!status) status = program_run((const char *const[]){"cp", "-p", key, target, NULL});
	if (!status && !backup_anchor(target)) status = 1;
	if (!status) status = program_run((const char *const[]){"sync", "-f", target, NULL});
	printf(status ? "备份没有完成 backup failed\n" : "已备份到 %s backup done\n", target);
	return status;
}

int main_restore(const Options *options) {
	char path[4200], anchor[4200];
	struct stat info;
	if (options->word_count != 1) return 2;
	snprintf(path, sizeof path, "%s/gangmu.db", options->words[0]);
	if (stat(path, &info)) {
		fprintf(stderr, "gangmu: %s 不是备份目录 is no backup\n", options->words[0]);
		return 1;
	}
	if (stat(options->data, &info) == 0) {
		fprintf(
			stderr, "gangmu: 数据目录 %s 已存在，不会覆盖 the data directory exists; nothing is overwritten\n", options->data);
		return 1;
	}
	Options of_backup = *options;
	of_backup.data = options->words[0];
	of_backup.word_count = 0;
	snprintf(anchor, sizeof anchor, "%s/anchor.txt", options->words[0]);
	if (!options->against && access(anchor, F_OK) == 0) of_backup.against = anchor;
	if (main_verify(&of_backup)) {
		fprintf(stderr, "gangmu: 备份校验不符，没有恢复 the backup does not verify; nothing restored\n");
		return 1;
	}
	int status = program_run((const char *const[]){"cp", "-a", options->words[0], options->data, NULL});
	printf(status ? "没有恢复 not restored\n" : "已恢复到 %s restored\n", options->data);
	return status;
}

static void explain_command(const CommandDef *command) {
	const Record *record = &model_records[command->record];
	printf("%s.%s  %s / %s\n  %s:%d\n", record->name, command->name, command->label.zh, command->label.en, command->file,
		command->line);
	printf("  from:");
	for (int i = 0; record->states && i < record->states->count; i++)
		if (command->from & 1u << i) printf(" %s", record->states->choices[i].code);
	printf(command->from ? "\n" : " any\n");
	if (command->to >= 0) printf("  to: %s\n", record->states->choices[command->to].code);
	printf("  by:");
	for (int i = 0; i < ROLE_COUNT; i++)
		if (command->by & ROLE_BIT(i)) printf(" %s", role_name((Role)i));
	printf("\n  asks:");
	for (int i = 0; i < command->ask_count; i++) {
		const Ask *ask = &command->asks[i];
		printf(" %s%s",
			ask->field == ASK_NOTE	   ? "note"
			: ask->field == ASK_PHOTOS ? "photos"
									   : record->fields[ask->field].name,
			ask->required ? "!" : "");
	}
	printf("\n");
	for (int i = 0; i < record->derive_count; i++) printf("  derive %s\n", record->derives[i].name);
	for (int i = 0; i < command->guard_count; i++) printf("  guard  %s\n", command->guards[i].name);
	for (int i = 0; i < command->effect_count; i++) printf("  effect %s\n", command->effects[i].name);
}

int main_explain(const Options *options) {
	if (options->word_count != 1) return 2;
	char name[100];
	snprintf(name, sizeof name, "%s", options->words[0]);
	char *dot = strchr(name, '.');
	if (dot) *dot++ = 0;
	const Record *record = record_by_name(name);
	if (!record) {
		fprintf(stderr, "gangmu: 没有记录类型 %s no such record\n", name);
		return 1;
	}
	if (dot) {
		const CommandDef *command = record_command(record, dot);
		if (!command) {
			fprintf(stderr, "gangmu: %s 没有命令 %s no such command\n", name, dot);
			return 1;
		}
		explain_command(command);
		return 0;
	}
	printf("%s  %s / %s  /%s\n  %s:%d\n", record->name, record->label.zh, record->label.en, record->path, record->file,
		record->line);
	for (int i = 0; i < record->field_count; i++)
		printf("  %-16s %s / %s\n", record->fields[i].name, record->fields[i].label.zh, record->fields[i].label.en);
	for (int i = 0; i < record->command_count; i++) printf("  command %s\n", record->commands[i].name);
	return 0;
}

int main_version(const Options *options) {
	(void)options;
	printf("gangmu 0.1 model %s\n", model_digest);
	return 0;
}
