#include "command/change.h"
#include "model_gen.h"

static void week_check(Change *change, int field) {
	DayHours week[7];
	if (value_is_null(change->after[field]) || book_week_parse(change->after[field].text, week)) return;
	change_refuse_input(change, "hours-text", field,
		"工作时段看不懂。请照此填写：1-5 09:00-12:00 13:00-17:00; 6 09:00-12:00（1 为周一，时段由早到晚、不重叠，每天最多 4 段）",
		"The spans cannot be read. Write them like 1-5 09:00-12:00 13:00-17:00; 6 09:00-12:00 (1 is Monday; spans ascending, at "
		"most four a "
		"day)");
}

static void date_check(Change *change, int field) {
	int16_t md;
	if (value_is_null(change->after[field]) || book_month_day_parse(change->after[field].text, &md)) return;
	change_refuse_input(change, "hours-season", field, "日期请写成 月-日，如 06-01", "Write the date as MM-DD, e.g. 06-01");
}

/* Spans the clock can read; a season whole or not at all; one set of standard hours. */
void guard_hours_text(Change *change) {
	const Value *after = change->after;
	week_check(change, HOURS_SPANS);
	week_check(change, HOURS_SEASON_SPANS);
	date_check(change, HOURS_SEASON_FROM);
	date_check(change, HOURS_SEASON_TO);
	int given = !value_is_null(after[HOURS_SEASON_FROM]) + !value_is_null(after[HOURS_SEASON_TO]) +
				!value_is_null(after[HOURS_SEASON_SPANS]);
	if (given != 0 && given != 3)
		change_refuse_input(change, "hours-season", HOURS_SEASON_SPANS, "夏季起、夏季止、夏季时段要一起填写或一起留空",
			"Fill in all of summer from, to and spans, or none of them");
	Value params[] = {value_int(change->id)};
	if (value_number(after[HOURS_STANDARD], 0) == 1 &&
		change_query_int(change, "SELECT count(*) FROM hours WHERE standard = 1 AND id <> ?", params, 1, 0))
		change_refuse_input(change, "hours-standard", HOURS_STANDARD, "已有全局默认的作息，请先取消那一条的默认",
			"Another set of hours is the default; take the default off that one first");
}
