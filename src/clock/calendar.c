#include "clock/calendar.h"
#include "base/buf.h"
#include "base/text.h"

#include <string.h>

enum { YEARS = CALENDAR_YEAR_MAX - CALENDAR_YEAR_MIN + 1, TURN_OF_YEAR_DAY = 27, FIXED_SINCE = 2025 };

struct Calendar {
	int32_t first, count; /* days the index covers: from the first row's to the last row's */
	uint16_t *index; /* per day: 0 no row, otherwise 1 + place in rows */
	CalendarRow *rows;
	bool published[YEARS];
	int32_t fixed_from; /* first day after the last published year: from here the dates the law fixes hold */
};

static bool year_fits(int year) {
	return year >= CALENDAR_YEAR_MIN && year <= CALENDAR_YEAR_MAX;
}

static bool rows_fit(const CalendarRow *rows, size_t row_count, int32_t *ret_first, int32_t *ret_last) {
	if (row_count > CALENDAR_ROWS_MAX) return false;
	int32_t least = day_of(CALENDAR_YEAR_MIN, 1, 1), most = day_of(CALENDAR_YEAR_MAX, 12, 31);
	int32_t first = most, last = least;
	for (size_t i = 0; i < row_count; i++) {
		if (rows[i].day < least || rows[i].day > most || (unsigned)rows[i].kind > DAY_SPECIAL) return false;
		if (rows[i].day < first) first = rows[i].day;
		if (rows[i].day > last) last = rows[i].day;
	}
	*ret_first = first;
	*ret_last = last;
	return true;
}

const Calendar *calendar_new(Arena *arena, const CalendarRow *rows, size_t row_count, const int *years, size_t year_count) {
	int32_t first, last;
	if (!rows_fit(rows, row_count, &first, &last)) return NULL;
	for (size_t i = 0; i < year_count; i++)
		if (!year_fits(years[i])) return NULL;
	Calendar *calendar = arena_alloc(arena, sizeof(Calendar));
	calendar->first = first;
	calendar->count = row_count ? last - first + 1 : 0;
	calendar->index = arena_array(arena, (size_t)calendar->count, sizeof(uint16_t));
	calendar->rows = arena_array(arena, row_count, sizeof(CalendarRow));
	for (size_t i = 0; i < row_count; i++) {
		calendar->rows[i] = rows[i];
		calendar->rows[i].name = arena_strdup(arena, rows[i].name ? rows[i].name : "");
		calendar->index[rows[i].day - first] = (uint16_t)(i + 1);
	}
	calendar->fixed_from = day_of(FIXED_SINCE, 1, 1);
	for (size_t i = 0; i < year_count; i++) {
		int32_t after = day_of(years[i] + 1, 1, 1);
		calendar->published[years[i] - CALENDAR_YEAR_MIN] = true;
		if (after > calendar->fixed_from) calendar->fixed_from = after;
	}
	return calendar;
}

size_t calendar_years_of_rows(const CalendarRow *rows, size_t row_count, int *ret_years, size_t max) {
	bool seen[YEARS] = {false};
	for (size_t i = 0; i < row_count; i++) {
		Civil c = civil_of_day(rows[i].day);
		if (rows[i].kind == DAY_HOLIDAY && c.month == 10 && c.day == 1 && year_fits(c.year))
			seen[c.year - CALENDAR_YEAR_MIN] = true;
	}
	size_t count = 0;
	for (int i = 0; i < YEARS; i++) {
		if (!seen[i]) continue;
		if (count < max) ret_years[count] = CALENDAR_YEAR_MIN + i;
		count++;
	}
	return count;
}

static const CalendarRow *row_of_day(const Calendar *calendar, int32_t day) {
	if (day < calendar->first || day - calendar->first >= calendar->count) return NULL;
	uint16_t at = calendar->index[day - calendar->first];
	return at ? &calendar->rows[at - 1] : NULL;
}

/* The holiday the law itself puts on this date; NULL for none. */
static const char *fixed_holiday(const Calendar *calendar, int32_t day) {
	if (day < calendar->fixed_from) return NULL;
	Civil c = civil_of_day(day);
	if (c.month == 1 && c.day == 1) return "元旦";
	if (c.month == 5 && c.day <= 2) return "劳动节";
	return c.month == 10 && c.day <= 3 ? "国庆节" : NULL;
}

CalendarDay calendar_day(const Calendar *calendar, int32_t day) {
	const CalendarRow *row = row_of_day(calendar, day);
	const char *fixed = row ? NULL : fixed_holiday(calendar, day);
	CalendarDay found = {.kind = calendar_day_kind(calendar, day), .name = row ? row->name : fixed ? fixed : ""};
	found.known = calendar_day_known(calendar, day);
	return found;
}

DayKind calendar_day_kind(const Calendar *calendar, int32_t day) {
	const CalendarRow *row = row_of_day(calendar, day);
	if (row) return row->kind;
	if (fixed_holiday(calendar, day)) return DAY_HOLIDAY;
	return day_weekday(day) >= 6 ? DAY_REST : DAY_WORK;
}

bool calendar_year_published(const Calendar *calendar, int year) {
	return year_fits(year) && calendar->published[year - CALENDAR_YEAR_MIN];
}

bool calendar_day_known(const Calendar *calendar, int32_t day) {
	return calendar_unknown_year(calendar, day, day, NULL) == 0;
}

int calendar_unknown_year(const Calendar *calendar, int32_t from_day, int32_t to_day, int32_t *ret_day) {
	int from_year = civil_of_day(from_day).year, to_year = civil_of_day(to_day).year;
	for (int year = from_year; year <= to_year; year++) {
		bool own = calendar_year_published(calendar, year), next = calendar_year_published(calendar, year + 1);
		if (own && next) continue;
		int32_t first = own ? day_of(year, 12, TURN_OF_YEAR_DAY) : day_of(year, 1, 1);
		if (first < from_day) first = from_day;
		if (first > to_day) return 0;
		if (ret_day) *ret_day = first;
		return own ? year + 1 : year;
	}
	return 0;
}

static const struct {
	const char *word, *zh, *en;
} KINDS[] = {
	[DAY_WORK] = {"work", "工作日", "working day"},
	[DAY_REST] = {"rest", "周末", "weekend"},
	[DAY_HOLIDAY] = {"holiday", "节假日", "public holiday"},
	[DAY_MAKEUP] = {"makeup", "调休上班", "make-up working day"},
	[DAY_HABIT] = {"habit", "习惯休息日（法定工作日）", "rest by habit (working day by law)"},
	[DAY_SPECIAL] = {"special", "本单位停办日", "closed by the bureau"},
};

bool day_kind_parse(const char *word, DayKind *ret) {
	if (text_equal(word, "workday")) word = "makeup";
	for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
		if (!text_equal(word, KINDS[i].word)) continue;
		*ret = (DayKind)i;
		return true;
	}
	return false;
}

const char *day_kind_word(DayKind kind) {
	return KINDS[kind].word;
}

const char *day_kind_zh(DayKind kind) {
	return KINDS[kind].zh;
}

const char *day_kind_en(DayKind kind) {
	return KINDS[kind].en;
}

static const char *name_en(const char *name, size_t length) {
	static const char *const pairs[][2] = {
		{"元旦", "New Year's Day"},
		{"除夕", "Lunar New Year's Eve"},
		{"春节", "Spring Festival"},
		{"清明节", "Qingming Festival"},
		{"劳动节", "Labour Day"},
		{"端午节", "Dragon Boat Festival"},
		{"中秋节", "Mid-Autumn Festival"},
		{"国庆节", "National Day"},
	};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (strlen(pairs[i][0]) == length && memcmp(pairs[i][0], name, length) == 0) return pairs[i][1];
	return NULL;
}

char *calendar_name_en(Arena *arena, const char *name) {
	BUF(out, 1024);
	while (*name) {
		const char *end = strstr(name, "、");
		size_t length = end ? (size_t)(end - name) : strlen(name);
		const char *english = name_en(name, length);
		if (out.length) buf_puts(&out, " and ");
		if (english) buf_puts(&out, english);
		else buf_put(&out, name, length);
		name = end ? end + strlen("、") : name + length;
	}
	return arena_strdup(arena, buf_text(&out));
}
