#include "clock/hours.h"
#include "base/buf.h"

#include <string.h>

static const DayHours NOT_WORKED = {0};
static const DayHours WHOLE_DAY = {.count = 1, .total_min = DAY_MINUTES, .span = {{0, DAY_MINUTES}}};

Hours hours_office(void) {
	Hours hours = {.name_zh = "机关作息", .name_en = "office hours", .makeup_weekday = 1};
	const DayHours day = {.count = 2, .total_min = 420, .span = {{540, 720}, {780, 1020}}};
	for (int i = 0; i < 5; i++) hours.week[i] = day;
	return hours;
}

Hours hours_round_the_clock(void) {
	return (Hours){.name_zh = "全天候", .name_en = "round the clock", .round_the_clock = true};
}

/* Moves past `text` when the input starts with it. */
static bool eat(const char **at, const char *text) {
	size_t length = strlen(text);
	if (strncmp(*at, text, length) != 0) return false;
	*at += length;
	return true;
}

static bool eat_any(const char **at, const char *const *texts, size_t count) {
	for (size_t i = 0; i < count; i++)
		if (eat(at, texts[i])) return true;
	return false;
}

static void eat_blanks(const char **at) {
	while (eat(at, " ") || eat(at, "\xE3\x80\x80")) continue;
}

static bool number(const char **at, int digits_min, int *ret) {
	int value = 0, digits = 0;
	for (; **at >= '0' && **at <= '9' && digits < 2; digits++) value = value * 10 + (*(*at)++ - '0');
	*ret = value;
	return digits >= digits_min;
}

static bool minute_of_day(const char **at, int *ret_min) {
	int hour, minute;
	eat_blanks(at);
	if (!number(at, 1, &hour) || !(eat(at, ":") || eat(at, "："))) return false;
	if (!number(at, 2, &minute) || minute > 59 || hour * 60 + minute > DAY_MINUTES) return false;
	eat_blanks(at);
	*ret_min = hour * 60 + minute;
	return true;
}

/* Adds one span after the others; a span that touches the last one lengthens it. */
static bool span_add(DayHours *day, int from_min, int to_min) {
	if (from_min >= to_min) return false;
	HourSpan *last = day->count ? &day->span[day->count - 1] : NULL;
	if (last && from_min < last->to_min) return false;
	if (last && from_min == last->to_min) last->to_min = (int16_t)to_min;
	else if (day->count == HOURS_SPANS_MAX) return false;
	else day->span[day->count++] = (HourSpan){(int16_t)from_min, (int16_t)to_min};
	day->total_min = (int16_t)(day->total_min + to_min - from_min);
	return true;
}

bool hours_parse_day(const char *text, DayHours *ret) {
	static const char *const dashes[] = {"-", "–", "—", "～", "~", "至"};
	static const char *const commas[] = {",", "，", "、", ";", "；"};
	DayHours day = {0};
	eat_blanks(&text);
	while (*text) {
		int from_min, to_min;
		if (!minute_of_day(&text, &from_min) || !eat_any(&text, dashes, 6) || !minute_of_day(&text, &to_min)) return false;
		if (!span_add(&day, from_min, to_min)) return false;
		if (!*text) break;
		if (!eat_any(&text, commas, 5)) return false;
		eat_blanks(&text);
		if (!*text) return false;
	}
	*ret = day;
	return true;
}

char *hours_format_day(Arena *arena, const DayHours *day, bool english) {
	if (!day->count) return arena_strdup(arena, english ? "not worked" : "不上班");
	BUF(out, 256);
	for (int i = 0; i < day->count; i++) {
		HourSpan s = day->span[i];
		if (i) buf_puts(&out, english ? ", " : "、");
		buf_printf(&out, "%d:%02d–%d:%02d", s.from_min / 60, s.from_min % 60, s.to_min / 60, s.to_min % 60);
	}
	return arena_strdup(arena, buf_text(&out));
}

static bool day_valid(const DayHours *day) {
	int total = 0, end = -1;
	if (day->count < 0 || day->count > HOURS_SPANS_MAX) return false;
	for (int i = 0; i < day->count; i++) {
		HourSpan s = day->span[i];
		if (s.from_min < 0 || s.from_min <= end || s.from_min >= s.to_min || s.to_min > DAY_MINUTES) return false;
		total += s.to_min - s.from_min;
		end = s.to_min;
	}
	return total == day->total_min;
}

static bool md_valid(int md) {
	int month = md / 100, day = md % 100;
	return month >= 1 && month <= 12 && day >= 1 && civil_of_day(day_of(2024, month, day)).day == day;
}

bool hours_valid(const Hours *hours) {
	if (hours->makeup_weekday < 0 || hours->makeup_weekday > 7 || hours->day_min < 0 || hours->day_min > DAY_MINUTES)
		return false;
	if (hours->season_count < 0 || hours->season_count > HOURS_SEASONS_MAX) return false;
	for (int i = 0; i < 7; i++)
		if (!day_valid(&hours->week[i])) return false;
	for (int s = 0; s < hours->season_count; s++) {
		if (!md_valid(hours->season[s].from_md) || !md_valid(hours->season[s].to_md)) return false;
		for (int i = 0; i < 7; i++)
			if (!day_valid(&hours->season[s].week[i])) return false;
	}
	return true;
}

int hours_day_min(const Hours *hours) {
	if (hours->round_the_clock) return DAY_MINUTES;
	if (hours->day_min > 0) return hours->day_min;
	for (int i = 0; i < 7; i++)
		if (hours->week[i].total_min > 0) return hours->week[i].total_min;
	return DAY_MINUTES;
}

static char *hours_day_note(Arena *arena, const Hours *hours, bool english) {
	int day_min = hours_day_min(hours), hour = day_min / 60, minute = day_min % 60;
	const char *name = english ? hours->name_en : hours->name_zh;
	const DayHours *day = hours->round_the_clock ? &WHOLE_DAY : &NOT_WORKED;
	for (int i = 0; i < 7 && !day->count; i++) day = &hours->week[i];
	char *spans = hours_format_day(arena, day, english);
	if (!name) name = "";
	char *rest = minute == 0 ? arena_strdup(arena, "") : arena_printf(arena, english ? " %d min" : " %d 分", minute);
	if (english) return arena_printf(arena, "1 day = %d h%s (%s%s%s)", hour, rest, name, *name ? " " : "", spans);
	return arena_printf(arena, "1 天 = %d 小时%s（%s%s%s）", hour, rest, name, *name ? " " : "", spans);
}

char *hours_day_note_zh(Arena *arena, const Hours *hours) {
	return hours_day_note(arena, hours, false);
}

char *hours_day_note_en(Arena *arena, const Hours *hours) {
	return hours_day_note(arena, hours, true);
}

static const DayHours *week_of_day(const Hours *hours, int32_t day) {
	if (!hours->season_count) return hours->week;
	Civil c = civil_of_day(day);
	int md = c.month * 100 + c.day;
	for (int i = 0; i < hours->season_count; i++) {
		const HoursSeason *s = &hours->season[i];
		bool inside = s->from_md <= s->to_md ? md >= s->from_md && md <= s->to_md : md >= s->from_md || md <= s->to_md;
		if (inside) return s->week;
	}
	return hours->week;
}

const DayHours *hours_of_day(const Calendar *calendar, const Hours *hours, int32_t day) {
	if (hours->round_the_clock) return &WHOLE_DAY;
	DayKind kind = calendar_day_kind(calendar, day);
	if ((kind == DAY_HOLIDAY || kind == DAY_SPECIAL) && !hours->works_holidays) return &NOT_WORKED;
	if (kind == DAY_HABIT && hours->habit_rests) return &NOT_WORKED;
	bool weekend = day_weekday(day) >= 6;
	if (kind == DAY_REST && !weekend && !hours->works_holidays) return &NOT_WORKED; /* a local row */
	const DayHours *week = week_of_day(hours, day);
	const DayHours *own = &week[day_weekday(day) - 1];
	bool made_up = kind == DAY_MAKEUP || (kind == DAY_WORK && weekend);
	if (made_up && !own->count) return &week[hours->makeup_weekday ? hours->makeup_weekday - 1 : 0];
	return own;
}
