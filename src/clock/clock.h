/* Clock: working time owed and used. Pure functions of calendar, hours, policy and instants: the same question always has the same
 * answer, with the steps that led there. Stored due times are caches of it.
 *
 * Minutes: every instant is cut to its whole minute first, so that what is counted is what is shown. Time is counted in [from, to):
 * a clock that ends with the day's last span is due at 17:00 that day, not at 9:00 of the next, and at 17:00 it is not late yet.
 * Days follow the Civil Code, art. 201 and 203: the starting day does not count; a term ends at close of business of its last day; a
 * last day that is not worked moves to the next day that is. */
#ifndef GANGMU_CLOCK_CLOCK_H
#define GANGMU_CLOCK_CLOCK_H
#include "clock/hours.h"

enum {
	CLOCK_AHEAD_DAYS = 1100, /* a due time more than about three years after its start is refused */
	CLOCK_PAUSES_MAX = 1000,
	CLOCK_STEPS_MAX = 400, /* steps beyond are left out, and a step says so */
};

/* The four clocks of a matter; all run from its dispatch. */
typedef enum ClockKind { CLOCK_SIGN, CLOCK_ATTEND, CLOCK_COMPLETE, CLOCK_ANSWER, CLOCK_KINDS } ClockKind;
const char *clock_kind_zh(ClockKind kind); /* 签收 到场 办结 回音 */
const char *clock_kind_en(ClockKind kind);

typedef enum ClockWay {
	WAY_NONE, /* no clock */
	WAY_WORK_MINUTES, /* amount working minutes */
	WAY_WORK_DAYS, /* end of the amount-th working day after the starting day */
	WAY_SAME_DAY, /* 事不过夜: end of the starting day, or of the next working day when `amount` working minutes or fewer are left of it */
	WAY_NATURAL_MINUTES, /* amount minutes by the wall clock */
	WAY_NATURAL_DAYS, /* amount calendar days after the starting day (a pause adds its days, one begun counts whole), then as art. 203 says */
} ClockWay;

typedef struct ClockPolicy {
	ClockWay way;
	int32_t amount; /* minutes or days, ≥ 0 */
	int32_t
		yellow_min; /* 临期 when so many minutes or fewer are left (working minutes, natural ways: wall minutes); 0 means not used */
	int32_t yellow_percent; /* or this share of the whole is left, 0…100; where both are set, whichever comes first */
} ClockPolicy;

/* "work_minutes:30" "work_days:3" "same_day" "same_day:60" "natural_minutes:1440" "natural_days:7" "none". False for anything else,
 * a negative amount, or one that cannot end within CLOCK_AHEAD_DAYS. Fills way and amount only. */
bool clock_policy_parse(const char *text, ClockPolicy *policy);
/* "20%" or "60" (minutes) or "" → the yellow threshold. */
bool clock_yellow_parse(const char *text, ClockPolicy *policy);
char *clock_policy_format(Arena *arena, const ClockPolicy *policy);
/* 30 分钟（工作时间） / 3 个工作日 / 当日（事不过夜） / 24 小时（自然时间） / 7 日（遇休息日顺延） / 不计时 */
char *clock_policy_zh(Arena *arena, const ClockPolicy *policy);
char *clock_policy_en(Arena *arena, const ClockPolicy *policy);

typedef struct ClockPause {
	int64_t from_at;
	int64_t to_at; /* 0: still open, counted up to now; in the future: the planned end (等配件至 11-27), counted up to it */
	const char *reason_zh, *reason_en; /* for the steps; NULL allowed; not owned */
} ClockPause;

typedef enum ClockState { CLOCK_OFF, CLOCK_NOT_STARTED, CLOCK_RUNNING, CLOCK_PAUSED, CLOCK_MET, CLOCK_REFUSED } ClockState;
typedef enum ClockLamp { LAMP_GREY, LAMP_GREEN, LAMP_YELLOW, LAMP_RED, LAMP_BLUE } ClockLamp;
const char *clock_lamp_zh(ClockLamp lamp); /* 未起/暂停 正常 临期 逾期 已办结 */
const char *clock_lamp_en(ClockLamp lamp);

typedef enum ClockStepKind {
	STEP_START, /* the clock starts (to_at: where counting starts, when later) */
	STEP_WORKED, /* a span or part of one; minutes counted */
	STEP_BEFORE_HOURS,
	STEP_LUNCH, /* between two spans */
	STEP_AFTER_HOURS,
	STEP_REST, /* one or more whole days not worked: day_kind and name say why */
	STEP_PAUSED, /* minutes: working (natural ways: wall) time it covers, not counted */
	STEP_WORK_DAY, /* a working day; `number` says the how-many-th; 0 for the day same_day ends on */
	STEP_NATURAL, /* wall-clock time counted */
	STEP_NATURAL_DAYS, /* `number` calendar days from…to */
	STEP_MOVED, /* the last day is not worked: moved over the rest days from…to */
	STEP_EXTENDED, /* paused time added after the end found without pauses; minutes added; number 1: whole days, from and to are
					* the 24:00 of the last days */
	STEP_UNPUBLISHED, /* from this day on the notice of `number` (a year) is missing: weekends and the fixed dates only */
	STEP_CUT, /* `number` steps left out here */
	STEP_DUE,
	STEP_STANDING, /* where it stands now: minutes left, negative when over */
} ClockStepKind;

typedef struct ClockStep {
	ClockStepKind kind;
	DayKind day_kind; /* of the day the step begins on */
	bool met; /* STEP_STANDING: the clock has been met at from_at */
	int32_t day; /* the day the step begins on */
	int32_t number; /* see the kinds */
	int64_t from_at, to_at; /* to_at = from_at where the step is a moment */
	int64_t minutes; /* counted by this step (PAUSED: not counted) */
	int64_t sum_min; /* counted up to and including this step */
	const char *name; /* of the day (国庆节) or the reason of a pause in Chinese; "" when none */
	const char *name_en; /* the pause's reason in English, "" when none */
} ClockStep;

typedef struct ClockAsk {
	const Calendar *calendar;
	const Hours *hours;
	ClockPolicy policy;
	int64_t start_at; /* dispatch; 0: not started */
	int64_t stop_at; /* when it was met; 0: not yet */
	int64_t now_at;
	const ClockPause *pauses; /* any order, may overlap */
	size_t pause_count;
	bool want_steps;
} ClockAsk;

typedef struct ClockResult {
	ClockState state;
	ClockLamp lamp;
	bool late; /* past due now, or met after it */
	bool paused; /* now lies in a pause (an overdue clock stays red all the same) */
	int64_t due_at; /* 0 without a clock, a start or an answer; while an open pause lasts, as if it ended now */
	int64_t
		yellow_at; /* when the lamp turns yellow if nothing changes; = due_at without a threshold; kept beside due_at for lists */
	/* Working minutes, for natural ways wall minutes; without pauses. used + left = total. */
	int64_t total_min, used_min;
	int64_t left_min; /* negative when over; of a met clock: what was left then */
	int64_t over_min; /* ≥ 0 */
	int provisional_year; /* the first year whose missing notice could move due_at; 0: final */
	bool natural; /* minutes are wall minutes */
	int day_min; /* minutes called "one day" in words: hours_day_min, or 1440 */
	const ClockStep *steps; /* in the arena; NULL unless wanted */
	size_t step_count;
} ClockResult;

/* The whole answer. CLOCK_REFUSED when: amount negative, hours not valid, an instant outside 1990–2199, too many pauses, or the due
 * time not found within CLOCK_AHEAD_DAYS (plus the paused time). The arena is used for pauses and steps only. O(days). */
ClockResult clock_run(Arena *arena, const ClockAsk *ask);

/* ── words ── */
/* 正常 临期 逾期 未起 暂停 准时 超时 不计时 无法计算 */
const char *clock_word_zh(const ClockResult *result);
const char *clock_word_en(const ClockResult *result);
/* "2 小时 15 分", "1 天 3 小时" (two units at most, the rest dropped), "0 分"; negative as its absolute value. */
char *clock_minutes_zh(Arena *arena, int64_t minutes, int day_min);
char *clock_minutes_en(Arena *arena, int64_t minutes, int day_min);
/* "剩 2 小时 15 分", "超 1 天 3 小时", "暂停，剩 40 分", "用时 35 分，准时"; with 预计 when provisional. */
char *clock_standing_zh(Arena *arena, const ClockResult *result);
char *clock_standing_en(Arena *arena, const ClockResult *result);
/* "2027 年放假安排未公布或未录入，公布后重算"; NULL when final. */
char *clock_provisional_zh(Arena *arena, const ClockResult *result);
char *clock_provisional_en(Arena *arena, const ClockResult *result);
/* One sentence: "11 月 24 日 周二 13:00–17:00 计 240 分钟，累计 4 小时". */
char *clock_step_zh(Arena *arena, const ClockResult *result, const ClockStep *step);
char *clock_step_en(Arena *arena, const ClockResult *result, const ClockStep *step);

/* ── arithmetic ── */
/* The earliest instant at which `minutes` working minutes have passed since at; at itself for 0. False: negative, or not within
 * CLOCK_AHEAD_DAYS. */
bool clock_add_minutes(const Calendar *calendar, const Hours *hours, int64_t at, int64_t minutes, int64_t *ret_at);
/* Working minutes in [from, to); negative when to < from; O(days). Instants outside 1990–2199 are moved to that edge. */
int64_t clock_between_minutes(const Calendar *calendar, const Hours *hours, int64_t from_at, int64_t to_at);
/* The earliest instant ≥ at in working time; false when there is none within CLOCK_AHEAD_DAYS. */
bool clock_next_working(const Calendar *calendar, const Hours *hours, int64_t at, int64_t *ret_at);
bool clock_is_work_day(const Calendar *calendar, const Hours *hours, int32_t day);
/* count > 0: the count-th working day after day; < 0: before it; 0: day itself when worked, else the next. False: not within
 * CLOCK_AHEAD_DAYS. */
bool clock_add_work_days(const Calendar *calendar, const Hours *hours, int32_t day, int count, int32_t *ret_day);
/* Working days in (from, to]; negative when to < from. */
int64_t clock_between_work_days(const Calendar *calendar, const Hours *hours, int32_t from_day, int32_t to_day);
/* Close of business of a day; false when it is not worked. */
bool clock_day_end(const Calendar *calendar, const Hours *hours, int32_t day, int64_t *ret_at);
/* Nights slept (过夜): midnights that end a working day and lie in (from, to]. The day it came in counts only if it came before close
 * of business, so a matter done in time under WAY_SAME_DAY never slept. */
int64_t clock_nights(const Calendar *calendar, const Hours *hours, int64_t from_at, int64_t to_at);
#endif
