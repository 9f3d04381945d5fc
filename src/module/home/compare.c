/* Compounds, channels and units side by side; every number a link to its rows. */
#include "model_gen.h"
#include "module/home/home.h"

#include <string.h>

enum { PARTS_MAX = 60, MEASURES = 5 };

/* One line of a comparison: the value of the field it stands for, and its name. */
typedef struct Part {
	Value value;
	const char *name;
} Part;

static const FigureGroup *group_of(const FigureGroups *groups, Value value) {
	for (int i = 0; i < groups->count; i++)
		if (value_equal(groups->items[i].value, value)) return &groups->items[i];
	return NULL;
}

static void put_line(
	Web *web, const Part *part, const char *field, const Figure *const figures[MEASURES], const FigureGroup *group) {
	const char *more = part->value.kind == VALUE_TEXT ? arena_printf(web->arena, "%s=%s", field, part->value.text)
													  : arena_printf(web->arena, "%s=%lld", field, (long long)part->value.number);
	H(web->out, "<tr><th scope=\"row\" class=\"c-title\">%s</th>", part->name);
	for (int c = 0; c < MEASURES; c++) {
		bool late = !strcmp(figures[c]->name, "matters-red") && group->counts[c].count;
		H(web->out, "<td class=\"num%s\" data-label=\"%s\">", late ? " late" : "", label_in(figures[c]->label, web->language));
		put_share(web, figures[c], more, group->counts[c]);
		H(web->out, "</td>");
	}
	H(web->out, "</tr>\n");
}

/* Parts without any row are left out. */
static void put_comparison(Web *web, const char *title, const char *first, int field, const Part *parts, int part_count,
	const char *const names[MEASURES]) {
	const Figure *figures[MEASURES];
	FigureGroups groups;
	int shown = 0;
	for (int c = 0; c < MEASURES; c++) figures[c] = figure_by_name(names[c]);
	if (figure_groups(web_conn(web), web->arena, web->actor, web->now, figures, MEASURES, field, &groups)) return;
	H(web->out,
		"<section class=\"panel\"><div class=\"panel-head\"><h2>%s</h2><a class=\"small push\" "
		"href=\"/figures\">%s</a></div><div "
		"class=\"scroll\"><table class=\"table cards compare\"><thead><tr><th scope=\"col\">%s</th>",
		title, TR(web, "口径", "Definitions"), first);
	for (int c = 0; c < MEASURES; c++)
		H(web->out, "<th scope=\"col\" class=\"num\">%s</th>", label_in(figures[c]->label, web->language));
	H(web->out, "</tr></thead><tbody>\n");
	for (int i = 0; i < part_count; i++) {
		const FigureGroup *group = group_of(&groups, parts[i].value);
		if (!group) continue;
		put_line(web, &parts[i], model_records[RECORD_MATTER].fields[field].name, figures, group);
		shown++;
	}
	H(web->out, "</tbody></table></div>\n");
	if (!shown) put_empty(web, TR(web, "还没有可比的事项", "Nothing to compare yet"), NULL, NULL);
	H(web->out, "</section>\n");
}

static int parts_of_rows(Web *web, int record, const char *filter, int title, Part parts[PARTS_MAX]) {
	Rows rows = rows_read(web, record, filter, PARTS_MAX - 1);
	for (int i = 0; i < rows.count; i++) parts[i] = (Part){value_int(row_id(&rows.rows[i])), row_text(&rows.rows[i], title)};
	return rows.count;
}

void put_compounds(Web *web) {
	static const char *const names[MEASURES] = {"matters-open", "matters-red", "done-on-time", "satisfaction", "quality-fine"};
	Part parts[PARTS_MAX];
	int count = parts_of_rows(web, RECORD_PLACE, "kind=compound&active.ne=0", PLACE_NAME, parts);
	put_comparison(
		web, TR(web, "院区对比", "Compounds compared"), TR(web, "院区", "Compound"), MATTER_COMPOUND, parts, count, names);
}

void put_channels(Web *web) {
	static const char *const names[MEASURES] = {"received", "matters-open", "done-on-time", "rated", "satisfaction"};
	Part parts[PARTS_MAX];
	const ChoiceSet *set = model_records[RECORD_MATTER].fields[MATTER_CHANNEL].choices;
	int count = 0;
	for (int i = 0; i < set->count && count < PARTS_MAX; i++)
		parts[count++] = (Part){value_text(set->choices[i].code), label_in(set->choices[i].label, web->language)};
	put_comparison(web, TR(web, "各渠道", "By channel"), TR(web, "渠道", "Channel"), MATTER_CHANNEL, parts, count, names);
}

void put_unit_lamps(Web *web) {
	static const char *const names[MEASURES] = {"matters-red", "matters-yellow", "matters-green", "matters-grey", "matters-done"};
	Part parts[PARTS_MAX];
	/* Those below the own unit, then the own. */
	int count = parts_of_rows(web, RECORD_UNIT, "active.ne=0&parent.under=my-unit&sort=name", UNIT_NAME, parts);
	parts[count++] = (Part){value_int(web->actor->unit), web->actor->unit_name};
	put_comparison(web, TR(web, "各单位的灯", "Lamps by unit"), TR(web, "单位", "Unit"), MATTER_OWNER_UNIT, parts, count, names);
}
