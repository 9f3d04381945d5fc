/* Compounds, channels and units side by side; every number a link to its rows. */
#include "model_gen.h"
#include "module/home/home.h"

#include <string.h>

enum { GROUPS_MAX = 30, COLUMNS_MAX = 6 };

typedef struct Measure {
	const char *figure, *more; /* more: further conditions for this column, or NULL */
	const char *lamp;
} Measure;

typedef struct Group {
	const char *name, *more;
} Group;

/* All cells are figures of a group: one statement (or two where they are many). */
static int cells_read(
	Web *web, const Group *groups, int group_count, const Measure *columns, int column_count, FigureCount *ret) {
	FigureAsk asks[FIGURES_MAX];
	int done = 0, count = 0, fault = STORE_OK;
	for (int g = 0; g < group_count && !fault; g++)
		for (int c = 0; c < column_count && !fault; c++) {
			asks[count++] = (FigureAsk){figure_by_name(columns[c].figure), groups[g].more};
			bool last = g == group_count - 1 && c == column_count - 1;
			if (count < FIGURES_MAX && !last) continue;
			fault = figure_counts(web_conn(web), web->arena, web->actor, web->now, asks, count, ret + done);
			done += count, count = 0;
		}
	return fault;
}

static void put_cells(Web *web, const char *title, const char *first, const Group *groups, int group_count,
	const Measure *columns, int column_count) {
	Buf *out = web->out;
	FigureCount *cells = arena_array(web->arena, (size_t)(group_count * column_count) + 1, sizeof *cells);
	if (!group_count || cells_read(web, groups, group_count, columns, column_count, cells)) return;
	H(out,
		"<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2><a class=\"small push\" "
		"href=\"/figures\">%s</a></div><div "
		"class=\"scroll\"><table class=\"table cards compare\"><thead><tr><th scope=\"col\">%s</th>",
		title, TR(web, "口径", "Definitions"), first);
	for (int c = 0; c < column_count; c++)
		H(out, "<th scope=\"col\" class=\"num\">%s</th>", label_in(figure_by_name(columns[c].figure)->label, web->language));
	H(out, "</tr></thead><tbody>\n");
	for (int g = 0; g < group_count; g++) {
		bool any = false;
		for (int c = 0; c < column_count; c++) any |= cells[g * column_count + c].count || cells[g * column_count + c].of;
		if (!any) continue;
		H(out, "<tr><th scope=\"row\" class=\"c-title\">%s</th>", groups[g].name);
		for (int c = 0; c < column_count; c++) {
			FigureCount cell = cells[g * column_count + c];
			H(out, "<td class=\"num%s\" data-label=\"%s\">", columns[c].lamp && cell.count ? " late" : "",
				label_in(figure_by_name(columns[c].figure)->label, web->language));
			put_share(web, figure_by_name(columns[c].figure), groups[g].more, cell);
			H(out, "</td>");
		}
		H(out, "</tr>\n");
	}
	H(out, "</tbody></table></div></section>\n");
}

static int groups_of_rows(Web *web, int record, const char *filter, int title, const char *field, Group groups[GROUPS_MAX]) {
	int count = 0;
	Rows rows = rows_read(web, record, filter, GROUPS_MAX);
	for (int i = 0; i < rows.count && count < GROUPS_MAX; i++) {
		const Row *row = &rows.rows[i];
		groups[count++] = (Group){row_text(row, title), arena_printf(web->arena, "%s=%lld", field, (long long)row_id(row))};
	}
	return count;
}

void put_compounds(Web *web) {
	static const Measure columns[] = {{"matters-open", NULL, NULL}, {"matters-red", NULL, "red"}, {"done-on-time", NULL, NULL},
		{"satisfaction", NULL, NULL}, {"quality-fine", NULL, NULL}};
	Group groups[GROUPS_MAX];
	int count = groups_of_rows(web, RECORD_PLACE, "kind=compound&active.ne=0", PLACE_NAME, "compound", groups);
	put_cells(web, TR(web, "院区对比", "Compounds compared"), TR(web, "院区", "Compound"), groups, count, columns, 5);
}

void put_channels(Web *web) {
	static const Measure columns[] = {{"received", NULL, NULL}, {"matters-open", NULL, NULL}, {"done-on-time", NULL, NULL},
		{"rated", NULL, NULL}, {"satisfaction", NULL, NULL}};
	Group groups[GROUPS_MAX];
	const ChoiceSet *set = model_records[RECORD_MATTER].fields[MATTER_CHANNEL].choices;
	int count = 0;
	for (int i = 0; i < set->count && count < GROUPS_MAX; i++)
		groups[count++] =
			(Group){label_in(set->choices[i].label, web->language), arena_printf(web->arena, "channel=%s", set->choices[i].code)};
	put_cells(web, TR(web, "各渠道", "By channel"), TR(web, "渠道", "Channel"), groups, count, columns, 5);
}

void put_unit_lamps(Web *web) {
	static const Measure columns[] = {{"matters-red", NULL, "red"}, {"matters-yellow", NULL, NULL}, {"matters-green", NULL, NULL},
		{"matters-grey", NULL, NULL}, {"matters-done", NULL, NULL}};
	Group groups[GROUPS_MAX];
	/* The own unit and those below it: as the place under a unit is asked for in the tree of units. */
	int count = groups_of_rows(web, RECORD_UNIT, "active.ne=0&parent.under=my-unit&sort=name", UNIT_NAME, "owner_unit", groups);
	if (count < GROUPS_MAX) {
		memmove(groups + 1, groups, (size_t)count * sizeof *groups);
		groups[0] = (Group){web->actor->unit_name, arena_printf(web->arena, "owner_unit=%lld", (long long)web->actor->unit)};
		count++;
	}
	put_cells(web, TR(web, "各单位的灯", "Lamps by unit"), TR(web, "单位", "Unit"), groups, count, columns, 5);
}
