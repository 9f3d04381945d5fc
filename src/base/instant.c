#include "base/instant.h"

#include <string.h>

/* Days from civil date: Howard Hinnant's published algorithm, proleptic Gregorian. */
int32_t day_of(int year, int month, int day) {
	int y = month <= 2 ? year - 1 : year;
	int era = (y >= 0 ? y : y - 399) / 400;
	int yoe = y - era * 400;
	int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

Civil civil_of_day(int32_t days) {
	int z = days + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	Civil c = {.day = doy - (153 * mp + 2) / 5 + 1, .month = mp < 10 ? mp + 3 : mp - 9, .weekday = day_weekday(days)};
	c.year = yoe + era * 400 + (c.month <= 2);
	return c;
}

int day_weekday(int32_t day) {
	return (int)(((int64_t)day + 3) % 7 + 7) % 7 + 1;
}

static int64_t floor_div(int64_t a, int64_t b) {
	return a / b - (a % b < 0);
}

int32_t day_of_instant(int64_t at_s) {
	return (int32_t)floor_div(at_s + BUREAU_OFFSET_S, DAY_S);
}

int64_t instant_of(int32_t day, int minute) {
	return (int64_t)day * DAY_S + (int64_t)minute * 60 - BUREAU_OFFSET_S;
}

Civil civil_of_instant(int64_t at_s) {
	int32_t day = day_of_instant(at_s);
	Civil c = civil_of_day(day);
	int rest = (int)(at_s - instant_of(day, 0));
	c.hour = rest / 3600;
	c.minute = rest / 60 % 60;
	c.second = rest % 60;
	return c;
}

/* Exactly `count` digits. */
static bool digits(const char **at, int count, int *ret) {
	int value = 0;
	for (int i = 0; i < count; i++) {
		char c = (*at)[i];
		if (c < '0' || c > '9') return false;
		value = value * 10 + (c - '0');
	}
	*at += count;
	*ret = value;
	return true;
}

static bool eat(const char **at, char c) {
	return **at == c && (*at)++;
}

static bool day_read(const char **at, int32_t *ret_day) {
	int year, month, day;
	if (!digits(at, 4, &year) || !eat(at, '-') || !digits(at, 2, &month) || !eat(at, '-') || !digits(at, 2, &day)) return false;
	if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31) return false;
	int32_t days = day_of(year, month, day);
	if (civil_of_day(days).day != day) return false;
	*ret_day = days;
	return true;
}

bool day_parse(const char *text, int32_t *ret_day) {
	int32_t day;
	if (!day_read(&text, &day) || *text) return false;
	*ret_day = day;
	return true;
}

bool instant_parse(const char *text, int64_t *ret_at_s) {
	int32_t day;
	int hour, minute, second = 0, offset = BUREAU_OFFSET_S;
	if (!day_read(&text, &day) || !(eat(&text, 'T') || eat(&text, ' '))) return false;
	if (!digits(&text, 2, &hour) || !eat(&text, ':') || !digits(&text, 2, &minute)) return false;
	if (eat(&text, ':') && !digits(&text, 2, &second)) return false;
	if (hour > 23 || minute > 59 || second > 59) return false;
	if (eat(&text, 'Z')) offset = 0;
	else if (*text == '+' || *text == '-') {
		int sign = *text++ == '-' ? -1 : 1, h, m;
		if (!digits(&text, 2, &h) || !eat(&text, ':') || !digits(&text, 2, &m) || h > 14 || m > 59) return false;
		offset = sign * (h * 3600 + m * 60);
	}
	if (*text) return false;
	*ret_at_s = (int64_t)day * DAY_S + hour * 3600 + minute * 60 + second - offset;
	return true;
}

char *day_format(Arena *arena, int32_t day) {
	Civil c = civil_of_day(day);
	return arena_printf(arena, "%04d-%02d-%02d", c.year, c.month, c.day);
}

char *instant_format_utc(Arena *arena, int64_t at_s) {
	Civil c = civil_of_instant(at_s - BUREAU_OFFSET_S);
	/* By hand: a page of JSON has hundreds. */
	char *text = arena_strdup(arena, "0000-00-00T00:00:00Z");
	const int at[] = {2, 5, 8, 11, 14, 17}, part[] = {c.year % 100, c.month, c.day, c.hour, c.minute, c.second};
	if (c.year < 0 || c.year > 9999) return arena_printf(arena, "%d-%02d-%02dT00:00:00Z", c.year, c.month, c.day);
	text[0] = (char)('0' + c.year / 1000), text[1] = (char)('0' + c.year / 100 % 10);
	for (int i = 0; i < 6; i++) text[at[i]] = (char)('0' + part[i] / 10), text[at[i] + 1] = (char)('0' + part[i] % 10);
	return text;
}

char *instant_format_local(Arena *arena, int64_t at_s) {
	Civil c = civil_of_instant(at_s);
	return arena_printf(arena, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
}

char *instant_format_input(Arena *arena, int64_t at_s) {
	char *text = instant_format_local(arena, at_s);
	text[10] = 'T';
	return text;
}

char *instant_format_zh(Arena *arena, int64_t at_s, int64_t now_s) {
	static const char *const week[] = {"一", "二", "三", "四", "五", "六", "日"};
	Civil c = civil_of_instant(at_s);
	int32_t away = day_of_instant(at_s) - day_of_instant(now_s);
	const char *near = away == 0 ? "今天" : away == 1 ? "明天" : away == 2 ? "后天" : away == -1 ? "昨天" : NULL;
	if (near) return arena_printf(arena, "%s %d:%02d", near, c.hour, c.minute);
	if (c.year != civil_of_instant(now_s).year)
		return arena_printf(arena, "%d 年 %d 月 %d 日 %d:%02d", c.year, c.month, c.day, c.hour, c.minute);
	return arena_printf(arena, "%d 月 %d 日 周%s %d:%02d", c.month, c.day, week[c.weekday - 1], c.hour, c.minute);
}

char *instant_format_en(Arena *arena, int64_t at_s, int64_t now_s) {
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	Civil c = civil_of_instant(at_s);
	int32_t away = day_of_instant(at_s) - day_of_instant(now_s);
	const char *near = away == 0 ? "today" : away == 1 ? "tomorrow" : away == -1 ? "yesterday" : NULL;
	if (near) return arena_printf(arena, "%s %d:%02d", near, c.hour, c.minute);
	if (c.year != civil_of_instant(now_s).year)
		return arena_printf(arena, "%d %s %d %d:%02d", c.day, months[c.month - 1], c.year, c.hour, c.minute);
	return arena_printf(arena, "%d %s %d:%02d", c.day, months[c.month - 1], c.hour, c.minute);
}
