/* /t/TOKEN: one plain sentence first, then what was promised, who is at it, what happened, and what the asker can do. */
#include "model_gen.h"
#include "module/intake/track.h"

#include <string.h>

enum { EVENTS_SHOWN = 60, PHOTOS_SHOWN = 40 };

void track_missing(Web *web, bool expired) {
	const char *phone = desk_phone(web);
	Frame frame = {.title = expired ? TR(web, "链接已过期", "Link expired") : TR(web, "没有这个链接", "No such link"),
		.over = TR(web, "办理进展", "progress"),
		.heading =
			expired ? TR(web, "这个链接已经过期", "This link has expired") : TR(web, "没有找到这件事", "Nothing found here")};
	asker_open(web, &frame);
	web->response->status = expired ? 410 : 404;
	H(web->out, "<section class=\"card\"><p>%s</p></section>\n",
		expired ? TR(web, "事情办结 90 天后，查询链接就停用了。如还有问题，请打电话或重新报一次",
					  "A link ends 90 days after its matter. If something is wrong still, call us or report again")
				: TR(web, "请核对链接是否完整：从短信或浏览器里整条复制。记录没有丢，也可以打电话查",
					  "Please check that the link is whole. Nothing is lost; you may also call"));
	put_call_desk(web, phone);
	H(web->out, "<p><a class=\"btn block\" href=\"/my\">%s</a></p>\n", TR(web, "我报的事", "My matters"));
	frame_close(web, &frame);
}

/* ── photos ── */
static void put_photos_of(Web *web, const Track *track, const Rows *photos, const char *stage) {
	Buf *out = web->out;
	bool any = false;
	for (int i = 0; i < photos->count; i++) {
		const Row *photo = &photos->rows[i];
		const char *of = row_text(photo, ATTACHMENT_STAGE);
		if (strcmp(*of ? of : "other", stage)) continue;
		if (!any) H(out, "<div class=\"photos\">");
		any = true;
		const Choice *choice = choice_by_code(photo->record->fields[ATTACHMENT_STAGE].choices, stage);
		const char *words =
			!strcmp(stage, "other") || !choice ? TR(web, "照片", "Photo") : label_in(choice->label, web->language);
		H(out,
			"<a class=\"photo\" href=\"/t/%s/files/%ld\"><img src=\"/t/%s/files/%ld/thumb\" alt=\"%s\" "
			"loading=\"lazy\"><span>%s</span></a>",
			track->token, (long)row_id(photo), track->token, (long)row_id(photo), words, words);
	}
	if (any) H(out, "</div>");
}

/* ── what happened, in the asker's words ── */
static const char *step_words(Web *web, const Track *track, const Event *event) {
	const char *unit = *track->standing.unit ? track->standing.unit : TR(web, "承办单位", "The unit");
	switch (event->def->index) {
	case MATTER_CMD_CREATE:
	case MATTER_CMD_REPORT: return TR(web, "已收到", "Received");
	case MATTER_CMD_ACCEPT: return TR(web, "已受理", "Accepted");
	case MATTER_CMD_DISPATCH: {
		for (int i = 0; i < event->fact_count; i++)
			if (event->facts[i].field == MATTER_OWNER_UNIT &&
				event->facts[i].value.number != row_int(track->shown, MATTER_OWNER_UNIT))
				return TR(web, "已派单", "Sent on");
		return arena_printf(web->arena, TR(web, "已派给%s", "Sent to %s"), unit);
	}
	case MATTER_CMD_MARK_SIGNED: return TR(web, "已接单", "Signed for");
	case MATTER_CMD_MARK_ATTENDED: return TR(web, "师傅已到场", "Somebody came");
	case MATTER_CMD_MARK_PAUSED: return TR(web, "暂停办理", "Paused");
	case MATTER_CMD_MARK_RESUMED: return TR(web, "继续办理", "Resumed");
	case MATTER_CMD_MARK_DONE: return track->repair ? TR(web, "修好了", "Mended") : TR(web, "办好了", "Done");
	case MATTER_CMD_MARK_REWORKED: return TR(web, "检查后返工", "Back to work after a check");
	case MATTER_CMD_MARK_REOPENED:
	case MATTER_CMD_REOPEN: return TR(web, "没解决，重新办理", "Not solved; taken up again");
	case MATTER_CMD_SUPPLEMENT: return TR(web, "补充", "Added");
	case MATTER_CMD_URGE: return TR(web, "催办", "Urged");
	case MATTER_CMD_ME_TOO:
	case MATTER_CMD_MARK_JOINED: return TR(web, "又有人遇到", "Somebody else met it");
	case MATTER_CMD_CONFIRM: return TR(web, "您确认已解决", "You said it is solved");
	case MATTER_CMD_READ_ANSWER: return TR(web, "您已看到答复", "You have read the answer");
	case MATTER_CMD_CLOSE: return TR(web, "已办结", "Finished");
	case MATTER_CMD_MERGE: return TR(web, "合并办理", "Joined to another");
	default: return label_in(event->def->label, web->language);
	}
}

/* Words of the asker and words meant for them; the desk's word to a unit is not. */
static const char *step_note(Web *web, const Track *track, const Event *event) {
	switch (event->def->index) {
	case MATTER_CMD_REPORT:
	case MATTER_CMD_CREATE: return row_text(track->shown, MATTER_DETAIL);
	case MATTER_CMD_MARK_PAUSED: {
		const char *reason = "";
		for (int i = 0; i < event->fact_count; i++)
			if (event->facts[i].field == MATTER_PAUSE_REASON) reason = value_str(event->facts[i].value);
		return reason;
	}
	case MATTER_CMD_MARK_DONE: {
		for (int i = 0; i < event->fact_count; i++)
			if (event->facts[i].field == MATTER_OUTCOME) return value_str(event->facts[i].value);
		return "";
	}
	case MATTER_CMD_RATE:
	case MATTER_CMD_CONFIRM:
		return row_text(track->shown, MATTER_SATISFACTION)[0] ? web_show(web, track->shown, MATTER_SATISFACTION) : "";
	case MATTER_CMD_ACCEPT:
	case MATTER_CMD_SUPPLEMENT:
	case MATTER_CMD_URGE:
	case MATTER_CMD_WITHDRAW:
	case MATTER_CMD_REFUSE:
	case MATTER_CMD_REOPEN:
	case MATTER_CMD_ANSWER:
	case MATTER_CMD_CALLBACK: return event->note ? event->note : "";
	default: return "";
	}
}

static const char *stage_of(const Event *event) {
	switch (event->def->index) {
	case MATTER_CMD_REPORT:
	case MATTER_CMD_CREATE: return "report";
	case MATTER_CMD_MARK_ATTENDED: return "before";
	case MATTER_CMD_MARK_DONE: return "after";
	case MATTER_CMD_SUPPLEMENT: return "other";
	default: return "";
	}
}

/* What others wrote on the matter this one was joined to stays theirs. */
static bool is_others_words(const Event *event) {
	switch (event->def->index) {
	case MATTER_CMD_REPORT:
	case MATTER_CMD_CREATE:
	case MATTER_CMD_SUPPLEMENT:
	case MATTER_CMD_URGE:
	case MATTER_CMD_ME_TOO:
	case MATTER_CMD_CONFIRM:
	case MATTER_CMD_RATE:
	case MATTER_CMD_READ_ANSWER:
	case MATTER_CMD_ANSWER:
	case MATTER_CMD_CALLBACK: return true;
	default: return false;
	}
}

static void put_step(Web *web, const Track *track, const Event *event, const Rows *photos, unsigned *shown) {
	Buf *out = web->out;
	static const char *const stages[] = {"report", "before", "after", "other"};
	const char *note = track->joined && event->def->index == MATTER_CMD_REOPEN ? "" : step_note(web, track, event),
			   *stage = stage_of(event);
	H(out, "<li class=\"done\"><b>%s</b><p>%s", step_words(web, track, event), web_time(web, event->at));
	if (event->def->index == MATTER_CMD_SUPPLEMENT && event->actor && event->actor != row_int(track->shown, MATTER_ASKER))
		H(out, " · %s", TR(web, "工作人员", "staff"));
	if (*note) {
		H(out, "</p><p class=\"say\">");
		html_lines(out, note);
	}
	H(out, "</p>");
	for (unsigned i = 0; i < 4; i++)
		if (!strcmp(stage, stages[i]) && !(*shown & 1u << i)) {
			*shown |= 1u << i;
			put_photos_of(web, track, photos, stage);
		}
	H(out, "</li>\n");
}

static const char *next_words(Web *web, const Track *track) {
	const char *state = track->standing.state;
	if (!strcmp(state, MATTER_STATE_DONE) && !track->standing.answered && row_int(track->row, MATTER_ANONYMOUS))
		return TR(web, "等您看看答复", "Waiting for you to read the answer");
	if (!strcmp(state, MATTER_STATE_DONE) && !track->standing.answered)
		return TR(web, "等您看看，没有回应的话我们会打电话问您", "Waiting for you; without a word we call you");
	if (!strcmp(state, MATTER_STATE_NEW) || !strcmp(state, MATTER_STATE_ACCEPTED))
		return track->repair ? TR(web, "调度台派人", "The desk sends somebody") : TR(web, "调度台转办", "The desk sends it on");
	if (!strcmp(state, MATTER_STATE_SENT)) return TR(web, "承办单位接单", "The unit signs for it");
	if (!strcmp(state, MATTER_STATE_WORKING)) return TR(web, "办好后请您看看", "You will be asked to have a look");
	return NULL;
}

static void put_history_public(Web *web, const Track *track) {
	Events events;
	Rows photos = {0};
	Query query;
	unsigned shown = 0;
	Buf *out = web->out;
	if (query_history(web_conn(web), web->arena, track->shown, true, EVENTS_SHOWN, &events)) return;
	query_init(&query, &model_records[RECORD_ATTACHMENT]);
	query.limit = PHOTOS_SHOWN;
	query.sort_field = FIELD_ID_AT;
	query.sort_down = query.labels = false;
	query_add(&query, web->arena, ATTACHMENT_MATTER, FILTER_IN, value_int(track->id));
	query_add(&query, web->arena, ATTACHMENT_INTERNAL, FILTER_NOT_IN, value_int(1));
	if (query_rows(web_conn(web), web->arena, track->guest, &query, false, &photos)) photos.count = 0;
	H(out, "<section class=\"card\" aria-labelledby=\"how\"><h2 id=\"how\">%s</h2>\n<ol class=\"track\">\n",
		TR(web, "办到哪一步", "How far it is"));
	for (int i = 0; i < events.count; i++)
		if (!(track->joined && is_others_words(&events.events[i]))) put_step(web, track, &events.events[i], &photos, &shown);
	const char *next = next_words(web, track);
	if (next) H(out, "<li class=\"now\"><b>%s</b></li>\n", next);
	H(out, "</ol>");
	static const char *const stages[] = {"report", "before", "after", "other"};
	for (unsigned i = 0; i < 4; i++)
		if (!(shown & 1u << i)) put_photos_of(web, track, &photos, stages[i]);
	H(out, "</section>\n");
}

/* ── who is at it ── */
static void put_who(Web *web, const Track *track) {
	Buf *out = web->out;
	const char *unit = track->standing.unit, *phone = *track->unit_phone ? track->unit_phone : track->desk_phone;
	const char *name = *track->worker ? track->worker : *unit ? TR(web, "值班人员", "On duty") : TR(web, "调度台", "The desk");
	if (!*phone) return;
	const char *face = *unit ? unit : name, *after = face;
	text_next(&after);
	H(out,
		"<section class=\"card\"><div class=\"card-line\"><div class=\"person\"><span class=\"face\" "
		"aria-hidden=\"true\">%s</span><div><b>%s</b>",
		arena_strndup(web->arena, face, (size_t)(after - face)), name);
	if (*unit) H(out, "<p class=\"small muted\">%s</p>", unit);
	H(out, "</div></div><a class=\"btn\" href=\"tel:%s\">", phone);
	put_icon(web, "phone");
	H(out, "%s</a></div></section>\n", TR(web, "拨打", "Call"));
}

static void put_promised(Web *web, const Track *track) {
	const Standing *s = &track->standing;
	Buf *out = web->out;
	bool open = !strcmp(s->state, MATTER_STATE_SENT) || !strcmp(s->state, MATTER_STATE_WORKING);
	if (!open || (!s->attend_due && !s->due_at)) return;
	H(out, "<dl class=\"facts\">");
	if (s->attended_at) H(out, "<div><dt>%s</dt><dd>%s</dd></div>", TR(web, "到场", "Came"), web_time(web, s->attended_at));
	else if (s->attend_due)
		H(out, "<div><dt>%s</dt><dd>%s</dd></div>", TR(web, "到场不晚于", "Comes by"), web_time(web, s->attend_due));
	if (s->due_at) H(out, "<div><dt>%s</dt><dd>%s</dd></div>", TR(web, "办好不晚于", "Done by"), web_time(web, s->due_at));
	H(out, "</dl>");
}

static void put_sentence(Web *web, const Track *track) {
	const Standing *s = &track->standing;
	const char *lamp = standing_lamp(s, track->yellow_at);
	const char *class = !strcmp(lamp, "red") ? "card late" : !strcmp(lamp, "yellow") ? "card soon" : "card fine";
	H(web->out, "<section class=\"%s\" role=\"status\"><p class=\"sentence\">", class);
	put_lamp(web, lamp, standing_words(web->arena, s, web->language));
	H(web->out, "</p>");
	if (track->joined)
		H(web->out, "<p class=\"small\">%s</p>",
			TR(web, "已与相同的一件事合并办理，下面是它的进展；您的回音权不变",
				"Joined to another report of the same thing; this is its progress, and you will be answered all the same"));
	put_promised(web, track);
	H(web->out, "</section>\n");
}

/* Nobody can find the way back for them. */
static void put_anonymous(Web *web, const Track *track) {
	if (!row_int(track->row, MATTER_ANONYMOUS)) return;
	H(web->out, "<section class=\"card\"><p>%s</p><p><a class=\"in\" href=\"/t/%s\">%s</a></p></section>\n",
		TR(web, "匿名提交：没有记录您是谁。看答复只凭这个链接，请现在收藏或抄下；丢了我们也找不回来",
			"Anonymous: who you are is not kept. Only this link leads to the answer; keep it now, nobody can find it again"),
		track->token, TR(web, "本页链接", "The link of this page"));
}

void track_page(Web *web, const Track *track) {
	const char *title = row_text(track->row, MATTER_TITLE), *number = row_text(track->row, MATTER_NO);
	const char *place = row_text(track->row, MATTER_PLACE_NAME);
	Frame frame = {.title = arena_printf(web->arena, "%s %s", number, title),
		.over = TR(web, "办理进展", "progress"),
		.heading = title,
		.under = *place ? arena_printf(web->arena, TR(web, "编号 %s · %s", "Number %s · %s"), number, place)
						: arena_printf(web->arena, TR(web, "编号 %s", "Number %s"), number),
		.foot = TR(web, "不用登录。链接在办结后 90 天内有效，请勿转给他人",
			"No log-in. The link works until 90 days after the end; keep it to yourself")};
	asker_open(web, &frame);
	put_wrongs(web);
	put_sentence(web, track);
	put_anonymous(web, track);
	put_track_forms(web, track);
	put_history_public(web, track);
	put_who(web, track);
	frame_close(web, &frame);
}

void track_get(Web *web) {
	bool expired;
	Track *track = track_read(web, web->words[0], &expired);
	if (track) track_page(web, track);
	else track_missing(web, expired);
}
