#include "base/instant.h"
#include "base/log.h"
#include "model_gen.h"
#include "module/home/home.h"

#include <string.h>

static bool is_open(const Row *row) {
	int64_t due = row_int(row, row->record->lamp_due);
	return due != 0;
}

static const char *left_words(Web *web, const Book *book, const Row *row, int64_t due) {
	const Hours *hours = book_hours(book, row->record->unit_field >= 0 ? row_int(row, row->record->unit_field) : 0);
	const Calendar *calendar = book_calendar(book);
	bool over = due < web->now;
	int64_t minutes =
		over ? clock_between_minutes(calendar, hours, due, web->now) : clock_between_minutes(calendar, hours, web->now, due);
	int day_min = hours_day_min(hours);
	if (web->language == LANGUAGE_EN)
		return arena_printf(web->arena, "%s %s", over ? "over by" : "left", clock_minutes_en(web->arena, minutes, day_min));
	return arena_printf(web->arena, "%s %s", over ? "超" : "剩", clock_minutes_zh(web->arena, minutes, day_min));
}

const char *clock_words(Web *web, const Book *book, const Row *row) {
	const Record *record = row->record;
	const char *lamp = row_lamp(row, web->now);
	if (*lamp == 'b') return TR(web, "已办结", "Completed");
	if (!strcmp(lamp, "grey")) {
		int until = -1;
		if (!is_open(row) && value_is_null(row->values[record->lamp_paused])) return TR(web, "未起", "Not running");
		if (record_field(record, "pause_until", &until) && !value_is_null(row->values[until]) && row_int(row, until) < web->now)
			return arena_printf(web->arena, "%s %s", TR(web, "暂停已到期", "Pause ended"), web_time(web, row_int(row, until)));
		if (until >= 0 && !value_is_null(row->values[until]))
			return arena_printf(web->arena, "%s %s", TR(web, "暂停至", "Paused until"), web_time(web, row_int(row, until)));
		return TR(web, "暂停", "Paused");
	}
	int64_t due = row_int(row, record->lamp_due);
	bool near = due < web->now || day_of_instant(due) == day_of_instant(web->now);
	return book && near ? left_words(web, book, row, due) : web_time(web, due);
}

void put_clock(Web *web, const Book *book, const Row *row) {
	put_lamp(web, row_lamp(row, web->now), clock_words(web, book, row));
}

char *day_words(Web *web) {
	static const char *const days_zh[] = {"", "周一", "周二", "周三", "周四", "周五", "周六", "周日"};
	static const char *const days_en[] = {"", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
	Civil now = civil_of_instant(web->now);
	if (web->language == LANGUAGE_EN)
		return arena_printf(web->arena, "%s, %d-%02d-%02d", days_en[now.weekday], now.year, now.month, now.day);
	return arena_printf(web->arena, "%d 月 %d 日 %s", now.month, now.day, days_zh[now.weekday]);
}

char *minute_words(Web *web) {
	Civil now = civil_of_instant(web->now);
	return arena_printf(web->arena, "%d:%02d", now.hour, now.minute);
}

void put_home_head(Web *web, const char *title, const char *whose, const char *const buttons[][2]) {
	H(web->out, "<div class=\"head\"><div><h1>%s</h1><p class=\"sub\">%s，%s %s</p></div><div class=\"actions\">", title, whose,
		TR(web, "截至", "as of"), minute_words(web));
	for (int i = 0; buttons && buttons[i][0]; i++)
		H(web->out, "<a class=\"btn\" href=\"%s\">%s</a>", buttons[i][0], buttons[i][1]);
	H(web->out, "</div></div>\n");
	put_errors(web);
}

void put_hidden(Web *web, const char *name, const char *value) {
	H(web->out, "<input type=\"hidden\" name=\"%s\" value=\"%s\">", name, value);
}

bool form_is_blank(Web *web, const char *name) {
	const char *value = web_value(web, name);
	return !value || text_is_blank(value);
}

Rows rows_read(Web *web, int record, const char *filter, int limit) {
	Query query;
	Rows rows = {0};
	query_init(&query, &model_records[record]);
	query.limit = limit;
	if (!query_read_text(&query, web->arena, web->actor, web->now, filter, &web->refusals))
		bug("a home's filter is wrong: %s", filter);
	if (query_rows(web_conn(web), web->arena, web->actor, &query, false, &rows)) rows = (Rows){0};
	return rows;
}

Rows dictionary_read(Web *web, const char *name) {
	return rows_read(web, RECORD_DICT_ITEM, arena_printf(web->arena, "dict=%s&active.ne=0&sort=sort", name), 30);
}
