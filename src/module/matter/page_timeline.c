/* The timeline of a matter: its journal and its work orders' as one story. */
#include "base/instant.h"
#include "model_gen.h"
#include "module/matter/page.h"
#include "module/matter/page_words.h"

#include <string.h>

enum { SHORT = 6, PHOTOS_MAX = 9 };

/* 今天 15:08, 11-24 15:08; only the hour where the entry above has the same day. */
static const char *when_words(Web *web, int64_t at, int64_t above) {
	Civil c = civil_of_instant(at);
	int32_t day = day_of_instant(at), today = day_of_instant(web->now);
	const char *hour = arena_printf(web->arena, "%02d:%02d", c.hour, c.minute);
	if (above && day_of_instant(above) == day) return hour;
	if (day == today) return arena_printf(web->arena, "%s %s", TR(web, "今天", "today"), hour);
	if (c.year != civil_of_instant(web->now).year) return arena_printf(web->arena, "%d-%02d-%02d", c.year, c.month, c.day);
	return arena_printf(web->arena, "%02d-%02d %s", c.month, c.day, hour);
}

/* Attachments made with the entry: the same moment, the same hand. */
static int files_of(const MatterPage *page, const Event *event, int *ret, bool *used) {
	int count = 0;
	for (int i = 0; i < page->files.count && count < PHOTOS_MAX; i++) {
		const Row *file = &page->files.rows[i];
		if (used[i] || row_int(file, FIELD_CREATED_AT_AT) != event->at || row_int(file, ATTACHMENT_PERSON) != event->actor)
			continue;
		used[i] = true;
		ret[count++] = i;
	}
	return count;
}

static void put_moment(Web *web, const MatterPage *page, const Events *events, const Moment *moment, int64_t above, bool *used) {
	Buf *out = web->out;
	const Event *event = moment->event;
	const char *quote = moment_quote(moment);
	int files[PHOTOS_MAX];
	H(out, "<li><time datetime=\"%s\">%s</time><b>%s</b> %s ", instant_format_input(web->arena, event->at),
		when_words(web, event->at, above), moment_who(moment, web->language),
		moment_words(web->arena, web->language, moment, events, &page->orders, web->now));
	if (page->staff)
		H(out, "<span class=\"tag %s\">%s</span>", moment->open ? "open" : "inner",
			moment->open ? TR(web, "对外可见", "shown to the asker") : TR(web, "仅内部", "inside only"));
	if (quote) H(out, "<div class=\"say words\">%s</div>", quote);
	if (moment->note) {
		H(out, "<div class=\"say%s\">", moment->open ? "" : " inner");
		html_lines(out, moment->note);
		H(out, "</div>");
	}
	put_matter_photos(web, page, files, files_of(page, event, files, used));
	H(out, "</li>\n");
}

/* Ended orders of an old dispatch have their place in the story as well: all rows together, one statement. */
static int events_read(Web *web, const MatterPage *page, Events *ret) {
	const Row *rows[HISTORY_ROWS_MAX];
	int count = 0;
	rows[count++] = page->row;
	for (int i = 0; i < page->orders.count && count < HISTORY_ROWS_MAX; i++) rows[count++] = &page->orders.rows[i];
	return query_histories(web_conn(web), web->arena, rows, count, PAGE_EVENTS_MAX, ret);
}

void put_matter_timeline(Web *web, const MatterPage *page, bool short_one) {
	Events events;
	Moment *moments = arena_array(web->arena, PAGE_EVENTS_MAX, sizeof *moments);
	if (events_read(web, page, &events)) return;
	int count = moments_of(web->arena, &events, moments, PAGE_EVENTS_MAX), shown = 0;
	bool open_only = !page->staff || !strcmp(web_param(web, "open"), "1"), oldest = !strcmp(web_param(web, "oldest"), "1");
	bool *used = arena_array(web->arena, (size_t)page->files.count + 1, sizeof *used);
	int64_t above = 0;
	H(web->out, "<ol class=\"timeline\" id=\"timeline\">\n");
	for (int i = 0; i < count && (!short_one || shown < SHORT); i++) {
		const Moment *moment = &moments[oldest ? i : count - 1 - i];
		if (open_only && !moment->open) continue;
		put_moment(web, page, &events, moment, above, used);
		above = moment->event->at;
		shown++;
	}
	H(web->out, "</ol>\n");
	if (!shown) put_empty(web, TR(web, "还没有对外可见的进展", "Nothing to show to the asker yet"), NULL, NULL);
}

void put_matter_photos(Web *web, const MatterPage *page, const int *files, int count) {
	Buf *out = web->out;
	if (!count) return;
	H(out, "<div class=\"photos\">");
	for (int i = 0; i < count; i++) {
		const Row *file = &page->files.rows[files[i]];
		const char *stage = web_show(web, file, ATTACHMENT_STAGE), *name = row_text(file, ATTACHMENT_NAME);
		const char *mark = row_int(file, ATTACHMENT_INTERNAL) ? TR(web, "（仅内部）", " (inside only)") : "";
		H(out, "<a class=\"photo\" href=\"/files/%ld\"><img src=\"/files/%ld/thumb\" alt=\"%s %s\" loading=\"lazy\">",
			(long)row_id(file), (long)row_id(file), stage, name);
		Civil c = civil_of_instant(row_int(file, FIELD_CREATED_AT_AT));
		H(out, "<span>%s %02d-%02d %02d:%02d%s</span></a>", stage, c.month, c.day, c.hour, c.minute, mark);
	}
	H(out, "</div>");
}
