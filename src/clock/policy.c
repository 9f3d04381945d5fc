/* Policies as text: the form of the dictionary's rows (work_minutes:30) and the form people read. */
#include "base/text.h"
#include "clock/clock.h"

#include <string.h>

enum { DAYS_MAX = CLOCK_AHEAD_DAYS, MINUTES_MAX = CLOCK_AHEAD_DAYS * DAY_MINUTES };

static const struct {
	const char *word;
	bool needs_amount, may_have_amount;
	int32_t most;
} WAYS[] = {
	[WAY_NONE] = {"none", false, false, 0},
	[WAY_WORK_MINUTES] = {"work_minutes", true, true, MINUTES_MAX},
	[WAY_WORK_DAYS] = {"work_days", true, true, DAYS_MAX},
	[WAY_SAME_DAY] = {"same_day", false, true, DAY_MINUTES},
	[WAY_NATURAL_MINUTES] = {"natural_minutes", true, true, MINUTES_MAX},
	[WAY_NATURAL_DAYS] = {"natural_days", true, true, DAYS_MAX},
};
enum { WAY_COUNT = sizeof WAYS / sizeof *WAYS };

bool clock_policy_parse(const char *text, ClockPolicy *policy) {
	const char *colon = strchr(text, ':');
	size_t length = colon ? (size_t)(colon - text) : strlen(text);
	for (size_t i = 0; i < WAY_COUNT; i++) {
		if (strlen(WAYS[i].word) != length || memcmp(WAYS[i].word, text, length) != 0) continue;
		int64_t amount = 0;
		if (colon ? !WAYS[i].may_have_amount : WAYS[i].needs_amount) return false;
		if (colon && (!text_to_int(colon + 1, &amount) || amount < 0 || amount > WAYS[i].most)) return false;
		policy->way = (ClockWay)i;
		policy->amount = (int32_t)amount;
		return true;
	}
	return false;
}

bool clock_yellow_parse(const char *text, ClockPolicy *policy) {
	char digits[16];
	size_t length = strlen(text);
	bool percent = length && text[length - 1] == '%';
	if (percent) length--;
	int64_t amount = 0;
	if (length >= sizeof digits) return false;
	memcpy(digits, text, length);
	digits[length] = 0;
	if ((length || percent) && !text_to_int(digits, &amount)) return false;
	if (amount < 0 || amount > (percent ? 100 : MINUTES_MAX)) return false;
	policy->yellow_percent = percent ? (int32_t)amount : 0;
	policy->yellow_min = percent ? 0 : (int32_t)amount;
	return true;
}

char *clock_policy_format(Arena *arena, const ClockPolicy *policy) {
	const char *word = WAYS[policy->way].word;
	if (WAYS[policy->way].needs_amount || policy->amount) return arena_printf(arena, "%s:%d", word, policy->amount);
	return arena_strdup(arena, word);
}

char *clock_policy_zh(Arena *arena, const ClockPolicy *policy) {
	int amount = policy->amount;
	switch (policy->way) {
	case WAY_NONE: break;
	case WAY_WORK_MINUTES: return arena_printf(arena, "%s（工作时间）", clock_minutes_zh(arena, amount, MINUTES_MAX + 1));
	case WAY_WORK_DAYS: return arena_printf(arena, "%d 个工作日", amount);
	case WAY_SAME_DAY:
		if (!amount) return arena_strdup(arena, "当日（事不过夜）");
		return arena_printf(arena, "当日（事不过夜；下班前 %d 分钟内收到的转下一个工作日）", amount);
	case WAY_NATURAL_MINUTES: return arena_printf(arena, "%s（自然时间）", clock_minutes_zh(arena, amount, MINUTES_MAX + 1));
	case WAY_NATURAL_DAYS: return arena_printf(arena, "%d 日（遇休息日顺延）", amount);
	}
	return arena_strdup(arena, "不计时");
}

char *clock_policy_en(Arena *arena, const ClockPolicy *policy) {
	int amount = policy->amount;
	const char *plural = amount == 1 ? "" : "s";
	switch (policy->way) {
	case WAY_NONE: break;
	case WAY_WORK_MINUTES: return arena_printf(arena, "%s of working time", clock_minutes_en(arena, amount, MINUTES_MAX + 1));
	case WAY_WORK_DAYS: return arena_printf(arena, "%d working day%s", amount, plural);
	case WAY_SAME_DAY:
		if (!amount) return arena_strdup(arena, "same day (nothing sleeps over)");
		return arena_printf(arena, "same day (what comes in the last %d min passes to the next working day)", amount);
	case WAY_NATURAL_MINUTES:
		return arena_printf(arena, "%s by the wall clock", clock_minutes_en(arena, amount, MINUTES_MAX + 1));
	case WAY_NATURAL_DAYS: return arena_printf(arena, "%d calendar day%s, moved on from a day of rest", amount, plural);
	}
	return arena_strdup(arena, "no clock");
}
