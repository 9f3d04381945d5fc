/* What can be done next on a matter: at most three buttons by state and right, the first the main one; the rest under 更多; what is expected
 * but not possible yet stays visible and says why. */
#include "model_gen.h"
#include "module/matter/page.h"

#include <string.h>

enum { ACTIONS_MAX = 40, SHOWN = 3 };

typedef struct Action {
	const char *words, *href, *key; /* key: the letter that presses it, or NULL */
	const char *why; /* not possible: what is missing; NULL where it is possible */
	bool main, post; /* post: done at once, nothing asked */
	int64_t version;
} Action;
typedef struct Actions {
	Web *web;
	const MatterPage *page;
	Action items[ACTIONS_MAX];
	int count;
} Actions;

static Action *add(Actions *list, const char *words, const char *href) {
	Action *action = &list->items[list->count < ACTIONS_MAX - 1 ? list->count++ : ACTIONS_MAX - 1];
	*action = (Action){.words = words, .href = href};
	return action;
}

static bool state_is(const MatterPage *page, const char *state) {
	return !strcmp(row_text(page->row, MATTER_STATE), state);
}

static bool possible(const Actions *list, const Row *row, const char *name) {
	const CommandDef *command = record_command(row->record, name);
	return command && command_allowed(command, list->web->actor) && command_fits_state(command, row);
}

static Action *add_matter(Actions *list, const char *name) {
	const CommandDef *command = record_command(list->page->row->record, name);
	if (!command || !possible(list, list->page->row, name)) return NULL;
	return add(
		list, label_in(command->label, list->web->language), arena_printf(list->web->arena, "%s/%s", list->page->path, name));
}

/* Whether this actor does the part: it was given to them, or they lead others. */
static bool is_theirs(const Web *web, const Row *order) {
	int64_t worker = row_int(order, WORK_ORDER_WORKER);
	unsigned above = ROLE_BIT(ROLE_TEAM) | ROLE_BIT(ROLE_HEAD);
	return !worker || worker == web->actor->person || web->actor->roles & above;
}

static bool is_lead(const Row *order) {
	return !strcmp(row_text(order, WORK_ORDER_ROLE), ORDER_ROLE_IS_LEAD);
}

static Action *add_order(Actions *list, const Row *order, const char *name) {
	const CommandDef *command = record_command(order->record, name);
	Arena *arena = list->web->arena;
	if (!command || !possible(list, order, name)) return NULL;
	const char *words = label_in(command->label, list->web->language);
	if (!is_lead(order)) words = arena_printf(arena, "%s%s", words, TR(list->web, "（协办）", " (cooperating)"));
	return add(list, words, arena_printf(arena, "/work-orders/%lld/%s", (long long)row_id(order), name));
}

/* Whether the order is among those this actor's own scope covers: only then its buttons stand here. */
static bool in_scope(const Web *web, const Row *order) {
	const Actor *actor = web->actor;
	int64_t unit = row_int(order, WORK_ORDER_UNIT);
	if (row_int(order, WORK_ORDER_WORKER) == actor->person) return true;
	for (int i = 0; i < actor->grant_count; i++) {
		const Grant *grant = &actor->grants[i];
		if (!(ROLE_BIT(grant->role) & order->record->read)) continue;
		if (grant->kind == SCOPE_ALL) return true;
		for (int k = 0; grant->kind == SCOPE_UNITS && k < grant->id_count; k++)
			if (grant->ids[k] == unit) return true;
	}
	return false;
}

/* The parts that are this actor's to do: sign, arrive, complete first; then pause, assign, return. */
static void add_orders(Actions *list) {
	static const char *const first[] = {"sign", "attend", "complete", "resume"}, *const then[] = {"pause", "assign",
																					 "return_to_desk", "rework"};
	const Rows *orders = &list->page->orders;
	for (int pass = 0; pass < 2; pass++)
		for (int o = 0; o < orders->count; o++) {
			const Row *order = &orders->rows[o];
			if (!in_scope(list->web, order)) continue;
			for (int i = 0; i < 4; i++) {
				const char *name = pass ? then[i] : first[i];
				bool attended = !value_is_null(order->values[WORK_ORDER_ATTENDED_AT]),
					 paused = !value_is_null(order->values[WORK_ORDER_PAUSED_AT]);
				bool rework_late = !strcmp(name, "rework") && (!is_lead(order) || !state_is(list->page, MATTER_STATE_DONE));
				if ((!strcmp(name, "attend") && attended) || (!strcmp(name, "resume") != paused && !strcmp(name, "resume")) ||
					(!strcmp(name, "pause") && paused) || rework_late)
					continue;
				if (strcmp(name, "assign") && strcmp(name, "rework") && !is_theirs(list->web, order)) continue;
				Action *action = add_order(list, order, name);
				if (!action) continue;
				action->main = !pass && !paused && (strcmp(name, "complete") || attended);
				if (!strcmp(name, "assign")) action->key = "a";
				if (!strcmp(name, "complete") && is_lead(order) && list->page->facts.helpers_open)
					action->why = TR(list->web, "协办还没有办完", "cooperating parts are open");
			}
		}
}

static void add_close(Actions *list) {
	const Duties *duties = &list->page->duties;
	Web *web = list->web;
	const CommandDef *command = record_command(list->page->row->record, "close");
	bool open = state_is(list->page, MATTER_STATE_SENT) || state_is(list->page, MATTER_STATE_WORKING) ||
				state_is(list->page, MATTER_STATE_DONE);
	if (!command_allowed(command, web->actor) || !open) return;
	Action *action = add(list, label_in(command->label, web->language), arena_printf(web->arena, "%s/close", list->page->path));
	const Duty *all[] = {&duties->account, &duties->outcome, &duties->answer};
	BUF(missing, 400);
	for (int i = 0; i < 3; i++)
		if (all[i]->state != DUTY_FULL)
			buf_printf(&missing, "%s%s", missing.length ? TR(web, "、", ", ") : "", label_in(all[i]->name, web->language));
	if (missing.length) action->why = arena_printf(web->arena, "%s%s", TR(web, "还差：", "Missing: "), buf_text(&missing));
	else action->main = true;
}

static void add_desk(Actions *list) {
	if (list->page->in_pane) return;
	Action *action;
	bool out = state_is(list->page, MATTER_STATE_SENT) || state_is(list->page, MATTER_STATE_WORKING);
	unsigned above = ROLE_BIT(ROLE_DESK) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_LEADER);
	if ((action = add_matter(list, "accept"))) action->main = action->post = true, action->key = "a";
	if ((action = add_matter(list, "dispatch"))) action->main = true, action->key = "a";
	if (!list->page->duties.answer.when || list->page->duties.answer.state != DUTY_FULL)
		if ((action = add_matter(list, "answer"))) action->main = true;
	if (out && list->web->actor->roles & above && (action = add_matter(list, "urge"))) action->key = "u";
}

/* Everything else the model offers here. */
static void add_rest(Actions *list) {
	static const char *const told[] = {"accept", "dispatch", "answer", "close", "remark", "edit"};
	const Record *record = list->page->row->record;
	add_matter(list, "merge");
	add_matter(list, "refuse");
	if (!list->page->in_pane) add_matter(list, "urge");
	for (int i = 0; i < record->command_count; i++) {
		const CommandDef *command = &record->commands[i];
		bool skip = command->flags & (COMMAND_CREATE | COMMAND_QUIET);
		for (int k = 0; k < list->count; k++)
			skip |= text_ends(list->items[k].href, arena_printf(list->web->arena, "%s/%s", list->page->path, command->name));
		for (size_t k = 0; k < sizeof told / sizeof *told; k++) skip |= !strcmp(command->name, told[k]);
		/* Reopening by an asker is on the asker's pages; here it is for those who may do it for others. */
		if (skip || (command->by & ROLE_BIT(ROLE_GUEST) && !list->page->staff)) continue;
		if (!strcmp(command->name, "callback")) {
			if (possible(list, list->page->row, "callback"))
				add(list, label_in(command->label, list->web->language),
					arena_printf(list->web->arena, "/desk/call/%lld", (long long)list->page->id));
			continue;
		}
		add_matter(list, command->name);
	}
}

static void put_action(Web *web, const Action *action, const char *class, int64_t version) {
	Buf *out = web->out;
	if (action->why) {
		H(out, "<a class=\"%s\" aria-disabled=\"true\" href=\"%s\" title=\"%s\">%s<small>%s</small></a>", class, action->href,
			action->why, action->words, action->why);
		return;
	}
	if (action->post) {
		H(out, "<form method=\"post\" action=\"%s\">", action->href);
		put_form_hidden(web);
		H(out, "<input type=\"hidden\" name=\"version\" value=\"%ld\"><button class=\"%s\"", (long)version, class);
		if (action->key) H(out, " data-key=\"%s\"", action->key);
		H(out, ">%s</button></form>", action->words);
		return;
	}
	H(out, "<a class=\"%s\" href=\"%s\"", class, action->href);
	if (action->key) H(out, " data-key=\"%s\"", action->key);
	H(out, ">%s</a>", action->words);
}

/* Main ones first, then the possible, the impossible last but within sight. */
static int order_actions(Actions *list, const Action **ret) {
	int count = 0;
	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < list->count; i++)
			if ((list->items[i].main && !list->items[i].why) == (pass == 0)) ret[count++] = &list->items[i];
	return count;
}

void put_matter_actions(Web *web, const MatterPage *page) {
	Actions list = {.web = web, .page = page};
	const Action *sorted[ACTIONS_MAX];
	int64_t version = page->row->values[FIELD_VERSION_AT].number;
	add_desk(&list);
	add_orders(&list);
	add_close(&list);
	add_rest(&list);
	int count = order_actions(&list, sorted);
	Buf *out = web->out;
	if (!count) return;
	H(out, "<div class=\"actions\">");
	for (int i = 0; i < count; i++) {
		if (i == SHOWN) {
			H(out, "<details class=\"menu\"><summary class=\"btn\">%s", TR(web, "更多", "More"));
			put_icon(web, "down");
			H(out, "</summary><div class=\"menu-list\">");
		}
		bool main = i == 0 && sorted[0]->main && !sorted[0]->why;
		put_action(web, sorted[i], i >= SHOWN ? "" : main ? "btn main" : "btn", version);
	}
	if (count > SHOWN) H(out, "</div></details>");
	H(out, "</div>\n");
}
