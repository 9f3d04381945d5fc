/* What supervision puts on the pages of matters. */
#include "base/instant.h"
#include "model_gen.h"
#include "module/supervision/supervision.h"

enum { INSTRUCTIONS_MAX = 3 };

const char *instruction_origin(Web *web, const Row *instruction) {
	int32_t day = (int32_t)row_int(instruction, INSTRUCTION_GIVEN_ON);
	return arena_printf(web->arena, "%s · %s · %s", row_text(instruction, INSTRUCTION_GIVEN_BY), day_format(web->arena, day),
		web_show(web, instruction, INSTRUCTION_WAY));
}

void put_instruction(Web *web, const Row *matter) {
	Query query;
	Rows rows;
	Buf *out = web->out;
	if (!(web->actor->roles & INSTRUCTION_READERS)) return;
	query_init(&query, &model_records[RECORD_INSTRUCTION]);
	query_add(&query, web->arena, INSTRUCTION_MATTER, FILTER_IN, value_int(row_id(matter)));
	query.limit = INSTRUCTIONS_MAX;
	if (query_rows(web_conn(web), web->arena, web->actor, &query, false, &rows)) return;
	for (int i = 0; i < rows.count; i++) {
		const Row *row = &rows.rows[i];
		const char *words = row_text(row, INSTRUCTION_WORDS);
		H(out,
			"<section class=\"panel\" id=\"instruction-%ld\" aria-label=\"%s\"><div class=\"panel-head\"><h2>%s</h2><span "
			"class=\"muted small push\">%s · %s",
			(long)row_id(row), TR(web, "领导原话", "The leader's words"), TR(web, "领导原话", "The leader's words"),
			row_text(row, INSTRUCTION_NO), instruction_origin(web, row));
		if (row_int(row, INSTRUCTION_DUE_ON))
			H(out, " · %s %s", TR(web, "要求办结", "to be done by"), web_show(web, row, INSTRUCTION_DUE_ON));
		H(out, "</span></div><div class=\"panel-body\"><blockquote class=\"say words\">");
		if (*words) html_lines(out, words);
		else H(out, "%s", TR(web, "见批示件照片", "See the photographed paper"));
		H(out, "</blockquote></div>");
		if (row_int(row, INSTRUCTION_PAPER))
			H(out, "<p class=\"panel-foot\"><a href=\"/matters/%ld?tab=files\">%s</a></p>", (long)row_id(matter),
				TR(web, "看批示件照片", "See the paper"));
		H(out, "</section>\n");
	}
}
