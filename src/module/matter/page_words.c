#include "module/matter/page_words.h"

#include "base/instant.h"
#include "clock/clock.h"
#include "journal/journal.h"
#include "model/field.h"
#include "model_gen.h"

#include <string.h>

#define IN(zh, en) (language == LANGUAGE_EN ? (en) : (zh))

static bool is(const Event *event, int record, const char *command) {
	return event->record->index == record && !strcmp(event->command, command);
}

Value event_fact(const Event *event, int field) {
	for (int i = 0; i < event->fact_count; i++)
		if (event->facts[i].field == field) return event->facts[i].value;
	return value_null();
}

/* Entries that keep accounts and say nothing a reader asks for here; the history tab has them all. */
static bool is_account(const Event *event) {
	static const char *const quiet[] = {"set_due", "recompute", "mark_worker", "mark_answered"};
	for (size_t i = 0; i < sizeof quiet / sizeof *quiet; i++)
		if (!strcmp(event->command, quiet[i])) return true;
	return is(event, RECORD_WORK_ORDER, "create");
}

static const Event *cause_of(const Events *events, const Event *event) {
	for (int i = 0; i < events->count && event->cause; i++)
		if (events->events[i].seq == event->cause) return &events->events[i];
	return NULL;
}

static Moment *moment_of(Moment *moments, int count, int64_t seq) {
	for (int i = count - 1; i >= 0; i--)
		if (moments[i].event->seq == seq) return &moments[i];
	return NULL;
}

int moments_of(Arena *arena, const Events *events, Moment *ret, int most) {
	(void)arena;
	int count = 0;
	for (int i = 0; i < events->count && count < most; i++) {
		const Event *event = &events->events[i];
		const Event *cause = cause_of(events, event);
		bool open = event->def && event->def->flags & COMMAND_PUBLIC, order = event->record->index == RECORD_WORK_ORDER;
		bool apart = !strcmp(event->command, "mark_reopened");
		if (is_account(event)) continue;
		if (cause && !apart) {
			Moment *whole = moment_of(ret, count, cause->seq);
			if (!whole || order) continue;
			whole->mirror = event;
			whole->open |= open;
			if (event->note) whole->note = event->note;
			continue;
		}
		ret[count++] = (Moment){event, NULL, open && !order, apart ? NULL : event->note};
	}
	return count;
}

const char *moment_who(const Moment *moment, Language language) {
	if (*moment->event->actor_name) return moment->event->actor_name;
	return !strcmp(moment->event->door, "guest") ? IN("报事人", "The asker") : IN("系统", "The system");
}

const char *moment_quote(const Moment *moment) {
	const Event *event = moment->event;
	if (event->record->index != RECORD_MATTER || !event->def || !(event->def->flags & COMMAND_CREATE)) return NULL;
	Value detail = event_fact(event, MATTER_DETAIL);
	return detail.kind == VALUE_TEXT ? detail.text : NULL;
}

typedef struct Say {
	Arena *arena;
	Language language;
	const Moment *moment;
	const Events *events;
	const Rows *orders;
	int64_t now;
} Say;

static const char *choice_words(const Say *say, const Event *event, int field) {
	Value value = event_fact(event, field);
	return value_is_null(value) ? "" : field_show(&event->record->fields[field], value, say->arena, say->language);
}

static const char *at_words(const Say *say, int64_t at) {
	return say->language == LANGUAGE_EN ? instant_format_en(say->arena, at, say->now)
										: instant_format_zh(say->arena, at, say->now);
}

static const Row *order_of(const Rows *orders, int64_t id) {
	for (int i = 0; i < orders->count; i++)
		if (row_id(&orders->rows[i]) == id) return &orders->rows[i];
	return NULL;
}

static const char *label_of(const Row *row, int field) {
	return row && row->labels && row->labels[field] ? row->labels[field] : "";
}

/* 派单：主办 空调班，协办 会议保障科（调换会议室，今天 16:30 前） */
static const char *dispatch_words(const Say *say) {
	Language language = say->language;
	BUF(text, 4000);
	buf_puts(&text, IN("派单", "Dispatched"));
	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < say->events->count; i++) {
			const Event *event = &say->events->events[i];
			const Row *order = order_of(say->orders, event->row);
			if (event->cause != say->moment->event->seq || !is(event, RECORD_WORK_ORDER, "create") || !order) continue;
			bool lead = !strcmp(row_text(order, WORK_ORDER_ROLE), ORDER_ROLE_IS_LEAD);
			if (lead != (pass == 0)) continue;
			buf_puts(&text, lead ? IN("：主办 ", ": lead ") : IN("，协办 ", "; cooperating "));
			buf_puts(&text, label_of(order, WORK_ORDER_UNIT));
			if (lead) continue;
			Value due = event_fact(event, WORK_ORDER_DUE_AT);
			buf_printf(&text, "%s%s", IN("（", " ("), row_text(order, WORK_ORDER_TASK));
			if (due.kind == VALUE_INT) buf_printf(&text, "%s%s%s", IN("，", ", by "), at_words(say, due.number), IN(" 前", ""));
			buf_puts(&text, IN("）", ")"));
		}
	return arena_strdup(say->arena, buf_text(&text));
}

static const char *joined(const Say *say, const char *what, const char *mark, const char *detail) {
	return *detail ? arena_printf(say->arena, "%s%s%s", what, mark, detail) : what;
}

static const char *create_words(const Say *say) {
	Language language = say->language;
	const Event *event = say->moment->event;
	const char *channel = value_str(event_fact(event, MATTER_CHANNEL));
	if (!strcmp(channel, CHANNEL_IS_QR)) return IN("扫码报事", "Reported from a place code");
	if (!strcmp(channel, CHANNEL_IS_DESK)) return IN("接电话登记", "Took it down by phone");
	return IN("登记事项", "Reported it");
}

static const char *matter_words(const Say *say) {
	Language language = say->language;
	const Event *event = say->moment->event;
	const char *label = event->def ? label_in(event->def->label, language) : event->command;
	if (event->def && event->def->flags & COMMAND_CREATE) return create_words(say);
	if (is(event, RECORD_MATTER, "dispatch")) return dispatch_words(say);
	if (is(event, RECORD_MATTER, "urge")) {
		long times = (long)value_number(event_fact(event, MATTER_URGE_COUNT), 1);
		return language == LANGUAGE_EN ? arena_printf(say->arena, "Urged (no. %ld)", times)
									   : arena_printf(say->arena, "催办（第 %ld 次）", times);
	}
	if (is(event, RECORD_MATTER, "answer"))
		return joined(say, label, IN("：", ": "), choice_words(say, event, MATTER_ANSWER_WAY));
	if (is(event, RECORD_MATTER, "confirm") || is(event, RECORD_MATTER, "rate") || is(event, RECORD_MATTER, "callback"))
		return joined(say, label, IN("：", ": "), choice_words(say, event, MATTER_SATISFACTION));
	if (is(event, RECORD_MATTER, "effect_check"))
		return value_number(event_fact(event, MATTER_EFFECT_OK), 1) ? IN("效果检查：没有再发生", "Effect check: it lasts")
																	: IN("效果检查：未根治", "Effect check: it came back");
	if (is(event, RECORD_MATTER, "supplement")) return IN("补充情况", "Added");
	if (is(event, RECORD_MATTER, "mark_reopened")) return IN("重新办理，回到调度台", "Opened again, back at the desk");
	return label;
}

/* 签收，用时 12 分: from the dispatch to the signature by the wall clock, where that is under a day. */
static const char *sign_words(const Say *say, const Row *order) {
	Language language = say->language;
	int64_t minutes = order ? (say->moment->event->at - row_int(order, FIELD_CREATED_AT_AT)) / 60 : -1;
	if (minutes < 0 || minutes >= 1440) return IN("签收", "Signed for it");
	const char *took =
		language == LANGUAGE_EN ? clock_minutes_en(say->arena, minutes, 1440) : clock_minutes_zh(say->arena, minutes, 1440);
	return arena_printf(say->arena, IN("签收，用时 %s", "Signed for it after %s"), took);
}

static const char *pause_words(const Say *say) {
	Language language = say->language;
	const Event *mirror = say->moment->mirror;
	Value until = event_fact(say->moment->event, WORK_ORDER_PAUSE_UNTIL);
	const char *reason = mirror ? value_str(event_fact(mirror, MATTER_PAUSE_REASON)) : "";
	const char *words = joined(say, IN("暂停计时", "Clock paused"), IN("：", ": "), reason);
	if (until.kind != VALUE_INT) return words;
	return arena_printf(say->arena, "%s%s%s", words, IN("，至 ", ", until "), at_words(say, until.number));
}

static const char *order_words(const Say *say, const Row *order) {
	Language language = say->language;
	const Event *event = say->moment->event;
	const char *label = event->def ? label_in(event->def->label, language) : event->command;
	if (is(event, RECORD_WORK_ORDER, "sign")) return sign_words(say, order);
	if (is(event, RECORD_WORK_ORDER, "pause")) return pause_words(say);
	if (is(event, RECORD_WORK_ORDER, "resume")) return IN("继续计时", "Clock goes on");
	if (is(event, RECORD_WORK_ORDER, "attend")) return IN("到场", "Arrived");
	if (is(event, RECORD_WORK_ORDER, "complete")) {
		const char *result = choice_words(say, event, WORK_ORDER_RESULT), *quality = choice_words(say, event, WORK_ORDER_QUALITY);
		return joined(say, joined(say, IN("办结", "Completed"), IN("：", ": "), result), IN("，质量 ", ", quality "), quality);
	}
	if (is(event, RECORD_WORK_ORDER, "assign") && order &&
		value_equal(event_fact(event, WORK_ORDER_WORKER), order->values[WORK_ORDER_WORKER]))
		return joined(say, IN("派给", "Assigned to"), " ", label_of(order, WORK_ORDER_WORKER));
	if (is(event, RECORD_WORK_ORDER, "return_to_desk")) return IN("退单", "Returned it to the desk");
	return label;
}

const char *moment_words(
	Arena *arena, Language language, const Moment *moment, const Events *events, const Rows *orders, int64_t now) {
	Say say = {arena, language, moment, events, orders, now};
	if (moment->event->record->index != RECORD_WORK_ORDER) return matter_words(&say);
	const Row *order = order_of(orders, moment->event->row);
	const char *words = order_words(&say, order);
	bool helper = order && !strcmp(row_text(order, WORK_ORDER_ROLE), ORDER_ROLE_IS_HELPER);
	if (!helper) return words;
	return arena_printf(arena, "%s%s%s%s", IN("协办“", "Cooperation “"), row_text(order, WORK_ORDER_TASK), IN("”", "”: "), words);
}
