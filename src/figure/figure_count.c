/* Counting figures: those that look at the same rows share one reading of them, grouped by the fields they compare; what a group counts for
 * is then decided here, by the very filters of the figure. */
#include "base/log.h"
#include "figure/figure.h"

#include <string.h>

enum { PASSES_MAX = FIGURES_MAX * 2 };

/* One reading: the rows of a window, perhaps by the values of fields. */
typedef struct Pass {
	int record;
	const char *rows; /* as in a URL */
	bool shared; /* of a window; else the one figure's own */
	Tally tally;
} Pass;

/* What one ask makes of a pass: the conditions on the groups. */
typedef struct Reading {
	int pass;
	const Query *part, *whole; /* NULL: every group counts */
} Reading;

typedef struct Plan {
	Arena *arena;
	const Actor *actor;
	int64_t now;
	int group; /* field by which every pass is grouped first; -1: none */
	Pass passes[PASSES_MAX];
	int pass_count;
} Plan;

static const Query *query_new(Plan *plan, int record, const char *filter) {
	Query *query = arena_alloc(plan->arena, sizeof *query);
	Refusals refusals;
	refusals_init(&refusals, plan->arena);
	query_init(query, &model_records[record]);
	if (!query_read_text(query, plan->arena, plan->actor, plan->now, filter, &refusals))
		bug("a figure's filter %s: %s", filter, refusals.count ? refusals.items[0].en : "wrong");
	return query;
}

/* How many fields the tally would have with those of the query added. */
static int fields_with(Tally *tally, const Query *query, bool add) {
	int count = tally->field_count, extra[FILTERS_MAX], extras = 0;
	for (int i = 0; query && i < query->filter_count; i++) {
		bool known = false;
		for (int f = 0; f < tally->field_count; f++) known |= tally->fields[f] == query->filters[i].field;
		for (int f = 0; f < extras; f++) known |= extra[f] == query->filters[i].field;
		if (!known) extra[extras++] = query->filters[i].field;
	}
	for (int i = 0; add && i < extras; i++) tally->fields[tally->field_count++] = extra[i];
	return count + extras;
}

static int pass_new(Plan *plan, int record, const char *rows, bool shared) {
	if (plan->pass_count == PASSES_MAX) bug("more than %d readings for figures", PASSES_MAX);
	Pass *pass = &plan->passes[plan->pass_count];
	*pass = (Pass){.record = record, .rows = rows, .shared = shared, .tally = {.query = query_new(plan, record, rows)}};
	if (plan->group >= 0) pass->tally.fields[pass->tally.field_count++] = plan->group;
	return plan->pass_count++;
}

/* A pass over the same rows that has room for the fields of the two conditions; a new one where there is none. */
static int pass_for(Plan *plan, int record, const char *rows, const Query *part, const Query *whole) {
	for (int i = 0; i < plan->pass_count; i++) {
		Pass *pass = &plan->passes[i];
		if (!pass->shared || pass->record != record || strcmp(pass->rows, rows)) continue;
		Tally trial = pass->tally;
		if (fields_with(&trial, part, false) > TALLY_FIELDS) continue;
		fields_with(&trial, part, true);
		if (fields_with(&trial, whole, false) > TALLY_FIELDS) continue;
		fields_with(&trial, whole, true);
		pass->tally = trial;
		return i;
	}
	int made = pass_new(plan, record, rows, true);
	Tally *tally = &plan->passes[made].tally;
	if (fields_with(tally, part, false) > TALLY_FIELDS) bug("a figure compares more than %d fields", TALLY_FIELDS);
	fields_with(tally, part, true);
	if (fields_with(tally, whole, false) > TALLY_FIELDS) bug("a figure compares more than %d fields", TALLY_FIELDS);
	fields_with(tally, whole, true);
	return made;
}

static const char *joined(Arena *arena, const char *a, const char *b) {
	if (!b || !*b) return a;
	return *a ? arena_printf(arena, "%s&%s", a, b) : b;
}

/* The readings of one ask: one where it has a window; else one for its rows and one for its whole. */
static int plan_ask(Plan *plan, const FigureAsk *ask, Reading ret[2]) {
	const Figure *figure = ask->figure;
	if (!figure->window) {
		ret[0] = (Reading){.pass = pass_new(plan, figure->record, joined(plan->arena, figure->filter, ask->more), false)};
		if (!figure->of) return 1;
		ret[1] = (Reading){.pass = pass_new(plan, figure->record, joined(plan->arena, figure->of, ask->more), false)};
		return 2;
	}
	const Query *part = query_new(plan, figure->record, figure->filter),
				*whole = figure->of ? query_new(plan, figure->record, figure->of) : NULL;
	ret[0] = (Reading){pass_for(plan, figure->record, joined(plan->arena, figure->window, ask->more), part, whole), part, whole};
	return 1;
}

static bool is_among(const Filter *filter, Value value) {
	for (int i = 0; i < filter->count; i++)
		if (value_equal(filter->values[i], value)) return true;
	return false;
}

/* What the read door's condition says of one value: an empty one is among none. */
static bool filter_fits(const Filter *filter, Value value) {
	switch (filter->op) {
	case FILTER_IN: return !value_is_null(value) && is_among(filter, value);
	case FILTER_NOT_IN: return value_is_null(value) || !is_among(filter, value);
	case FILTER_NULL: return value_is_null(value);
	case FILTER_NOT_NULL: return !value_is_null(value);
	default: bug("a figure of a window compares what is no choice");
	}
}

static bool row_fits(const Tally *tally, const Query *query, const TallyRow *row) {
	for (int i = 0; query && i < query->filter_count; i++)
		for (int f = 0; f < tally->field_count; f++)
			if (tally->fields[f] == query->filters[i].field && !filter_fits(&query->filters[i], row->values[f])) return false;
	return true;
}

static int plan_run(Plan *plan, Conn *conn, TallyRows *ret) {
	Tally tallies[PASSES_MAX];
	for (int i = 0; i < plan->pass_count; i++) tallies[i] = plan->passes[i].tally;
	return query_tallies(conn, plan->arena, plan->actor, tallies, plan->pass_count, ret);
}

/* Adds a group's rows to what the ask's readings make of it. */
static void row_add(
	const Plan *plan, const Figure *figure, const Reading *readings, int count, const TallyRow *row, FigureCount *ret) {
	for (int i = 0; i < count; i++) {
		if (readings[i].pass != row->tally) continue;
		const Tally *tally = &plan->passes[row->tally].tally;
		if (i) ret->of += row->count;
		else if (row_fits(tally, readings[i].part, row)) ret->count += row->count;
		if (figure->window && figure->of && row_fits(tally, readings[i].whole, row)) ret->of += row->count;
	}
}

int figure_counts(
	Conn *conn, Arena *arena, const Actor *actor, int64_t now, const FigureAsk *asks, int count, FigureCount *ret_counts) {
	Plan *plan = arena_alloc(arena, sizeof *plan);
	Reading readings[FIGURES_MAX][2];
	int reading_counts[FIGURES_MAX];
	TallyRows rows;
	if (count > FIGURES_MAX) bug("%d figures at once", count);
	*plan = (Plan){.arena = arena, .actor = actor, .now = now, .group = -1};
	for (int i = 0; i < count; i++)
		reading_counts[i] = plan_ask(plan, &asks[i], readings[i]), ret_counts[i] = (FigureCount){0, 0};
	int fault = plan_run(plan, conn, &rows);
	for (int r = 0; !fault && r < rows.count; r++)
		for (int i = 0; i < count; i++)
			row_add(plan, asks[i].figure, readings[i], reading_counts[i], &rows.rows[r], &ret_counts[i]);
	return fault;
}

static FigureGroup *group_of(FigureGroups *groups, Value value) {
	for (int i = 0; i < groups->count; i++)
		if (value_equal(groups->items[i].value, value)) return &groups->items[i];
	if (groups->count == FIGURE_GROUPS_MAX) return NULL;
	FigureGroup *group = &groups->items[groups->count++];
	*group = (FigureGroup){.value = value};
	return group;
}

int figure_groups(Conn *conn, Arena *arena, const Actor *actor, int64_t now, const Figure *const *figures, int count, int field,
	FigureGroups *ret) {
	Plan *plan = arena_alloc(arena, sizeof *plan);
	Reading readings[FIGURE_COLUMNS_MAX][2];
	int reading_counts[FIGURE_COLUMNS_MAX];
	TallyRows rows;
	if (count > FIGURE_COLUMNS_MAX) bug("%d figures of groups", count);
	*ret = (FigureGroups){.items = arena_array(arena, FIGURE_GROUPS_MAX, sizeof(FigureGroup))};
	*plan = (Plan){.arena = arena, .actor = actor, .now = now, .group = field};
	for (int i = 0; i < count; i++) {
		FigureAsk ask = {figures[i], NULL};
		reading_counts[i] = plan_ask(plan, &ask, readings[i]);
	}
	int fault = plan_run(plan, conn, &rows);
	for (int r = 0; !fault && r < rows.count; r++) {
		FigureGroup *group = group_of(ret, rows.rows[r].values[0]);
		for (int i = 0; group && i < count; i++)
			row_add(plan, figures[i], readings[i], reading_counts[i], &rows.rows[r], &group->counts[i]);
	}
	return fault;
}
