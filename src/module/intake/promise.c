/* What is promised, and where a matter stands, in one plain sentence. Pure. */
#include "base/instant.h"
#include "model_gen.h"
#include "module/intake/intake.h"

#include <string.h>

Promise promise_of(Arena *arena, const Book *book, int64_t policy, int64_t unit, int64_t start_at, int64_t now) {
	const BookPolicy *clocks = book && policy ? book_policy(book, policy) : NULL;
	if (!clocks) return (Promise){0};
	bool arrives = clocks->clocks[CLOCK_ATTEND].way != WAY_NONE;
	ClockAsk ask = {.calendar = book_calendar(book),
		.hours = book_hours(book, unit),
		.policy = clocks->clocks[arrives ? CLOCK_ATTEND : CLOCK_COMPLETE],
		.start_at = start_at,
		.now_at = now};
	return (Promise){clock_run(arena, &ask).due_at, arrives};
}

static char *when(Arena *arena, int64_t at, int64_t now, Language language) {
	return language == LANGUAGE_EN ? instant_format_en(arena, at, now) : instant_format_zh(arena, at, now);
}

char *promise_words(Arena *arena, Promise promise, bool repair, int64_t now, Language language) {
	if (!promise.at) return arena_strdup(arena, "");
	char *time = when(arena, promise.at, now, language);
	if (language == LANGUAGE_EN)
		return arena_printf(arena, "%s by %s", promise.arrives ? "Somebody comes" : repair ? "Mended" : "An answer", time);
	return arena_printf(arena, "%s 前%s", time, promise.arrives ? "有人到场" : repair ? "办好" : "答复您");
}

typedef struct Words {
	Arena *arena;
	const Standing *s;
	Language language;
} Words;
#define SAY(w, zh, en) ((w)->language == LANGUAGE_EN ? (en) : (zh))

static char *at(const Words *w, int64_t moment) {
	return when(w->arena, moment, w->s->now, w->language);
}

static const char *unit_of(const Words *w) {
	return *w->s->unit ? w->s->unit : SAY(w, "承办单位", "the unit");
}

/* Before anybody has been sent. */
static char *waiting(const Words *w, bool accepted) {
	const Standing *s = w->s;
	const char *start = accepted ? s->again ? SAY(w, "已重新受理，正在重新派人", "Taken up again; somebody is being sent")
											: SAY(w, "已受理，正在派人", "Accepted; somebody is being sent")
								 : arena_printf(w->arena, SAY(w, "已收到，编号 %s", "Received, number %s"), s->number);
	bool kept = s->promise.at && s->promise.at >= s->now;
	if (!kept) return arena_printf(w->arena, SAY(w, "%s。调度台正在安排", "%s. The desk is arranging it"), start);
	if (w->language == LANGUAGE_EN)
		return arena_printf(w->arena, "%s. %s", start, promise_words(w->arena, s->promise, s->repair, s->now, w->language));
	return arena_printf(w->arena, "%s。%s 前%s", start, at(w, s->promise.at),
		s->promise.arrives ? "会有人到场"
		: s->repair		   ? "办好"
						   : "答复您");
}

static char *coming(const Words *w) {
	const Standing *s = w->s;
	if (s->attend_due && s->attend_due >= s->now)
		return arena_printf(w->arena, SAY(w, "%s的师傅%s 前到", "A worker of %s comes by %s"), unit_of(w), at(w, s->attend_due));
	if (s->attend_due)
		return arena_printf(w->arena,
			SAY(w, "%s的师傅应在%s 前到，现在还没有到，您可以催一下", "A worker of %s was due by %s and is late; you may urge"),
			unit_of(w), at(w, s->attend_due));
	if (s->due_at && s->due_at >= s->now)
		return arena_printf(w->arena,
			s->repair ? SAY(w, "已派给%s，%s 前办好", "With %s; done by %s")
					  : SAY(w, "已转%s办理，%s 前答复您", "With %s; an answer by %s"),
			unit_of(w), at(w, s->due_at));
	return arena_printf(w->arena, SAY(w, "已派给%s", "With %s"), unit_of(w));
}

static char *under_way(const Words *w) {
	const Standing *s = w->s;
	if (s->paused_at)
		return arena_printf(w->arena, SAY(w, "%s，暂停办理%s", "Paused: %s%s"),
			*s->pause_reason ? s->pause_reason : SAY(w, "等条件具备", "waiting"),
			s->pause_until ? arena_printf(w->arena, SAY(w, "，%s 继续", ", goes on %s"), at(w, s->pause_until)) : "");
	if (!s->attended_at && s->attend_due) return coming(w);
	if (s->due_at && s->due_at < s->now)
		return arena_printf(w->arena,
			SAY(w, "原定%s 前办好，现在还没有，您可以催一下", "It was due by %s and is late; you may urge"), at(w, s->due_at));
	const char *who = s->attended_at && s->repair ? SAY(w, "师傅正在处理", "The worker is at it")
												  : arena_printf(w->arena, SAY(w, "%s正在办理", "%s is at it"), unit_of(w));
	if (!s->due_at) return arena_strdup(w->arena, who);
	return arena_printf(w->arena,
		s->repair ? SAY(w, "%s，%s 前修好", "%s; mended by %s") : SAY(w, "%s，%s 前答复您", "%s; an answer by %s"), who,
		at(w, s->due_at));
}

static char *done(const Words *w) {
	const Standing *s = w->s;
	const char *what = !strcmp(s->result, RESULT_IS_NOT_DONE)
						   ? SAY(w, "这次没有办成，原因见下", "It could not be done; why stands below")
					   : !strcmp(s->result, RESULT_IS_EASED) ? SAY(w, "已临时处理", "Eased for now")
					   : s->repair							 ? SAY(w, "已修好", "Mended")
															 : SAY(w, "已办好", "Done");
	return arena_printf(w->arena,
		s->answered ? SAY(w, "%s，您已看过", "%s; you have seen it") : SAY(w, "%s，请您看看", "%s; please have a look"), what);
}

char *standing_words(Arena *arena, const Standing *standing, Language language) {
	Words words = {arena, standing, language}, *w = &words;
	const char *state = standing->state;
	if (!strcmp(state, MATTER_STATE_NEW)) return waiting(w, false);
	if (!strcmp(state, MATTER_STATE_ACCEPTED)) return waiting(w, true);
	if (!strcmp(state, MATTER_STATE_SENT)) return coming(w);
	if (!strcmp(state, MATTER_STATE_WORKING)) return under_way(w);
	if (!strcmp(state, MATTER_STATE_DONE)) return done(w);
	return arena_strdup(arena,
		!strcmp(state, MATTER_STATE_CLOSED) ? SAY(w, "已办结，谢谢您", "Finished. Thank you")
		: !strcmp(state, MATTER_STATE_MERGED) ? SAY(w, "已与另一件相同的事合并办理", "Joined to another report of the same thing")
		: !strcmp(state, MATTER_STATE_REFUSED) ? SAY(w, "这件事没有受理，原因见下", "Not accepted; why stands below")
		: !strcmp(state, MATTER_STATE_WITHDRAWN) ? SAY(w, "您已撤回", "You have withdrawn it")
												 : "");
}

const char *standing_lamp(const Standing *s, int64_t yellow_at) {
	if (!strcmp(s->state, MATTER_STATE_DONE)) return "green";
	if (!strcmp(s->state, MATTER_STATE_CLOSED)) return "blue";
	bool runs = !strcmp(s->state, MATTER_STATE_SENT) || !strcmp(s->state, MATTER_STATE_WORKING);
	if (!runs || !s->due_at) return "grey";
	if (s->due_at < s->now) return "red";
	if (s->paused_at) return "grey";
	return yellow_at && yellow_at <= s->now ? "yellow" : "green";
}
