/* /programmes/ID/confirm: the outline with its proposals, one section a step. A proposal nobody judged stays undecided, and says so. */
#include "base/instant.h"
#include "module/programme/confirm.h"
#include "web/app.h"

#include <string.h>

static int64_t first_open(Web *web, int64_t programme, int64_t after, int64_t *ret_any) {
	Value id = value_int(programme);
	int64_t found = -1, loose = -1;
	*ret_any = -1;
	Cursor *cursor = conn_query(web_conn(web), sql_programme_sections, &id, 1);
	while (cursor && cursor_next(cursor)) {
		int64_t section = cursor_int(cursor, 0);
		if (*ret_any < 0 && cursor_int(cursor, 1)) *ret_any = section;
		if (!cursor_int(cursor, 2)) continue;
		/* What stands under no head comes last, whatever the database puts first. */
		if (!section) loose = 0;
		else if (found < 0 && section > after) found = section;
	}
	cursor_end(cursor);
	return found >= 0 ? found : loose;
}

int64_t confirm_next(Web *web, int64_t programme, int64_t section) {
	int64_t any, at = first_open(web, programme, section, &any);
	return at >= 0 ? at : first_open(web, programme, 0, &any);
}

static int64_t section_asked(Web *web, int64_t programme) {
	int64_t at = -1, any;
	if (text_to_int(web_param(web, "at"), &at) && at >= 0) return at;
	at = first_open(web, programme, 0, &any);
	return at >= 0 ? at : any >= 0 ? any : 0;
}

static const char *section_filter(Web *web, int64_t programme, int64_t section, int64_t from) {
	const char *at = section ? arena_printf(web->arena, "%lld", (long long)section) : "null";
	return arena_printf(web->arena, "programme=%lld&section=%s&seq.ge=%lld&kind=head,sentence,list_item", (long long)programme,
		at, (long long)from);
}

bool confirm_load(Web *web, const Row *programme, Confirm *ret) {
	*ret = (Confirm){.programme = programme, .section = section_asked(web, row_id(programme)), .from = 1};
	int64_t from;
	if (text_to_int(web_param(web, "from"), &from) && from > 0) ret->from = from;
	if (!outcomes_load(web, row_id(programme), &ret->outcomes)) return false;
	if (!rows_load(web, &model_records[RECORD_PIECE], section_filter(web, row_id(programme), ret->section, ret->from), "seq",
			SECTION_ROWS, false, &ret->pieces))
		return false;
	if (ret->section)
		ret->head = query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_PIECE], ret->section, false, NULL);
	return true;
}

/* ── the outline at the left ── */

typedef struct Coverage {
	int64_t section, open;
} Coverage;

static int tallies_read(Web *web, int64_t programme, Coverage *tallies, int most) {
	Value id = value_int(programme);
	int count = 0;
	Cursor *cursor = conn_query(web_conn(web), sql_programme_sections, &id, 1);
	while (cursor && count < most && cursor_next(cursor))
		tallies[count++] = (Coverage){cursor_int(cursor, 0), cursor_int(cursor, 2)};
	cursor_end(cursor);
	return count;
}

static void put_outline_line(
	Web *web, const Confirm *confirm, int64_t section, const char *words, int64_t level, int64_t open, bool past) {
	Buf *out = web->out;
	H(out, "<li class=\"%s\"><a href=\"/programmes/%ld/confirm?at=%ld\"%c", level > 1 ? "deeper" : "",
		(long)row_id(confirm->programme), (long)section, ' ');
	if (section == confirm->section) H(out, "aria-current=\"true\"");
	H(out, ">%s</a>", words);
	if (open) H(out, "<b class=\"count\" title=\"%s\">%ld</b>", TR(web, "待定", "to decide"), (long)open);
	else if (past) H(out, "<span class=\"tag\">%s</span>", TR(web, "回顾", "past"));
	else H(out, "<span class=\"tag green\">%s</span>", TR(web, "已定", "decided"));
	H(out, "</li>\n");
}

static void put_outline(Web *web, const Confirm *confirm) {
	Coverage *tallies = arena_array(web->arena, HEADS_SHOWN_MAX, sizeof *tallies);
	int count = tallies_read(web, row_id(confirm->programme), tallies, HEADS_SHOWN_MAX);
	Rows heads;
	if (!rows_load(web, &model_records[RECORD_PIECE],
			arena_printf(web->arena, "programme=%lld&kind=head", (long long)row_id(confirm->programme)), "seq", HEADS_SHOWN_MAX,
			false, &heads))
		return;
	Buf *out = web->out;
	H(out,
		"<nav class=\"panel aside outline\" id=\"outline\" aria-label=\"%s\"><div class=\"panel-head\"><h2>%s</h2></div><ol "
		"class=\"panel-body\">\n",
		TR(web, "提纲", "Outline"), TR(web, "提纲", "Outline"));
	for (int h = 0; h < heads.count; h++) {
		const Row *head = &heads.rows[h];
		for (int t = 0; t < count; t++)
			if (tallies[t].section == row_id(head))
				put_outline_line(web, confirm, row_id(head), piece_line(web, head, 24), row_int(head, PIECE_LEVEL),
					tallies[t].open, !strcmp(row_text(head, PIECE_LOOKS), PIECE_LOOKS_IS_BACK));
	}
	for (int t = 0; t < count; t++)
		if (!tallies[t].section)
			put_outline_line(web, confirm, 0,
				row_int(confirm->programme, PROGRAMME_HEAD_COUNT) ? TR(web, "提纲以外的话", "Outside the outline")
																  : TR(web, "全文（没有提纲）", "The whole text (no outline)"),
				1, tallies[t].open, false);
	H(out, "</ol></nav>\n");
}

/* ── one proposal ── */

static void put_radio(Web *web, int64_t piece, const char *value, const char *words, const char *now) {
	const char *name = arena_printf(web->arena, "d_%lld", (long long)piece), *typed = web_value(web, name);
	H(web->out, "<label><input type=\"radio\" name=\"%s\" id=\"%s_%s\" value=\"%s\"%c", name, name, value, value, ' ');
	if (!strcmp(typed ? typed : now, value)) H(web->out, "checked");
	H(web->out, "><span>%s</span></label>", words);
}

/* What a person decided so far: "" where nobody did. */
const char *confirm_choice(const Row *piece) {
	const char *said = row_text(piece, PIECE_SAID);
	if (!*said) return "";
	return !strcmp(said, PIECE_LOOKS_IS_ASKS) ? "keep" : "not";
}

static void put_box(Web *web, const char *prefix, int64_t piece, const char *suffix, const char *label, const char *type,
	const char *value, const char *more) {
	const char *id = arena_printf(web->arena, "%s_%lld", prefix, (long long)piece),
			   *name = arena_printf(web->arena, "%s%s", id, suffix), *typed = web_value(web, name);
	bool bad = false;
	for (int i = 0; i < web->refusals.count; i++) bad |= !strcmp(web->refusals.items[i].field, id);
	H(web->out, "<div class=\"field%s\"><label for=\"f-%s\">%s</label><input type=\"%s\" id=\"f-%s\" name=\"%s\" value=\"%s\"%c",
		bad ? " bad" : "", id, label, type, id, name, typed ? typed : value, ' ');
	if (bad) H(web->out, "aria-invalid=\"true\" ");
	if (more) H(web->out, "list=\"%s\" autocomplete=\"off\"", more);
	else if (!strcmp(type, "text")) H(web->out, "maxlength=\"120\"");
	H(web->out, "></div>\n");
}

static void put_reason(Web *web, const Row *piece) {
	static const char *const zh[] = {"没有线索", "拿不准", "较有把握", "很有把握"}, *const en[] = {
																						"no sign", "unsure", "clear", "strong"};
	const char *said = row_text(piece, PIECE_SAID), *reason = row_text(piece, PIECE_REASON);
	int64_t strength = row_int(piece, PIECE_STRENGTH);
	if (web->language == LANGUAGE_EN && *row_text(piece, PIECE_REASON_EN)) reason = row_text(piece, PIECE_REASON_EN);
	Buf *out = web->out;
	H(out, "<p class=\"reason\"><span class=\"tag\">%s</span> %s%s", web_show(web, piece, PIECE_LOOKS),
		strength >= 0 && strength < 4 ? TR(web, zh[strength], en[strength]) : "", *reason ? TR(web, "：", ": ") : "");
	H(out, "%s", reason);
	bool head = !strcmp(row_text(piece, PIECE_KIND), PIECE_KIND_IS_HEAD);
	if (*said && !head) H(out, " · <b>%s %s</b>", TR(web, "已认定为", "judged as"), web_show(web, piece, PIECE_SAID));
	H(out, "</p>");
	const char *warning = web->language == LANGUAGE_EN ? row_text(piece, PIECE_WARNING_EN) : row_text(piece, PIECE_WARNING);
	if (*warning) {
		H(out, "<p class=\"note soft\">");
		put_icon(web, "warn");
		H(out, "<span>%s</span></p>", warning);
	}
}

static void put_taken(Web *web, const Confirm *confirm, const Row *piece) {
	Buf *out = web->out;
	const Row *item;
	for (int n = 0; (item = outcomes_under(&confirm->outcomes, row_id(piece), n)); n++) {
		if (item_is(item, ITEM_STATE_DROPPED)) continue;
		H(out,
			"<p class=\"taken-as\"><span class=\"tag green\">%s</span> <a href=\"/items/%ld\">%s</a> <span class=\"muted "
			"small\">",
			TR(web, "目", "Item"), (long)row_id(item), row_text(item, ITEM_TITLE));
		put_item_line(web, item);
		H(out, "</span></p>");
	}
}

/* Something stands in the controls of the sentence: after a refusal they are shown unfolded. */
static bool decide_typed(Web *web, int64_t piece) {
	const char *choice = web_value(web, arena_printf(web->arena, "d_%lld", (long long)piece)),
			   *unit = web_value(web, arena_printf(web->arena, "u_%lld_label", (long long)piece)),
			   *due = web_value(web, arena_printf(web->arena, "w_%lld", (long long)piece));
	return (choice && *choice) || (unit && *unit) || (due && *due);
}

static void put_decide(Web *web, const Row *piece, bool head) {
	Buf *out = web->out;
	int64_t id = row_id(piece);
	const char *now = confirm_choice(piece);
	bool folded = !strcmp(row_text(piece, PIECE_PROPOSAL), PIECE_PROPOSAL_IS_NONE) && !decide_typed(web, id);
	if (folded) H(out, "<details><summary>%s</summary>", TR(web, "改为要求或立项", "Judge otherwise"));
	H(out, "<div><fieldset class=\"seg\" id=\"f-d_%ld\"><legend class=\"hide\">%s</legend>", (long)id,
		arena_printf(web->arena, "%s：%s", piece_line(web, piece, 20), TR(web, "怎么定", "decide")));
	if (head) {
		put_radio(web, id, "key", TR(web, "列为纲", "Key line"), now);
		put_radio(web, id, "not", TR(web, "不列", "None"), now);
	} else {
		put_radio(web, id, "take", TR(web, "立项", "Item"), now);
		put_radio(web, id, "merge", TR(web, "并入上一目", "Same item as above"), now);
		put_radio(web, id, "keep", TR(web, "暂不立项", "Asks, no item yet"), now);
		put_radio(web, id, "not", TR(web, "不是要求", "Asks nothing"), now);
	}
	H(out, "</fieldset>\n<input type=\"hidden\" name=\"v_%ld\" value=\"%ld\"></div><div class=\"decide\">", (long)id,
		(long)row_int(piece, PIECE_VERSION));
	const char *title = row_text(piece, PIECE_PROPOSAL_TITLE);
	if (!*title) title = piece_line(web, piece, 30);
	put_box(web, "t", id, "", head ? TR(web, "纲", "Key line") : TR(web, "目", "Item"), "text", title, NULL);
	put_box(
		web, "u", id, "_label", head ? TR(web, "牵头单位", "Lead unit") : TR(web, "责任单位", "Owner unit"), "text", "", "units");
	if (!head) put_box(web, "w", id, "", TR(web, "时限", "Due"), "date", "", NULL);
	H(out, "</div>");
	if (folded) H(out, "</details>");
}

static void put_proposal(Web *web, const Confirm *confirm, const Row *piece) {
	bool head = !strcmp(row_text(piece, PIECE_KIND), PIECE_KIND_IS_HEAD),
		 key = !strcmp(row_text(piece, PIECE_PROPOSAL), PIECE_PROPOSAL_IS_KEY);
	const char *choice = confirm_choice(piece);
	bool covered = row_int(piece, PIECE_ITEM_COUNT) > 0,
		 proposed = strcmp(row_text(piece, PIECE_PROPOSAL), PIECE_PROPOSAL_IS_NONE) != 0;
	Buf *out = web->out;
	H(out,
		"<li class=\"proposal%s\" id=\"p%ld\" data-piece=\"%ld\" data-choice=\"%s\"><blockquote><a "
		"href=\"%s\">%s</a></blockquote>",
		covered || (head && !strcmp(choice, "keep")) ? " taken"
		: *choice || !proposed						 ? " dropped"
													 : "",
		(long)row_id(piece), (long)row_id(piece), choice, piece_href(web, row_id(confirm->programme), row_id(piece)),
		piece_line(web, piece, 400));
	put_reason(web, piece);
	put_taken(web, confirm, piece);
	if (head && !strcmp(choice, "keep"))
		H(out,
			"<p class=\"taken-as\"><span class=\"tag blue\">%s</span> <a "
			"href=\"/key-lines?programme=%ld&amp;piece=%ld&amp;view=\">%s</a></p>",
			TR(web, "纲", "Key line"), (long)row_id(confirm->programme), (long)row_id(piece),
			TR(web, "已列为纲", "Is a key line"));
	else if (!covered && (!head || key)) put_decide(web, piece, head);
	H(out, "</li>\n");
}

/* ── the page ── */

static void put_counts(Web *web, int64_t programme) {
	static const struct {
		const char *zh, *en, *filter, *id;
	} figures[] = {{"待定", "To decide", "view=todo", "n-todo"}, {"已立项", "With an item", "view=covered", "n-covered"},
		{"尚无事项", "No item yet", "view=bare", "n-bare"},
		{"不是要求", "Ask nothing", "said=context,back,reference&kind=sentence,list_item", "n-not"}};
	Buf *out = web->out;
	H(out, "<section class=\"figs tight\" aria-label=\"%s\">", TR(web, "进度", "Progress"));
	for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
		const char *filter = arena_printf(web->arena, "programme=%lld&%s", (long long)programme, figures[i].filter);
		H(out,
			"<a class=\"fig\" id=\"%s\" href=\"/pieces?%s\"><span class=\"fig-name\">%s</span><span "
			"class=\"fig-value\">%ld</span></a>",
			figures[i].id, filter, TR(web, figures[i].zh, figures[i].en),
			(long)web_count(web, &model_records[RECORD_PIECE], filter, 100000));
	}
	H(out, "</section>\n");
}

static void put_notes(Web *web, const Row *programme) {
	const char *words =
		web->language == LANGUAGE_EN ? row_text(programme, PROGRAMME_WARNINGS_EN) : row_text(programme, PROGRAMME_WARNINGS);
	Buf *out = web->out;
	if (*words) {
		H(out, "<div class=\"note soft\" id=\"reader-notes\">");
		put_icon(web, "warn");
		H(out, "<div>");
		html_lines(out, text_trim(web->arena, words));
		H(out, "</div></div>\n");
	}
	const char *year = row_text(programme, PROGRAMME_YEAR_REASON), *theme = row_text(programme, PROGRAMME_THEME_REASON);
	if (!*year && !*theme) return;
	H(out, "<p class=\"muted small\" id=\"found\">");
	if (*year) H(out, "%s %ld（%s） ", TR(web, "年度", "Year"), (long)row_int(programme, PROGRAMME_YEAR), year);
	if (*theme) H(out, "%s %s（%s） ", TR(web, "主题", "Theme"), row_text(programme, PROGRAMME_THEME), theme);
	H(out, "<a href=\"/programmes/%ld/edit\">%s</a></p>\n", (long)row_id(programme), TR(web, "不对，修改", "Wrong? Change it"));
}

static void put_section(Web *web, const Confirm *confirm) {
	Buf *out = web->out;
	const char *title = confirm->head ? piece_line(web, confirm->head, 60)
						: row_int(confirm->programme, PROGRAMME_HEAD_COUNT)
							? TR(web, "提纲以外的话", "Outside the outline")
							: TR(web, "全文没有提纲：按段落逐句认定", "No outline: sentence by sentence");
	bool key = confirm->head && !strcmp(row_text(confirm->head, PIECE_PROPOSAL), PIECE_PROPOSAL_IS_KEY);
	H(out, "<section class=\"panel\" id=\"section\"><div class=\"panel-head\">");
	if (key) H(out, "<span class=\"tag blue\">%s</span>", TR(web, "纲", "Key line"));
	H(out, "<h2>%s</h2></div>\n<ul class=\"proposals\">\n", title);
	for (int i = 0; i < confirm->pieces.count; i++) put_proposal(web, confirm, &confirm->pieces.rows[i]);
	H(out, "</ul></section>\n");
	if (!confirm->pieces.count) put_empty(web, TR(web, "这里没有要认定的话", "Nothing to decide here"), NULL, NULL);
}

static void put_foot(Web *web, const Confirm *confirm, int64_t open) {
	Buf *out = web->out;
	H(out,
		"<div class=\"form-foot\"><button class=\"btn main\" name=\"then\" value=\"next\" data-submit>%s</button>"
		"<button class=\"btn\" name=\"then\" value=\"stay\">%s</button>",
		confirm->pieces.next ? TR(web, "保存，下一页", "Save, next page") : TR(web, "保存，下一条纲", "Save, next key line"),
		TR(web, "保存，留在本页", "Save, stay here"));
	H(out,
		"<button class=\"btn\" name=\"then\" value=\"take\">%s</button><button class=\"btn plain\" name=\"then\" "
		"value=\"keep\">%s</button>",
		TR(web, "本页待定的要求全部立项", "Take all undecided here"),
		TR(web, "本页待定的全部暂不立项", "All undecided: no item yet"));
	if (open)
		H(out, "<span class=\"why push\" id=\"still-open\">%s %ld %s</span>", TR(web, "还有", ""), (long)open,
			TR(web, "条待定，全部定完才能确认纲目", "still to decide before the programme can be confirmed"));
	H(out, "</div>\n");
}

void confirm_page(Web *web, const Row *programme) {
	Confirm confirm;
	if (!confirm_load(web, programme, &confirm)) return;
	int64_t id = row_id(programme);
	Value param = value_int(id);
	int64_t open = conn_query_int(web_conn(web), sql_programme_undecided, &param, 1, 0, NULL);
	const char *here = arena_printf(web->arena, "/programmes/%lld", (long long)id);
	Frame frame = {.title = TR(web, "确认纲目", "Confirm the programme"),
		.active = "/programmes",
		.crumbs = {{"/programmes", TR(web, "年度纲目", "Programmes")}, {here, row_text(programme, PROGRAMME_TITLE)},
			{NULL, TR(web, "逐条确认", "Confirm")}}};
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_open(web, &frame);
	Buf *out = web->out;
	H(out, "<div class=\"head\"><div><h1>%s</h1><p class=\"sub\">%s</p></div><div class=\"acts\">", frame.title,
		TR(web, "没有您确认，什么都不会立项。每条建议都写明依据", "Nothing becomes an item without you. Each proposal says why"));
	if (!open && !strcmp(row_text(programme, PROGRAMME_STATE), PROGRAMME_STATE_DRAFT))
		H(out, "<a class=\"btn main\" id=\"settle\" href=\"%s/settle\">%s</a>", here,
			TR(web, "全部定完，确认纲目", "All decided: confirm"));
	H(out, "<a class=\"btn\" href=\"%s\">%s</a></div></div>\n", here, TR(web, "看讲话与落实", "Speech and outcome"));
	put_notes(web, programme);
	put_counts(web, id);
	put_coverage(web, programme);
	H(out, "<form method=\"post\" id=\"confirm\" action=\"%s/confirm?at=%ld&amp;from=%ld\" data-once novalidate>\n", here,
		(long)confirm.section, (long)confirm.from);
	put_form_hidden(web);
	H(out, "<div class=\"split\">\n");
	put_outline(web, &confirm);
	H(out, "<div class=\"wide stack\">\n");
	put_errors(web);
	put_section(web, &confirm);
	put_foot(web, &confirm, open);
	H(out, "</div></div>\n");
	put_unit_list(web);
	H(out, "</form>\n");
	frame_close(web, &frame);
}

void programme_confirm_get(Web *web) {
	Row *programme = programme_load(web, web->ids[0]);
	if (!programme) return;
	if (!may_write(web)) web_no_right(web, "确认纲目", "confirming the programme");
	else confirm_page(web, programme);
}
