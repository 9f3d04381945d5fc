/* What the holder of a link can do: say it is solved or not, rate, add, urge, withdraw. Everything posts to /t/TOKEN with `act`. */
#include "model_gen.h"
#include "module/intake/track.h"

#include <string.h>

enum { TAGS_MAX = 8 };

static bool state_is(const Track *track, const char *state) {
	return !strcmp(row_text(track->row, MATTER_STATE), state);
}

static bool is_open(const Track *track) {
	return state_is(track, MATTER_STATE_NEW) || state_is(track, MATTER_STATE_ACCEPTED) || state_is(track, MATTER_STATE_SENT) ||
		   state_is(track, MATTER_STATE_WORKING);
}

static void form_begin(Web *web, const Track *track, const char *class, bool files) {
	H(web->out, "<form method=\"post\" action=\"/t/%s\" class=\"%s\"", track->token, class);
	if (files) H(web->out, " enctype=\"multipart/form-data\" data-keep=\"t-%ld\"", (long)track->id);
	H(web->out, " novalidate data-once>");
	put_form_hidden(web);
}

static void put_act(Web *web, const char *act, const char *class, const char *icon, const char *words) {
	H(web->out, "<button class=\"%s\" name=\"act\" value=\"%s\">", class, act);
	if (icon) put_icon(web, icon);
	H(web->out, "%s</button>", words);
}

/* ── solved or not ── */
static void put_solved(Web *web, const Track *track) {
	Buf *out = web->out;
	const char *why = web_value(web, "why");
	H(out, "<section class=\"card fine\" aria-labelledby=\"ask\"><h2 id=\"ask\">%s</h2>",
		track->repair ? TR(web, "修好了吗？点一下就行", "Is it mended? One tap will do")
					  : TR(web, "解决了吗？点一下就行", "Is it solved? One tap will do"));
	form_begin(web, track, "actions", false);
	put_act(web, "solved", "btn main tall", "check", TR(web, "解决了", "Solved"));
	H(out, "</form>");
	form_begin(web, track, "", false);
	H(out,
		"<details class=\"more not\"><summary>%s</summary><div class=\"field\"><label for=\"f-why\">%s</label><textarea "
		"id=\"f-why\" "
		"name=\"why\" rows=\"2\" maxlength=\"500\">%s</textarea></div>",
		TR(web, "没解决", "Not solved"), TR(web, "哪里还不好（可不填）", "What is still wrong (not needed)"), why ? why : "");
	put_act(web, "unsolved", "btn tall block", NULL, TR(web, "没解决，重新派人", "Not solved, send somebody again"));
	H(out, "<p class=\"small\">");
	html_put(out, TR(web, "会重新办理，并告知%s和调度台", "%s and the desk are told"),
		*track->standing.unit ? track->standing.unit : TR(web, "承办单位", "the unit"));
	H(out, "</p></details></form>");
	if (!track->standing.answered) {
		form_begin(web, track, "", false);
		put_act(web, "read", "btn plain", NULL, TR(web, "我看到了，先不评价", "I have seen it; no rating now"));
		H(out, "</form>");
	}
	H(out, "</section>\n");
}

/* Two buttons, stored as two of the five grades (ui.md 2.2); afterwards what was said stands there, and the buttons for another mind. */
static void put_solved_elder(Web *web, const Track *track) {
	const char *rated = web_show(web, track->row, MATTER_SATISFACTION);
	H(web->out, "<section class=\"card fine\"><h2>%s%s</h2>",
		*rated ? TR(web, "您已评价：", "You have rated it: ") : TR(web, "您满意吗？", "Are you satisfied?"), rated);
	form_begin(web, track, "", false);
	put_act(web, "good", "btn main tall block", "happy", TR(web, "满意", "Satisfied"));
	H(web->out, "</form>");
	form_begin(web, track, "", false);
	put_act(web, "poor", "btn tall block", "sad", TR(web, "不满意", "Not satisfied"));
	bool unnamed = row_int(track->row, MATTER_ANONYMOUS) == 1;
	H(web->out, "</form>");
	if (!*rated)
		H(web->out, "<p class=\"small\">%s</p>",
			unnamed ? TR(web, "匿名提交，我们不能打电话给您；还有话请写在“补充”里",
						  "Anonymous, so we cannot call; add what is still to say")
					: TR(web, "点“不满意”，调度台会打电话给您", "If not, the desk will call you"));
	H(web->out, "</section>\n");
}

/* ── five grades ── */
static void put_grades(Web *web, const Track *track) {
	const Field *field = &model_records[RECORD_MATTER].fields[MATTER_SATISFACTION];
	static const char *const faces[] = {"happy", "happy", "fair", "sad", "sad"};
	const char *typed = web_value(web, "satisfaction"), *now = typed ? typed : row_text(track->row, MATTER_SATISFACTION);
	H(web->out, "<fieldset id=\"f-satisfaction\"><legend class=\"hide\">%s</legend><div class=\"grades\">",
		label_in(field->label, web->language));
	for (int i = 0; i < field->choices->count; i++) {
		const Choice *choice = &field->choices->choices[i];
		H(web->out, "<label class=\"grade\"><input type=\"radio\" name=\"satisfaction\" value=\"%s\"", choice->code);
		if (!strcmp(now, choice->code)) H(web->out, " checked");
		H(web->out, "><span>");
		put_icon(web, faces[i < 5 ? i : 4]);
		H(web->out, "%s</span></label>", label_in(choice->label, web->language));
	}
	H(web->out, "</div></fieldset>");
}

static void put_tags(Web *web) {
	/* Guests have no right to read dictionaries: the words offered for a rating. */
	Cursor *cursor = conn_query(web_conn(web),
		"SELECT name, name_en FROM dict_item WHERE dict = 'rating_tag' AND coalesce(active, 1) = 1 ORDER BY sort, id LIMIT 8",
		NULL, 0);
	H(web->out, "<p class=\"row\">");
	while (cursor && cursor_next(cursor)) {
		const char *zh = cursor_text(cursor, 0), *en = cursor_is_null(cursor, 1) ? zh : cursor_text(cursor, 1);
		H(web->out, "<label class=\"pick\"><input type=\"checkbox\" name=\"tag\" value=\"%s\">", zh);
		H(web->out, "%s</label>", TR(web, zh, en));
	}
	cursor_end(cursor);
	H(web->out, "</p>");
}

static void put_rating(Web *web, const Track *track) {
	Buf *out = web->out;
	const char *words = web_value(web, "rating_words"), *rated = web_show(web, track->row, MATTER_SATISFACTION);
	H(out, "<section class=\"card\" aria-labelledby=\"rate\"><h2 id=\"rate\">%s</h2>",
		*rated ? TR(web, "您已评价", "You have rated it") : TR(web, "这次服务怎么样", "How was the service"));
	if (*rated)
		H(out, "<p>%s%s</p><details class=\"more\"><summary>%s</summary>", rated,
			*row_text(track->row, MATTER_RATING_WORDS)
				? arena_printf(web->arena, "：%s", row_text(track->row, MATTER_RATING_WORDS))
				: "",
			TR(web, "改一下评价", "Change it"));
	form_begin(web, track, "", false);
	put_grades(web, track);
	put_tags(web);
	H(out,
		"<div class=\"field\"><label for=\"f-rating_words\">%s</label><textarea id=\"f-rating_words\" name=\"rating_words\" "
		"rows=\"2\" maxlength=\"200\">%s</textarea></div>",
		TR(web, "再说一句（可不填）", "A word more (not needed)"), words ? words : "");
	put_act(web, "rate", "btn block main", NULL, TR(web, "提交评价", "Send the rating"));
	H(out, "</form>");
	if (*rated) H(out, "</details>");
	H(out, "</section>\n");
}

/* ── more to say ── */
static void put_add(Web *web, const Track *track) {
	Buf *out = web->out;
	const char *note = web_value(web, "note");
	bool urge = is_open(track), wrong = web->refusals.count > 0;
	/* Once it is done the question is whether it is solved; adding stands folded below. */
	if (urge)
		H(out, "<section class=\"card\" aria-labelledby=\"add\"><h2 id=\"add\">%s</h2>", TR(web, "补充或催一下", "Add or urge"));
	else {
		H(out, "<details class=\"card more\"");
		if (wrong) H(out, " open");
		H(out, "><summary>%s</summary>", TR(web, "还有话说？补充", "More to say?"));
	}
	form_begin(web, track, "", true);
	H(out,
		"<div class=\"field\"><label for=\"f-note\">%s</label><textarea id=\"f-note\" name=\"note\" rows=\"2\" "
		"maxlength=\"1000\">%s</textarea></div>",
		TR(web, "补充情况", "What to add"), note ? note : "");
	H(out, "<div class=\"shoot small\" data-photo=\"photos\" data-max=\"%d\">", REPORT_PHOTOS_MAX);
	put_icon(web, "camera");
	H(out,
		"<div class=\"grow\"><small>%s</small><input type=\"file\" id=\"f-photos\" name=\"photos\" multiple "
		"accept=\"image/jpeg,image/png\" aria-label=\"%s\"></div></div><ul class=\"files\" data-photo-list=\"photos\">",
		TR(web, "照片（可不拍），JPEG、PNG，每张 20 MB 以内", "Photos (not needed): JPEG or PNG, 20 MB each"),
		TR(web, "拍照或选照片", "Take or choose photos"));
	put_uploads_kept(web, "photos");
	H(out, "</ul><div class=\"actions\">");
	put_act(web, "add", "btn", "send", TR(web, "提交补充", "Send it"));
	if (urge) put_act(web, "urge", "btn", "bell", TR(web, "催一下", "Urge"));
	H(out, "</div>");
	int64_t urged = row_int(track->row, MATTER_URGED_AT);
	if (urge && urged) {
		H(out, "<p class=\"why\">");
		html_put(out, TR(web, "%s 已催过，承办单位已收到", "Urged %s; the unit has been told"), web_time(web, urged));
		H(out, "</p>");
	}
	html_put(out, urge ? "</form></section>\n" : "</form></details>\n");
}

static void put_withdraw(Web *web, const Track *track) {
	H(web->out, "<details class=\"card more\"><summary>%s</summary>", TR(web, "不用来了？", "No longer needed?"));
	form_begin(web, track, "", false);
	H(web->out, "<p class=\"small\">%s</p>",
		TR(web, "撤回后不再派人，不能恢复；需要时请重新报",
			"Nobody is sent then, and it cannot be undone; report again if needed"));
	put_act(web, "withdraw", "btn danger", NULL, TR(web, "撤回这件事", "Withdraw it"));
	H(web->out, "</form></details>\n");
}

static void put_joined(Web *web, const Track *track) {
	Value id = value_int(track->id);
	/* Whether this asker's answer still waits on the joined matter; guests have no right to read who was joined. */
	bool waits = conn_query_int(web_conn(web), "SELECT count(*) FROM rejoin WHERE from_matter = ? AND answered_at IS NULL", &id,
					 1, 0, NULL) > 0;
	bool done = !strcmp(track->standing.state, MATTER_STATE_DONE) || !strcmp(track->standing.state, MATTER_STATE_CLOSED);
	if (!waits || !done) return;
	form_begin(web, track, "card fine", false);
	put_act(web, "read_merged", "btn main tall block", "check", TR(web, "我看到了", "I have seen it"));
	H(web->out, "</form>\n");
}

void put_track_forms(Web *web, const Track *track) {
	bool elder = !strcmp(web->mode, "elder"), done = state_is(track, MATTER_STATE_DONE),
		 closed = state_is(track, MATTER_STATE_CLOSED);
	bool rated = *row_text(track->row, MATTER_SATISFACTION);
	if (track->joined) {
		put_joined(web, track);
		return;
	}
	if (elder && (done || closed)) put_solved_elder(web, track);
	else if (done) put_solved(web, track);
	if (!elder && ((done && (track->standing.answered || rated)) || closed)) put_rating(web, track);
	if (closed && !elder) {
		H(web->out, "<details class=\"card more\"><summary>%s</summary>",
			TR(web, "又坏了或没解决？", "Broken again or not solved?"));
		form_begin(web, track, "", false);
		put_act(web, "unsolved", "btn", NULL, TR(web, "重新办理", "Take it up again"));
		H(web->out, "</form></details>\n");
	}
	if (is_open(track) || done) put_add(web, track);
	if (state_is(track, MATTER_STATE_NEW) || state_is(track, MATTER_STATE_ACCEPTED)) put_withdraw(web, track);
}
