/* Each step as a sentence, in Chinese and in English. */
#include "base/text.h"
#include "clock/clock.h"

typedef struct Say {
	Arena *arena;
	const ClockResult *result;
	const ClockStep *step;
	int due_year;
	bool english;
} Say;

/* "11 月 24 日 周二"; with the year where it is not the due time's. */
static char *say_day(const Say *say, int32_t day, bool with_year) {
	static const char *const week_zh[] = {"一", "二", "三", "四", "五", "六", "日"};
	static const char *const week_en[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	static const char *const month_en[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	Civil c = civil_of_day(day);
	bool year = with_year || c.year != say->due_year;
	Arena *arena = say->arena;
	if (say->english && year)
		return arena_printf(arena, "%s %d %s %d", week_en[c.weekday - 1], c.day, month_en[c.month - 1], c.year);
	if (say->english) return arena_printf(arena, "%s %d %s", week_en[c.weekday - 1], c.day, month_en[c.month - 1]);
	if (year) return arena_printf(arena, "%d 年 %d 月 %d 日 周%s", c.year, c.month, c.day, week_zh[c.weekday - 1]);
	return arena_printf(arena, "%d 月 %d 日 周%s", c.month, c.day, week_zh[c.weekday - 1]);
}

static char *say_moment(const Say *say, int64_t at, bool with_year) {
	Civil c = civil_of_instant(at);
	return arena_printf(say->arena, "%s %d:%02d", say_day(say, day_of_instant(at), with_year), c.hour, c.minute);
}

/* "11 月 24 日 周二 13:00–17:00", over midnight with both days; an end at midnight is 24:00 of the day before. */
static char *say_range(const Say *say) {
	int64_t from = say->step->from_at, to = say->step->to_at;
	Civil a = civil_of_instant(from), b = civil_of_instant(to);
	int32_t from_day = day_of_instant(from), to_day = day_of_instant(to - 1);
	int hour = b.hour == 0 && b.minute == 0 ? 24 : b.hour;
	char *first = say_day(say, from_day, false);
	if (from_day == to_day) return arena_printf(say->arena, "%s %d:%02d–%d:%02d", first, a.hour, a.minute, hour, b.minute);
	char *last = say_day(say, to_day, false);
	const char *until = say->english ? "to" : "至";
	return arena_printf(say->arena, "%s %d:%02d %s %s %d:%02d", first, a.hour, a.minute, until, last, hour, b.minute);
}

/* Whole days: "10 月 1 日 周四 至 10 月 7 日 周三（7 天）"; in Chinese with the blank that has to follow. */
static char *say_days(const Say *say) {
	int32_t from = day_of_instant(say->step->from_at), to = day_of_instant(say->step->to_at - 1);
	char *first = say_day(say, from, false);
	char *last = say_day(say, to, false);
	if (from == to) return say->english ? first : arena_printf(say->arena, "%s ", first);
	if (say->english) return arena_printf(say->arena, "%s to %s (%d days)", first, last, to - from + 1);
	return arena_printf(say->arena, "%s 至 %s（%d 天）", first, last, to - from + 1);
}

/* Hours and minutes without days: sums stay exact. */
static char *say_exact(const Say *say, int64_t minutes) {
	return (say->english ? clock_minutes_en : clock_minutes_zh)(say->arena, minutes, INT32_MAX);
}

/* Why a day that looks free is worked: "（国庆节调休上班）", "（除夕，法定工作日）"; "" for a plain day. */
static char *say_remark(const Say *say) {
	const ClockStep *step = say->step;
	const char *name = say->english ? calendar_name_en(say->arena, step->name) : step->name;
	if (step->day_kind == DAY_MAKEUP && say->english) return arena_printf(say->arena, " (make-up working day for %s)", name);
	if (step->day_kind == DAY_MAKEUP) return arena_printf(say->arena, "（%s调休上班）", name);
	if (step->day_kind == DAY_HABIT && say->english) return arena_printf(say->arena, " (%s, a working day by law)", name);
	if (step->day_kind == DAY_HABIT) return arena_printf(say->arena, "（%s，法定工作日）", name);
	return arena_strdup(say->arena, "");
}

static const char *say_why_rest(const Say *say) {
	const ClockStep *step = say->step;
	if (step->day_kind == DAY_WORK || step->day_kind == DAY_MAKEUP)
		return say->english ? "not worked by this unit" : "本单位不上班";
	if (*step->name) return say->english ? calendar_name_en(say->arena, step->name) : step->name;
	return say->english ? day_kind_en(step->day_kind) : day_kind_zh(step->day_kind);
}

static char *start_zh(const Say *say) {
	const ClockStep *step = say->step;
	char *at = say_moment(say, step->from_at, true);
	if (step->number == 0) return arena_printf(say->arena, "%s 起算", at);
	if (step->number == 1) return arena_printf(say->arena, "%s 起算，当日不计（《民法典》第二百零一条）", at);
	if (!step->minutes) return arena_printf(say->arena, "%s 起算，当日已无工作时间，转下一个工作日", at);
	return arena_printf(say->arena, "%s 起算，当日工作时间只剩 %s，转下一个工作日", at, say_exact(say, step->minutes));
}

static char *start_en(const Say *say) {
	const ClockStep *step = say->step;
	char *at = say_moment(say, step->from_at, true);
	if (step->number == 0) return arena_printf(say->arena, "Starts %s", at);
	if (step->number == 1) return arena_printf(say->arena, "Starts %s; this day does not count (Civil Code, art. 201)", at);
	if (!step->minutes)
		return arena_printf(say->arena, "Starts %s; no working time is left that day, so the next working day", at);
	return arena_printf(
		say->arena, "Starts %s; only %s are left that day, so the next working day", at, say_exact(say, step->minutes));
}

static char *counted_zh(const Say *say, const char *remark) {
	const ClockStep *step = say->step;
	char *sum = say_exact(say, step->sum_min);
	return arena_printf(
		say->arena, "%s%s计 %lld 分钟，累计 %s", say_range(say), *remark ? remark : " ", (long long)step->minutes, sum);
}

static char *counted_en(const Say *say, const char *remark) {
	const ClockStep *step = say->step;
	char *sum = say_exact(say, step->sum_min);
	return arena_printf(say->arena, "%s%s counts %lld min, %s so far", say_range(say), remark, (long long)step->minutes, sum);
}

static char *paused_zh(const Say *say) {
	const ClockStep *step = say->step;
	char *reason = *step->name ? arena_printf(say->arena, "（%s）", step->name) : arena_strdup(say->arena, "");
	const char *what = say->result->natural ? " " : "工作时间 ";
	return arena_printf(say->arena, "%s 暂停%s，停计%s%s", say_range(say), reason, what, say_exact(say, step->minutes));
}

static char *paused_en(const Say *say) {
	const ClockStep *step = say->step;
	const char *text = *step->name_en ? step->name_en : step->name;
	char *reason = *text ? arena_printf(say->arena, " (%s)", text) : arena_strdup(say->arena, "");
	const char *what = say->result->natural ? "" : " of working time";
	return arena_printf(say->arena, "%s paused%s: %s%s not counted", say_range(say), reason, say_exact(say, step->minutes), what);
}

static char *work_day_zh(const Say *say) {
	char *day = say_day(say, say->step->day, false), *remark = say_remark(say);
	const char *gap = *remark ? remark : " ";
	if (say->step->number) return arena_printf(say->arena, "%s%s第 %d 个工作日", day, gap, say->step->number);
	return arena_printf(say->arena, "%s%s下班前办结（事不过夜）", day, gap);
}

static char *extended_zh(const Say *say) {
	const ClockStep *step = say->step;
	char *paused = say_exact(say, step->minutes);
	bool days = step->number == 1;
	char *from = days ? say_day(say, day_of_instant(step->from_at - 1), false) : say_moment(say, step->from_at, false);
	char *to = days ? say_day(say, day_of_instant(step->to_at - 1), false) : say_moment(say, step->to_at, false);
	if (days) return arena_printf(say->arena, "暂停共 %s，末日由 %s 顺延至 %s（不足一天按一天）", paused, from, to);
	return arena_printf(say->arena, "暂停共 %s，期限由 %s 顺延至 %s", paused, from, to);
}

static char *extended_en(const Say *say) {
	const ClockStep *step = say->step;
	char *paused = say_exact(say, step->minutes);
	bool days = step->number == 1;
	char *from = days ? say_day(say, day_of_instant(step->from_at - 1), false) : say_moment(say, step->from_at, false);
	char *to = days ? say_day(say, day_of_instant(step->to_at - 1), false) : say_moment(say, step->to_at, false);
	if (days)
		return arena_printf(
			say->arena, "Paused %s in all: last day moved from %s to %s (a day begun counts whole)", paused, from, to);
	return arena_printf(say->arena, "Paused %s in all: moved from %s to %s", paused, from, to);
}

static char *due_zh(const Say *say) {
	char *at = say_moment(say, say->step->from_at, true), *perhaps = clock_provisional_zh(say->arena, say->result);
	return perhaps ? arena_printf(say->arena, "时限（预计）：%s（%s）", at, perhaps) : arena_printf(say->arena, "时限：%s", at);
}

static char *due_en(const Say *say) {
	char *at = say_moment(say, say->step->from_at, true), *perhaps = clock_provisional_en(say->arena, say->result);
	return perhaps ? arena_printf(say->arena, "Due (provisional): %s (%s)", at, perhaps)
				   : arena_printf(say->arena, "Due: %s", at);
}

static Say say_of(Arena *arena, const ClockResult *result, const ClockStep *step, bool english) {
	return (Say){arena, result, step, civil_of_instant(result->due_at).year, english};
}

char *clock_step_zh(Arena *arena, const ClockResult *result, const ClockStep *step) {
	Say say = say_of(arena, result, step, false);
	int number = step->number;
	switch (step->kind) {
	case STEP_START: return start_zh(&say);
	case STEP_WORKED: return counted_zh(&say, say_remark(&say));
	case STEP_NATURAL: return counted_zh(&say, "（自然时间）");
	case STEP_BEFORE_HOURS: return arena_printf(arena, "%s 上班前，不计", say_range(&say));
	case STEP_LUNCH: return arena_printf(arena, "%s 午间休息，不计", say_range(&say));
	case STEP_AFTER_HOURS: return arena_printf(arena, "%s 下班后，不计", say_range(&say));
	case STEP_REST: return arena_printf(arena, "%s%s，不计", say_days(&say), say_why_rest(&say));
	case STEP_PAUSED: return paused_zh(&say);
	case STEP_WORK_DAY: return work_day_zh(&say);
	case STEP_NATURAL_DAYS: return arena_printf(arena, "%s计 %d 日（自然日）", say_days(&say), number);
	case STEP_MOVED: return arena_printf(arena, "%s%s，末日顺延（《民法典》第二百零三条）", say_days(&say), say_why_rest(&say));
	case STEP_EXTENDED: return extended_zh(&say);
	case STEP_UNPUBLISHED:
		return arena_printf(arena, "自 %s 起：%d 年放假安排未公布或未录入，暂按周末和固定日期的法定节日计",
			say_day(&say, step->day, true), number);
	case STEP_CUT: return arena_printf(arena, "其余 %d 步从略", number);
	case STEP_DUE: return due_zh(&say);
	case STEP_STANDING: break;
	}
	char *at = say_moment(&say, step->from_at, false), *standing = clock_standing_zh(arena, result);
	return arena_printf(arena, step->met ? "%s 完成：%s" : "现在 %s：%s", at, standing);
}

char *clock_step_en(Arena *arena, const ClockResult *result, const ClockStep *step) {
	Say say = say_of(arena, result, step, true);
	int number = step->number;
	switch (step->kind) {
	case STEP_START: return start_en(&say);
	case STEP_WORKED: return counted_en(&say, say_remark(&say));
	case STEP_NATURAL: return counted_en(&say, " (wall clock)");
	case STEP_BEFORE_HOURS: return arena_printf(arena, "%s before hours, not counted", say_range(&say));
	case STEP_LUNCH: return arena_printf(arena, "%s midday break, not counted", say_range(&say));
	case STEP_AFTER_HOURS: return arena_printf(arena, "%s after hours, not counted", say_range(&say));
	case STEP_REST: return arena_printf(arena, "%s %s, not counted", say_days(&say), say_why_rest(&say));
	case STEP_PAUSED: return paused_en(&say);
	case STEP_WORK_DAY:
		if (number) return arena_printf(arena, "%s%s working day %d", say_days(&say), say_remark(&say), number);
		return arena_printf(arena, "%s%s by close of business (nothing sleeps over)", say_days(&say), say_remark(&say));
	case STEP_NATURAL_DAYS: return arena_printf(arena, "%s count as %d calendar days", say_days(&say), number);
	case STEP_MOVED:
		return arena_printf(arena, "%s %s: the last day moves on (Civil Code, art. 203)", say_days(&say), say_why_rest(&say));
	case STEP_EXTENDED: return extended_en(&say);
	case STEP_UNPUBLISHED:
		return arena_printf(arena, "From %s: the holidays of %d are not published or not entered: weekends and fixed dates only",
			say_day(&say, step->day, true), number);
	case STEP_CUT: return arena_printf(arena, "%d more steps left out", number);
	case STEP_DUE: return due_en(&say);
	case STEP_STANDING: break;
	}
	char *at = say_moment(&say, step->from_at, false), *standing = clock_standing_en(arena, result);
	return arena_printf(arena, step->met ? "Met %s: %s" : "Now %s: %s", at, standing);
}
