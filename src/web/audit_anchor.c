/* GET /audit/anchor: the journal's head as it stands, to be printed and signed once a day, and the journal held against a line that was
 * kept elsewhere. The journal is no record, so the read door cannot give it; only the auditors come in. */
#include "base/instant.h"
#include "journal/anchor.h"
#include "web/audit.h"

#include <string.h>

enum { GROUP = 8 };

/* Nobody compares 64 digits in one run. */
static const char *grouped(Web *web, const char *hash) {
	BUF(out, 200);
	for (size_t i = 0; hash[i]; i++) buf_printf(&out, i && i % GROUP == 0 ? " %c" : "%c", hash[i]);
	return arena_strdup(web->arena, buf_text(&out));
}

static void put_now(Web *web) {
	Anchor anchor;
	Buf *out = web->out;
	if (anchor_take(web_conn(web), web->now, &anchor)) return;
	H(out, "<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2></div><div class=\"panel-body\">\n<dl class=\"facts\">",
		TR(web, "现在的链头", "The head now"));
	H(out, "<dt>%s</dt><dd>%s</dd><dt>%s</dt><dd>%ld</dd><dt>%s</dt><dd><code>%s</code></dd></dl>\n", TR(web, "时间", "When"),
		instant_format_local(web->arena, anchor.at), TR(web, "条数", "Entries"), (long)anchor.head.seq,
		TR(web, "末条摘要", "Hash of the last"), grouped(web, anchor.head.hash));
	H(out, "<p class=\"small\"><code id=\"anchor\">%s</code></p>\n<p class=\"muted small\">%s</p>\n",
		anchor_line(web->arena, &anchor),
		TR(web,
			"每天打印签字，或把这一行存到别的机器上。日志链能查出改动，查不出尾部被截去或整库换成旧的一份；与另存的链头核对才能查"
			"出",
			"Print and sign it each day, or keep this line on another machine. The chain shows what was altered, but not that "
			"its "
			"tail was cut off or that the whole database was set back; a head kept elsewhere does"));
	H(out, "<p class=\"print-only\">%s ____________ &nbsp; %s ____________</p>\n</div></section>\n",
		TR(web, "审计管理员签字", "Audit administrator"), TR(web, "日期", "Date"));
}

static void put_verdict(Web *web, const char *line) {
	Anchor anchor;
	AnchorFit fit;
	Buf *out = web->out;
	if (!anchor_parse(line, &anchor)) {
		refuse(&web->refusals, REFUSAL_INPUT, "anchor", "line",
			"这不是链头记录。请原样粘贴一行：时间、条数、64 位摘要，例如 2026-11-24T02:32:00Z 1234 9f86…",
			"This is no anchor. Paste one line as it is: time, count and 64 digits, like 2026-11-24T02:32:00Z 1234 9f86…");
		return;
	}
	if (anchor_check(web_conn(web), &anchor, &fit)) return;
	H(out, "<div class=\"note %s\" role=\"status\">", fit == ANCHOR_HOLDS ? "ok" : "bad");
	put_icon(web, fit == ANCHOR_HOLDS ? "check" : "warn");
	if (fit == ANCHOR_HOLDS)
		H(out, "<div>%s（%s，%ld）</div>", TR(web, "相符：当时的日志还在", "It holds: the journal of that time is still there"),
			instant_format_local(web->arena, anchor.at), (long)anchor.head.seq);
	else if (fit == ANCHOR_GONE)
		H(out, "<div>%s</div>",
			TR(web, "不符：日志比当时短，尾部被截去，或数据被换成了旧的一份。请立即停用，用备份核对",
				"It does not hold: the journal is shorter than it was; its tail was cut off or the data were set back to an "
				"older "
				"copy. Stop the service and compare with a backup"));
	else
		H(out, "<div>%s</div>",
			TR(web, "不符：这一条不是当时的那一条，日志被改写过。请立即停用，用备份核对",
				"It does not hold: the entry is not the one of that time; the journal was written anew. Stop the service and "
				"compare with a backup"));
	H(out, "</div>\n");
}

void audit_anchor_get(Web *web) {
	Frame frame = {.title = TR(web, "链头", "The journal's head"),
		.active = "/audit",
		.crumbs = {{"/audit", TR(web, "审计", "Audit")}, {NULL, TR(web, "链头", "The journal's head")}}};
	const char *line = text_trim(web->arena, web_param(web, "line"));
	frame_open(web, &frame);
	H(web->out, "<div class=\"head\"><h1>%s</h1></div>\n", TR(web, "日志链头", "The journal's head"));
	if (*line) put_verdict(web, line);
	put_errors(web);
	put_now(web);
	H(web->out,
		"<section class=\"panel no-print\"><div class=\"panel-head\"><h2>%s</h2></div><form class=\"panel-body\" method=\"get\" "
		"action=\"/audit/anchor\"><div class=\"field\"><label for=\"f-line\">%s</label><textarea id=\"f-line\" name=\"line\" "
		"rows=\"3\" required>%s</textarea></div><div class=\"actions\"><button class=\"btn "
		"main\">%s</button></div></form></section>\n",
		TR(web, "与另存的链头核对", "Hold the journal against a head kept elsewhere"),
		TR(web, "另存的一行", "The line that was kept"), line, TR(web, "核对", "Check"));
	if (web->refusals.count) web->response->status = 422;
	frame_close(web, &frame);
}
