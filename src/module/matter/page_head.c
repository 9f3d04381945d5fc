/* The head of a record page: what, where, who; the four clocks; the three duties. */
#include "model_gen.h"
#include "module/matter/page.h"

#include <string.h>

static void put_place(Web *web, const Row *row) {
	const char *place = row_text(row, MATTER_PLACE_NAME);
	if (*place) {
		H(web->out, "<span><span class=\"hide\">%s </span>", TR(web, "地点", "Place"));
		if (row_int(row, MATTER_PLACE)) H(web->out, "<a href=\"/places/%ld\">%s</a>", (long)row_int(row, MATTER_PLACE), place);
		else H(web->out, "%s", place);
		H(web->out, "</span>");
	}
	if (row_int(row, MATTER_ASSET))
		H(web->out, "<span>%s <a href=\"/assets/%ld\">%s</a></span>", TR(web, "资产", "Asset"), (long)row_int(row, MATTER_ASSET),
			web_show(web, row, MATTER_ASSET));
}

static void put_owner(Web *web, const Row *row) {
	const char *unit = web_show(web, row, MATTER_OWNER_UNIT), *worker = web_show(web, row, MATTER_WORKER);
	if (*unit) H(web->out, "<span>%s <b>%s%s%s</b></span>", TR(web, "主办", "Lead"), unit, *worker ? " · " : "", worker);
	else H(web->out, "<span class=\"muted\">%s</span>", TR(web, "还没有派单", "Not dispatched"));
}

void put_matter_head(Web *web, const MatterPage *page, bool with_actions) {
	const Row *row = page->row;
	Buf *out = web->out;
	H(out, "<div class=\"rec-head\"><div class=\"rec-top\"><div>\n<p class=\"row\"><span class=\"tag blue\">%s</span>",
		web_show(web, row, MATTER_KIND));
	if (row_int(row, MATTER_URGENT)) H(out, "<span class=\"tag red\">%s</span>", TR(web, "紧急", "Urgent"));
	if (row_int(row, MATTER_ME_TOO))
		H(out, "<span class=\"tag\">%s %ld</span>", TR(web, "我也遇到", "Me too"), (long)row_int(row, MATTER_ME_TOO));
	H(out, "<span class=\"muted small\">%s · %s %s · %s</span></p>\n", row_text(row, MATTER_NO), TR(web, "渠道", "Channel"),
		web_show(web, row, MATTER_CHANNEL), web_time(web, row->values[FIELD_CREATED_AT_AT].number));
	/* The console has a heading of its own. */
	if (page->in_pane) H(out, "<h2 class=\"h1\">%s</h2>", row_text(row, MATTER_TITLE));
	else H(out, "<h1>%s</h1>", row_text(row, MATTER_TITLE));
	H(out, "\n<p class=\"facts-line\">");
	put_lamp(web, row_lamp(row, web->now), matter_lamp_words(web, page));
	put_place(web, row);
	put_owner(web, row);
	H(out, "<span>%s <b>%s</b></span></p></div>\n", TR(web, "状态", "State"), matter_state_words(web, row));
	if (with_actions) put_matter_actions(web, page);
	H(out, "</div></div>\n");
}

/* ── clocks ── */

static const char *clock_lamp_name(const ClockResult *clock) {
	static const char *const names[] = {"grey", "green", "yellow", "red", "blue"};
	/* A met clock is green or, met too late, red: it is over, but how it went still counts. */
	if (clock->state == CLOCK_MET) return clock->late ? "red" : "green";
	return names[clock->lamp];
}

static const char *minutes_words(Web *web, const ClockResult *clock, int64_t minutes) {
	return TR(web, clock_minutes_zh(web->arena, minutes, clock->day_min), clock_minutes_en(web->arena, minutes, clock->day_min));
}

static void put_clock_value(Web *web, const ClockResult *clock) {
	const char *small = TR(web, "剩余", "left");
	int64_t minutes = clock->left_min;
	if (clock->state == CLOCK_OFF || clock->state == CLOCK_NOT_STARTED || clock->state == CLOCK_REFUSED) {
		H(web->out, "<span class=\"clock-value idle\">%s</span>",
			clock->state == CLOCK_OFF		? TR(web, "不计时", "No clock")
			: clock->state == CLOCK_REFUSED ? TR(web, "无法计算", "Cannot be worked out")
											: TR(web, "未起", "Not begun"));
		return;
	}
	if (clock->state == CLOCK_MET) minutes = clock->used_min, small = TR(web, "用时", "used");
	else if (clock->over_min) minutes = clock->over_min, small = TR(web, "已超", "over");
	H(web->out, "<span class=\"clock-value\">%s<small>%s</small></span>", minutes_words(web, clock, minutes), small);
}

static void put_clock_bar(Web *web, const ClockResult *clock, const char *name) {
	if (clock->state != CLOCK_MET && clock->state != CLOCK_RUNNING && clock->state != CLOCK_PAUSED) return;
	int64_t used = clock->used_min < clock->total_min ? clock->used_min : clock->total_min;
	const char *lamp = clock_lamp_name(clock);
	const char *class = *lamp == 'r' ? "late" : *lamp == 'y' ? "soon" : !strcmp(lamp, "green") ? "fine" : "";
	if (!clock->total_min) return;
	H(web->out, "<progress class=\"%s\" max=\"%ld\" value=\"%ld\" aria-label=\"%s\"></progress>", class, (long)clock->total_min,
		(long)used, name);
}

const char *matter_limit_words(Web *web, const MatterPage *page, ClockKind kind) {
	const ClockPolicy *policy = &page->run.policy->clocks[kind];
	if (due_is_given(&page->run, kind))
		return kind == CLOCK_ANSWER ? TR(web, "指定办结日的次一工作日", "the working day after the date set")
									: TR(web, "按指定的日期", "by the date set");
	return TR(web, clock_policy_zh(web->arena, policy), clock_policy_en(web->arena, policy));
}

static void put_clock_note(Web *web, const MatterPage *page, ClockKind kind) {
	const ClockResult *clock = &page->clocks[kind];
	const BookPolicy *policy = page->run.policy;
	const Row *row = page->row;
	Buf *out = web->out;
	H(out, "<p>");
	if (clock->paused && clock->state != CLOCK_MET && !value_is_null(row->values[MATTER_PAUSED_AT])) {
		const char *reason = row_text(row, MATTER_PAUSE_REASON);
		H(out, "%s%s", TR(web, "暂停：", "Paused: "), reason);
		if (row_int(row, MATTER_PAUSE_UNTIL))
			H(out, "%s%s", TR(web, "至 ", " until "), web_time(web, row_int(row, MATTER_PAUSE_UNTIL)));
		H(out, " · ");
	} else if (clock->due_at && clock->state != CLOCK_MET)
		H(out, "%s%s%s · ", clock->provisional_year ? TR(web, "预计 ", "expected ") : "", web_time(web, clock->due_at),
			TR(web, " 前", ""));
	if (policy && clock->state != CLOCK_OFF) H(out, "%s %s · ", TR(web, "限", "limit"), matter_limit_words(web, page, kind));
	H(out, "<a href=\"%s?tab=clock#clock-%d\">%s</a></p>", page->path, (int)kind, TR(web, "怎么算的", "How"));
}

void put_matter_clocks(Web *web, const MatterPage *page) {
	Buf *out = web->out;
	H(out, "<div class=\"clocks\">\n");
	for (int kind = 0; kind < CLOCK_KINDS; kind++) {
		const ClockResult *clock = &page->clocks[kind];
		const char *name = TR(web, clock_kind_zh((ClockKind)kind), clock_kind_en((ClockKind)kind));
		H(out, "<div class=\"clock\"><p class=\"clock-name\">%s", name);
		if (clock->state != CLOCK_OFF && clock->state != CLOCK_NOT_STARTED)
			put_lamp(web, clock_lamp_name(clock), TR(web, clock_word_zh(clock), clock_word_en(clock)));
		H(out, "</p>");
		put_clock_value(web, clock);
		put_clock_bar(web, clock, name);
		put_clock_note(web, page, (ClockKind)kind);
		H(out, "</div>\n");
	}
	H(out, "</div>\n");
}

/* ── duties ── */

/* Who and when, or what is missing. */
static const char *duty_words(Web *web, const MatterPage *page, const Duty *duty) {
	const Row *row = page->row;
	if (duty->state != DUTY_FULL) {
		const char *missing = label_in(duty->missing, web->language);
		return arena_printf(web->arena, "%s%s", duty->state == DUTY_NONE ? "" : TR(web, "还差：", "Missing: "), missing);
	}
	if (duty == &page->duties.account)
		return arena_printf(
			web->arena, "%s %s %s", web_show(web, row, MATTER_WORKER), web_time(web, duty->when), TR(web, "签收", "signed"));
	if (duty == &page->duties.outcome)
		return arena_printf(web->arena, "%s%s%s · %s", web_show(web, row, MATTER_RESULT), TR(web, "，质量", ", quality "),
			web_show(web, row, MATTER_QUALITY), web_time(web, duty->when));
	return arena_printf(web->arena, "%s · %s", web_show(web, row, MATTER_ANSWER_WAY), web_time(web, duty->when));
}

static void put_duty(Web *web, const MatterPage *page, const Duty *duty, const char *tab) {
	static const char *const class[] = {"", " now", " late", " done"}, *const icons[] = {"message", "clock", "warn", "check"};
	bool staff = web->actor->roles & PAGE_STAFF; /* the page behind it says what is still to be done, to those who do it */
	if (staff) H(web->out, "<a class=\"duty-part%s\" href=\"%s/close#duty-%s\">", class[duty->state], page -> path, tab);
	else H(web->out, "<div class=\"duty-part%s\">", class[duty->state]);
	put_icon(web, icons[duty->state]);
	H(web->out, "<div><b>%s · %s</b><span>%s</span></div></%s>\n", label_in(duty->name, web->language),
		label_in(duty_state_label(duty->state), web->language), duty_words(web, page, duty), staff ? "a" : "div");
}

void put_matter_duties(Web *web, const MatterPage *page) {
	H(web->out, "<section class=\"duty\" aria-label=\"%s\">\n", TR(web, "三项责任", "Three duties"));
	put_duty(web, page, &page->duties.account, "account");
	put_duty(web, page, &page->duties.outcome, "outcome");
	put_duty(web, page, &page->duties.answer, "answer");
	H(web->out, "</section>\n");
}
