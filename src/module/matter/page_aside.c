/* The right column of a record page. */
#include "access/vault.h"
#include "model_gen.h"
#include "module/matter/page.h"

#include <string.h>

static void panel_open(Web *web, const char *title) {
	H(web->out, "<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2></div><div class=\"panel-body\">", title);
}

static void panel_close(Web *web) {
	H(web->out, "</div></section>\n");
}

/* A place with a hundred in a year is a busy one whatever the number; the link opens the list with its total. */
enum { HERE_MAX = 99 };

/* One number as a link to the very rows it counted. */
typedef struct Here {
	const char *before, *filter;
} Here;

static void put_counts(Web *web, const Here *lines, int count) {
	const Record *record = &model_records[RECORD_MATTER];
	Query *queries = arena_array(web->arena, (size_t)count, sizeof *queries);
	Tally tallies[4];
	TallyRows rows;
	int64_t counts[4] = {0};
	for (int i = 0; i < count; i++) {
		query_init(&queries[i], record);
		query_read_text(&queries[i], web->arena, web->actor, web->now, lines[i].filter, &web->refusals);
		tallies[i] = (Tally){.query = &queries[i], .most = HERE_MAX + 1};
	}
	if (query_tallies(web_conn(web), web->arena, web->actor, tallies, count, &rows)) return;
	for (int i = 0; i < rows.count; i++) counts[rows.rows[i].tally] = rows.rows[i].count;
	for (int i = 0; i < count; i++)
		H(web->out, "<p>%s <a href=\"/matters?view=&amp;%s\">%ld%s %s</a></p>", lines[i].before, lines[i].filter,
			(long)(counts[i] > HERE_MAX ? HERE_MAX : counts[i]), counts[i] > HERE_MAX ? "+" : "", TR(web, "件", "matters"));
}

void put_matter_here(Web *web, const MatterPage *page) {
	const Row *row = page->row;
	Arena *arena = web->arena;
	long place = (long)row_int(row, MATTER_PLACE), asset = (long)row_int(row, MATTER_ASSET),
		 problem = (long)row_int(row, MATTER_PROBLEM);
	Here lines[3];
	int count = 0;
	if (place)
		lines[count++] = (Here){TR(web, "近 12 个月这里共", "Here, last 12 months:"),
			arena_printf(arena, "place=%ld&created_at.ge=today-365", place)};
	if (place && problem)
		lines[count++] = (Here){arena_printf(arena, "%s“%s”", TR(web, "其中", "of these "), web_show(web, row, MATTER_PROBLEM)),
			arena_printf(arena, "place=%ld&problem=%ld&created_at.ge=today-365", place, problem)};
	if (asset)
		lines[count++] = (Here){arena_printf(arena, "%s %s", web_show(web, row, MATTER_ASSET), TR(web, "报过", "reported")),
			arena_printf(arena, "asset=%ld&created_at.ge=today-365", asset)};
	if (!count) return;
	panel_open(web, TR(web, "这里的记录", "The record of this place"));
	put_counts(web, lines, count);
	panel_close(web);
}

/* Who reported it: masked on the page; the whole number only behind the dial button, for those who must call. */
static void put_phone(Web *web, const char *name, const char *phone) {
	H(web->out, "<p>%s %s</p>", name, *phone ? vault_mask(web->arena, phone) : "");
	if (!*phone) return;
	H(web->out, "<p><a class=\"btn\" href=\"tel:%s\">", phone);
	put_icon(web, "phone");
	H(web->out, "%s</a></p>", TR(web, "拨打", "Call"));
}

/* Whoever may see the matter and has a role that reads clients sees who reported it, whatever unit the client belongs to: the worker must be
 * able to call. The scope of the client's own list does not widen by this. */
static bool put_client(Web *web, int64_t client) {
	const Record *record = &model_records[RECORD_CLIENT];
	bool may = client && web->actor->roles & record->read;
	Row *who = may ? query_row(web_conn(web), web->arena, &actor_engine, record, client, true, NULL) : NULL;
	if (!who) return false;
	put_phone(web, row_text(who, CLIENT_NAME), row_text(who, CLIENT_PHONE));
	H(web->out, "<p class=\"muted\">%s%s%s%s</p>", web_show(web, who, CLIENT_UNIT), *web_show(web, who, CLIENT_ROOM) ? " · " : "",
		web_show(web, who, CLIENT_ROOM), row_int(who, CLIENT_ELDER) ? TR(web, " · 离退休老领导", " · retired leader") : "");
	return true;
}

static void put_asker(Web *web, const MatterPage *page) {
	const Row *row = page->row;
	int64_t person = row_int(row, MATTER_ASKER);
	panel_open(web, TR(web, "报事人", "The asker"));
	if (row_int(row, MATTER_ANONYMOUS)) H(web->out, "<p>%s</p>", TR(web, "匿名，不显示身份", "Anonymous"));
	else if (!put_client(web, row_int(row, MATTER_CLIENT))) {
		Row *who =
			person ? query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_PERSON], person, true, NULL) : NULL;
		put_phone(web, who ? row_text(who, PERSON_NAME) : TR(web, "没有留下姓名", "No name was left"),
			who ? row_text(who, PERSON_PHONE) : "");
		H(web->out, "<p class=\"muted\">%s</p>", web_show(web, row, MATTER_ASKER_UNIT));
	}
	if (*row_text(row, MATTER_RATING_WORDS) || *row_text(row, MATTER_SATISFACTION))
		H(web->out, "<p>%s %s</p>", web_show(web, row, MATTER_SATISFACTION), row_text(row, MATTER_RATING_WORDS));
	panel_close(web);
}

static void put_pauses(Web *web, const MatterPage *page) {
	const ClockPause *pauses = page->run.pauses;
	if (!page->run.pause_count) return;
	panel_open(web, TR(web, "暂停记录", "Pauses"));
	H(web->out, "<ul class=\"lines\">");
	for (size_t i = 0; i < page->run.pause_count; i++) {
		const ClockPause *pause = &pauses[i];
		H(web->out, "<li>%s<br><span class=\"muted small\">%s – %s</span></li>", pause->reason_zh, web_time(web, pause->from_at),
			pause->to_at ? web_time(web, pause->to_at) : TR(web, "现在", "now"));
	}
	H(web->out, "</ul>");
	panel_close(web);
}

static void put_source(Web *web, const MatterPage *page) {
	const BookPolicy *policy = page->run.policy;
	if (!policy) return;
	panel_open(web, TR(web, "时限依据", "By what rule"));
	H(web->out,
		"<p><a href=\"/clock-policies/%ld\">%s</a></p><details><summary class=\"small\">%s</summary><p class=\"muted "
		"small\">%s</p></details>",
		(long)policy->id, policy->name, TR(web, "出处", "Source"), policy->source);
	panel_close(web);
}

void put_matter_aside(Web *web, const MatterPage *page) {
	H(web->out, "<div class=\"aside stack\">\n<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2>",
		TR(web, "主办和协办", "Lead and cooperating units"));
	H(web->out, "</div>\n");
	put_matter_orders(web, page);
	H(web->out, "</section>\n");
	put_matter_here(web, page);
	put_asker(web, page);
	put_pauses(web, page);
	put_source(web, page);
	H(web->out, "</div>\n");
}
