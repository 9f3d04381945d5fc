#include "access/vault.h"
#include "base/outside.h"
#include "main/commands.h"
#include "main/demo.h"

#include <stdio.h>
#include <sys/stat.h>

int main_init(const Options *options) {
	Site site;
	struct stat info;
	if (!site_clock(options)) return 2;
	if (stat(options->data, &info) == 0) {
		fprintf(stderr, "gangmu: 数据目录 %s 已存在 the data directory exists already\n", options->data);
		return 1;
	}
	if (mkdir(options->data, 0700)) {
		perror(options->data);
		return 1;
	}
	/* One moment for all of it, however long making the tables takes: the same --now makes the same bureau. */
	int64_t now = outside_now();
	if (!site_open(options, true, &site)) return 1;
	int status = options->demo ? demo_make(&site, options->matters, now) : first_make(&site, now);
	site_close(&site);
	return status;
}
