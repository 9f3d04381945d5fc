/* What a clock says: states, durations, where it stands. */
#include "clock/clock.h"

#include <stdlib.h>

const char *clock_lamp_zh(ClockLamp lamp) {
	static const char *const words[] = {"未起/暂停", "正常", "临期", "逾期", "已办结"};
	return words[lamp];
}

const char *clock_lamp_en(ClockLamp lamp) {
	static const char *const words[] = {"not running", "in time", "due soon", "overdue", "done"};
	return words[lamp];
}

static const char *state_word(const ClockResult *result, bool english) {
	switch (result->state) {
	case CLOCK_OFF: return english ? "no clock" : "不计时";
	case CLOCK_NOT_STARTED: return english ? "not started" : "未起";
	case CLOCK_PAUSED: return english ? "paused" : "暂停";
	case CLOCK_REFUSED: return english ? "cannot be computed" : "无法计算";
	case CLOCK_MET: return result->late ? (english ? "met late" : "超时") : (english ? "met in time" : "准时");
	case CLOCK_RUNNING: break;
	}
	return english ? clock_lamp_en(result->lamp) : clock_lamp_zh(result->lamp);
}

const char *clock_word_zh(const ClockResult *result) {
	return state_word(result, false);
}

const char *clock_word_en(const ClockResult *result) {
	return state_word(result, true);
}

/* The two largest units of a duration. */
typedef struct Parts {
	int64_t days;
	int hours, minutes;
} Parts;

static Parts parts_of(int64_t minutes, int day_min) {
	if (minutes < 0) minutes = -minutes;
	if (day_min <= 0) day_min = DAY_MINUTES;
	int rest = (int)(minutes % day_min);
	return (Parts){minutes / day_min, rest / 60, rest % 60};
}

char *clock_minutes_zh(Arena *arena, int64_t minutes, int day_min) {
	Parts p = parts_of(minutes, day_min);
	if (p.days && p.hours) return arena_printf(arena, "%lld 天 %d 小时", (long long)p.days, p.hours);
	if (p.days) return arena_printf(arena, "%lld 天", (long long)p.days);
	if (p.hours && p.minutes) return arena_printf(arena, "%d 小时 %d 分", p.hours, p.minutes);
	return p.hours ? arena_printf(arena, "%d 小时", p.hours) : arena_printf(arena, "%d 分", p.minutes);
}

char *clock_minutes_en(Arena *arena, int64_t minutes, int day_min) {
	Parts p = parts_of(minutes, day_min);
	const char *day = p.days == 1 ? "day" : "days";
	if (p.days && p.hours) return arena_printf(arena, "%lld %s %d h", (long long)p.days, day, p.hours);
	if (p.days) return arena_printf(arena, "%lld %s", (long long)p.days, day);
	if (p.hours && p.minutes) return arena_printf(arena, "%d h %d min", p.hours, p.minutes);
	return p.hours ? arena_printf(arena, "%d h", p.hours) : arena_printf(arena, "%d min", p.minutes);
}

/* A clock that has been met. */
static char *met_standing(Arena *arena, const ClockResult *result, bool english) {
	char *over = (english ? clock_minutes_en : clock_minutes_zh)(arena, result->over_min, result->day_min);
	char *used = (english ? clock_minutes_en : clock_minutes_zh)(arena, result->used_min, result->day_min);
	if (english && !result->late) return arena_printf(arena, "took %s, in time", used);
	if (english) return arena_printf(arena, "took %s, late by %s", used, over);
	if (!result->late) return arena_printf(arena, "用时 %s，准时", used);
	return arena_printf(arena, "用时 %s，超时 %s", used, over);
}

char *clock_standing_zh(Arena *arena, const ClockResult *result) {
	if (result->state == CLOCK_MET) return met_standing(arena, result, false);
	if (result->state != CLOCK_RUNNING && result->state != CLOCK_PAUSED) return arena_strdup(arena, clock_word_zh(result));
	const char *paused = result->paused ? "暂停，" : "", *perhaps = result->provisional_year ? "预计" : "";
	if (!result->late) {
		char *left = clock_minutes_zh(arena, result->left_min, result->day_min);
		return arena_printf(arena, "%s%s剩 %s", paused, perhaps, left);
	}
	if (!result->over_min) return arena_printf(arena, "%s%s已过时限", paused, perhaps);
	return arena_printf(arena, "%s%s超 %s", paused, perhaps, clock_minutes_zh(arena, result->over_min, result->day_min));
}

char *clock_standing_en(Arena *arena, const ClockResult *result) {
	if (result->state == CLOCK_MET) return met_standing(arena, result, true);
	if (result->state != CLOCK_RUNNING && result->state != CLOCK_PAUSED) return arena_strdup(arena, clock_word_en(result));
	const char *paused = result->paused ? "paused, " : "", *perhaps = result->provisional_year ? "probably " : "";
	if (!result->late) {
		char *left = clock_minutes_en(arena, result->left_min, result->day_min);
		return arena_printf(arena, "%s%s%s left", paused, perhaps, left);
	}
	if (!result->over_min) return arena_printf(arena, "%s%spast due", paused, perhaps);
	return arena_printf(arena, "%s%s%s over", paused, perhaps, clock_minutes_en(arena, result->over_min, result->day_min));
}

char *clock_provisional_zh(Arena *arena, const ClockResult *result) {
	if (!result->provisional_year) return NULL;
	return arena_printf(arena, "%d 年放假安排未公布或未录入，公布后重算", result->provisional_year);
}

char *clock_provisional_en(Arena *arena, const ClockResult *result) {
	if (!result->provisional_year) return NULL;
	return arena_printf(
		arena, "the holidays of %d are not published or not entered yet; recomputed when they are", result->provisional_year);
}
