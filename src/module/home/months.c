/* Timeliness, satisfaction and quality of the last twelve months: one statement, a chart, and the same as a table of links. */
#include "base/instant.h"
#include "model_gen.h"
#include "module/home/home.h"

#include <string.h>

enum { MONTHS = 12, KINDS = 3 };
static const char *const names[KINDS] = {"month-on-time", "month-satisfaction", "month-quality"};

static int32_t month_day(int64_t now, int back) {
	Civil civil = civil_of_instant(now);
	int month = civil.year * 12 + civil.month - 1 - back;
	return day_of(month / 12, month % 12 + 1, 1);
}

int months_read(Web *web, FigureCount ret[KINDS][MONTHS], char *ret_more[MONTHS]) {
	FigureAsk asks[KINDS * MONTHS];
	for (int m = 0; m < MONTHS; m++) {
		ret_more[m] =
			arena_printf(web->arena, "done_at.ge=%s&done_at.lt=%s", day_format(web->arena, month_day(web->now, MONTHS - 1 - m)),
				day_format(web->arena, month_day(web->now, MONTHS - 2 - m)));
		for (int k = 0; k < KINDS; k++) asks[k * MONTHS + m] = (FigureAsk){figure_by_name(names[k]), ret_more[m]};
	}
	return figure_counts(web_conn(web), web->arena, web->actor, web->now, asks, KINDS * MONTHS, &ret[0][0]);
}

static const char *month_words(Web *web, int back) {
	Civil civil = civil_of_day(month_day(web->now, back));
	if (web->language == LANGUAGE_EN) return arena_printf(web->arena, "%d-%02d", civil.year, civil.month);
	return arena_printf(web->arena, "%d 月", civil.month);
}

/* 按时办结 6 月 91.2 % 至 11 月 97.0 % …: the chart for who does not see it. */
static const char *chart_title(Web *web, const Chart *chart) {
	const char *words = TR(web, "近 12 个月", "The last 12 months");
	for (int k = 0; k < chart->line_count; k++) {
		int first = -1, last = -1;
		for (int m = 0; m < MONTHS; m++)
			if (chart->lines[k].values[m] >= 0) last = m, first = first < 0 ? m : first;
		if (first < 0) continue;
		int64_t a = chart->lines[k].values[first], b = chart->lines[k].values[last];
		words = arena_printf(web->arena, "%s；%s：%s %lld.%lld %%，%s %lld.%lld %%", words, chart->lines[k].label,
			chart->points[first], (long long)a / 10, (long long)a % 10, chart->points[last], (long long)b / 10,
			(long long)b % 10);
	}
	return words;
}

static void put_table_of(Web *web, FigureCount counts[KINDS][MONTHS], char *more[MONTHS], const char *const points[MONTHS]) {
	H(web->out,
		"<details class=\"as-table\"><summary>%s</summary><div class=\"scroll\"><table class=\"table\"><thead><tr><th "
		"scope=\"col\">%s</th>",
		TR(web, "看表", "As a table"), TR(web, "月份", "Month"));
	for (int k = 0; k < KINDS; k++)
		H(web->out, "<th scope=\"col\" class=\"num\">%s</th>", label_in(figure_by_name(names[k])->label, web->language));
	H(web->out, "</tr></thead><tbody>\n");
	for (int m = MONTHS - 1; m >= 0; m--) {
		H(web->out, "<tr><th scope=\"row\" class=\"nowrap\">%s</th>", points[m]);
		for (int k = 0; k < KINDS; k++) {
			H(web->out, "<td class=\"num\">");
			put_share(web, figure_by_name(names[k]), more[m], counts[k][m]);
			H(web->out, "</td>");
		}
		H(web->out, "</tr>\n");
	}
	H(web->out, "</tbody></table></div></details>\n");
}

void put_months(Web *web) {
	FigureCount counts[KINDS][MONTHS];
	char *more[MONTHS];
	const char *points[MONTHS];
	ChartLine lines[KINDS];
	bool any = false;
	if (months_read(web, counts, more)) return;
	for (int m = 0; m < MONTHS; m++) points[m] = month_words(web, MONTHS - 1 - m);
	for (int k = 0; k < KINDS; k++) {
		lines[k].label = label_in(figure_by_name(names[k])->label, web->language);
		for (int m = 0; m < MONTHS; m++) lines[k].values[m] = figure_permille(counts[k][m]), any |= counts[k][m].of > 0;
	}
	Chart chart = {.points = points, .point_count = MONTHS, .lines = lines, .line_count = KINDS};
	chart.title = chart_title(web, &chart);
	H(web->out,
		"<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2><span class=\"muted small\">%s</span><a class=\"small "
		"push\" "
		"href=\"/figures/month-on-time\">%s</a></div><div class=\"panel-body\">\n",
		TR(web, "近 12 个月", "12 months"), TR(web, "百分比，按办结月份", "percent, by the month of completion"),
		TR(web, "口径", "Definition"));
	if (any) {
		put_chart(web, &chart);
		put_table_of(web, counts, more, points);
	} else put_empty(web, TR(web, "近 12 个月还没有办结的事项", "Nothing was completed in the last 12 months"), NULL, NULL);
	H(web->out, "</div></section>\n");
}
