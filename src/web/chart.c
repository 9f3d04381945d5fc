#include "web/app.h"

enum { WIDE = 480, HIGH = 170, LEFT = 34, RIGHT = 12, TOP = 12, BOTTOM = 26, SPAN = 200 };

static int x_of(const Chart *chart, int i) {
	return LEFT + (WIDE - LEFT - RIGHT) * i / (chart->point_count > 1 ? chart->point_count - 1 : 1);
}

/* The axis begins at the round 20 % under the lowest value, so that 95 and 98 can be told apart; its foot is written on it. */
static int64_t foot_of(const Chart *chart) {
	int64_t least = 1000;
	for (int l = 0; l < chart->line_count; l++)
		for (int i = 0; i < chart->point_count; i++)
			if (chart->lines[l].values[i] >= 0 && chart->lines[l].values[i] < least) least = chart->lines[l].values[i];
	int64_t foot = least / SPAN * SPAN;
	return foot > 800 ? 800 : foot;
}

static int y_of(int64_t value, int64_t foot) {
	return HIGH - BOTTOM - (int)((HIGH - TOP - BOTTOM) * (value - foot) / (1000 - foot));
}

static void put_marker(Buf *out, int line, int x, int y) {
	switch (line) {
	case 0: H(out, "<circle class=\"mark-1\" cx=\"%d\" cy=\"%d\" r=\"3\"/>", x, y); break;
	case 1: H(out, "<rect class=\"mark-2\" x=\"%d\" y=\"%d\" width=\"6\" height=\"6\"/>", x - 3, y - 3); break;
	default: H(out, "<path class=\"mark-%d\" d=\"M%d %dl4 7h-8z\"/>", line + 1, x, y - 4);
	}
}

/* A gap where a month has nothing: the line begins anew after it. */
static void put_line(Web *web, const Chart *chart, int line, int64_t foot) {
	Buf *out = web->out;
	const int64_t *values = chart->lines[line].values;
	bool drawing = false;
	H(out, "<path class=\"line-%d\" d=\"", line + 1);
	for (int i = 0; i < chart->point_count; i++) {
		if (values[i] >= 0) H(out, "%c%d %d", drawing ? 'L' : 'M', x_of(chart, i), y_of(values[i], foot));
		drawing = values[i] >= 0;
	}
	H(out, "\"/>");
	for (int i = 0; i < chart->point_count; i++)
		if (values[i] >= 0) put_marker(out, line, x_of(chart, i), y_of(values[i], foot));
}

void put_chart(Web *web, const Chart *chart) {
	Buf *out = web->out;
	int64_t foot = foot_of(chart);
	H(out, "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", WIDE, HIGH, chart->title);
	for (int step = 0; step < 3; step++) {
		int64_t value = foot + (1000 - foot) * step / 2;
		int y = y_of(value, foot);
		H(out, "<path class=\"axis\" d=\"M%d %dh%d\"/><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%ld</text>", LEFT, y,
			WIDE - LEFT - RIGHT, LEFT - 5, y + 4, (long)value / 10);
	}
	int every = chart->point_count > 6 ? 2 : 1;
	for (int i = (chart->point_count - 1) % every; i < chart->point_count; i += every)
		H(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>", x_of(chart, i), HIGH - 6, chart->points[i]);
	for (int l = 0; l < chart->line_count; l++) put_line(web, chart, l, foot);
	H(out, "</svg>\n<p class=\"row wide small legend\">");
	for (int l = 0; l < chart->line_count; l++) {
		H(out,
			"<span><svg class=\"legend-mark\" viewBox=\"0 0 32 12\" aria-hidden=\"true\"><path class=\"line-%d\" d=\"M0 6h32\"/>",
			l + 1);
		put_marker(out, l, 16, 6);
		H(out, "</svg>%s</span>", chart->lines[l].label);
	}
	H(out, "</p>\n");
}
