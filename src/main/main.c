/* gangmu: the command line. Each command is one function; main only finds it. */
#include "main/commands.h"

#include "base/log.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	int (*run)(const Options *options);
	const char *zh, *usage;
} commands[] = {
	{"serve", main_serve, "启动服务 serve", "serve [--listen ADDR:PORT] [--anchor FILE] [--now ISO] [--trace]"},
	{"init", main_init, "建立数据目录 make a data directory", "init [--demo] [--matters N] [--now ISO]"},
	{"user", main_user, "设置口令 set a password (read from standard input)", "user LOGIN"},
	{"token", main_token, "发放接口令牌 print an API token", "token LOGIN"},
	{"import", main_import, "导入表格 import a spreadsheet; --partial: correct rows first",
		"import RECORD FILE.xlsx|csv [--partial]"},
	{"export", main_export, "导出表格 export to a spreadsheet", "export RECORD FILE.xlsx|csv [--filter 'state=open']"},
	{"job", main_job, "列出自动运行的工作 list what runs by itself", "job"},
	{"verify", main_verify, "校验日志链和数据，与外存的链头核对 check the journal and the rows, hold them against anchors",
		"verify [--against FILE]"},
	{"head", main_head, "打印日志链头，另存到别处 print the journal's head, to be kept elsewhere", "head [FILE]"},
	{"replay", main_replay,
		"从日志重建并比对；给出 TARGET 时留下可接用的库 rebuild from the journal and compare; keep it in TARGET",
		"replay [TARGET | postgresql://…]"},
	{"backup", main_backup, "在线备份 back up while running", "backup TARGET"},
	{"restore", main_restore, "恢复备份 restore a backup into an empty data directory", "restore SOURCE"},
	{"explain", main_explain, "说明一个命令 explain a command", "explain RECORD[.COMMAND]"},
	{"version", main_version, "版本 version", "version"},
};

static int usage(FILE *out) {
	fputs("纲目 Gangmu\n\ngangmu COMMAND [--data DIR] [--db URI]\n\n", out);
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		fprintf(out, "  %-52s %s\n", commands[i].usage, commands[i].zh);
	return 2;
}

/* Options that take a value, and where it goes. */
static bool option_take(Options *options, const char *name, const char *value) {
	if (!strcmp(name, "--data")) options->data = value;
	else if (!strcmp(name, "--db")) options->db = value;
	else if (!strcmp(name, "--listen")) options->listen = value;
	else if (!strcmp(name, "--now")) options->now = value;
	else if (!strcmp(name, "--matters")) options->matters = value;
	else if (!strcmp(name, "--proxy")) options->proxy = value;
	else if (!strcmp(name, "--filter")) options->filter = value;
	else if (!strcmp(name, "--anchor")) options->anchor = value;
	else if (!strcmp(name, "--against")) options->against = value;
	else return false;
	return true;
}

static bool options_read(Options *options, int argc, char **argv) {
	for (int i = 2; i < argc; i++) {
		if (!strcmp(argv[i], "--demo")) options->demo = true;
		else if (!strcmp(argv[i], "--trace")) options->trace = true;
		else if (!strcmp(argv[i], "--partial")) options->partial = true;
		else if (!strcmp(argv[i], "--help")) options->help = true;
		else if (argv[i][0] != '-' && options->word_count < 4) options->words[options->word_count++] = argv[i];
		else if (i + 1 < argc && option_take(options, argv[i], argv[i + 1])) i++;
		else {
			fprintf(stderr, "gangmu: 不认识的参数 unknown option %s\n", argv[i]);
			return false;
		}
	}
	return true;
}

int main(int argc, char **argv) {
	if (argc < 2 || !strcmp(argv[1], "--help")) {
		usage(argc < 2 ? stderr : stdout);
		return argc < 2 ? 2 : 0;
	}
	if (sodium_init() < 0) return 1;
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		if (strcmp(commands[i].name, argv[1])) continue;
		Options options = {.data = "./data", .listen = "127.0.0.1:8080"};
		if (!options_read(&options, argc, argv)) return 2;
		if (options.help) {
			printf("gangmu %s\n%s\n", commands[i].usage, commands[i].zh);
			return 0;
		}
		return commands[i].run(&options);
	}
	fprintf(stderr, "gangmu: 没有这个命令 unknown command %s\n", argv[1]);
	return usage(stderr);
}
