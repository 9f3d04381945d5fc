#include "model_gen.h"
#include "module/intake/track.h"

#include <string.h>

/* What one link may do in an hour: default of this program, far above any person's need. */
enum { LINK_HOUR_MAX = 40, HOUR_S = 3600, TAGS_TAKEN_MAX = 8 };

typedef struct Act {
	const Track *track;
	Call call;
	Given given[2];
	Upload uploads[REPORT_PHOTOS_MAX];
	int upload_count;
	Limit limit;
} Act;

static void act_work(Txn *txn, void *user) {
	Act *act = user;
	int64_t ids[REPORT_PHOTOS_MAX];
	if (!limit_is_free(txn_conn(txn), &act->limit, 1, txn_now(txn))) {
		txn_refuse(txn, REFUSAL_LIMIT, "too-many", "", "这一小时操作太多了，请过一会儿再试，急事请打电话",
			"Too much within this hour; wait a while, or call if it is urgent");
		return;
	}
	act->call.photo_count = act->upload_count;
	act->call.photos = ids;
	if (act->upload_count)
		act->call.photo_count =
			uploads_attach(txn, act->uploads, act->upload_count, act->track->id, 0, ATTACHMENT_STAGE_IS_OTHER, false, ids);
	if (txn_call(txn, &act->call)) limit_use(txn, &act->limit, 1);
}

static const CommandDef *command_at(int index) {
	return &model_records[RECORD_MATTER].commands[index];
}

static const char *typed(Web *web, const char *name) {
	const char *value = web_value(web, name);
	return value && !text_is_blank(value) ? text_trim(web->arena, value) : NULL;
}

/* "来得快、修得好。走廊也扫了" */
static Value rating_words(Web *web) {
	BUF(words, 4000);
	int count = 0;
	for (size_t i = 0; i < web->part_count && count < TAGS_TAKEN_MAX; i++)
		if (web->parts[i].value && !strcmp(web->parts[i].name, "tag") && text_count(web->parts[i].value) <= 60)
			buf_printf(&words, "%s%s", count++ ? "、" : "", web->parts[i].value);
	const char *more = typed(web, "rating_words");
	if (more) buf_printf(&words, "%s%s", count ? "。" : "", more);
	return words.length ? value_text(arena_strdup(web->arena, buf_text(&words))) : value_null();
}

static void take_rating(Web *web, Act *act, const char *fixed) {
	const char *grade = fixed ? fixed : typed(web, "satisfaction");
	act->given[0] = (Given){MATTER_SATISFACTION, value_text(grade)};
	act->given[1] = (Given){MATTER_RATING_WORDS, rating_words(web)};
	act->call.given = act->given;
	act->call.given_count = 2;
}

static void take_addition(Web *web, Act *act) {
	act->call.note = typed(web, "note");
	act->upload_count = uploads_take(web, "photos", act->uploads, REPORT_PHOTOS_MAX);
	if (!act->call.note && !act->upload_count && !web->refusals.count)
		refuse(&web->refusals, REFUSAL_INPUT, "required", "note", "请写一句补充，或加一张照片",
			"Write a word to add, or attach a photo");
	/* Only a photo: the command asks for words, and these say what came. */
	if (!act->call.note && act->upload_count && !web->refusals.count) act->call.note = "补充照片";
}

/* The command an act stands for, and what is said when it is done; NULL where there is no such act. */
static const char *act_read(Web *web, Act *act, const char *name) {
	Call *call = &act->call;
	if (!strcmp(name, "add")) {
		call->command = command_at(MATTER_CMD_SUPPLEMENT);
		take_addition(web, act);
		return TR(web, "已补充，承办人能看到", "Added; whoever is at it sees it");
	}
	if (!strcmp(name, "urge")) {
		call->command = command_at(MATTER_CMD_URGE);
		call->note = typed(web, "note");
		return TR(web, "已催办，承办单位和调度台都会看到", "Urged; the unit and the desk see it");
	}
	if (!strcmp(name, "solved") || !strcmp(name, "good")) {
		call->command = command_at(MATTER_CMD_CONFIRM);
		if (!strcmp(name, "good")) take_rating(web, act, SATISFACTION_IS_GOOD);
		return TR(web, "谢谢您", "Thank you");
	}
	if (!strcmp(name, "poor") || !strcmp(name, "rate")) {
		call->command = command_at(MATTER_CMD_RATE);
		take_rating(web, act, *name == 'p' ? SATISFACTION_IS_POOR : NULL);
		bool unnamed = row_int(act->track->row, MATTER_ANONYMOUS) == 1;
		return *name == 'p' ? unnamed ? TR(web, "已记下，谢谢您", "Noted. Thank you")
									  : TR(web, "已记下，调度台会打电话给您", "Noted; the desk will call you")
							: TR(web, "评价已收到，谢谢您", "Your rating has come. Thank you");
	}
	if (!strcmp(name, "unsolved")) {
		call->command = command_at(MATTER_CMD_REOPEN);
		const char *why = typed(web, "why");
		call->note = why ? why : "报事人说没有解决";
		const char *unit = act->track->standing.unit;
		return arena_printf(web->arena, TR(web, "已重新办理，已告知%s和调度台", "Taken up again; %s and the desk have been told"),
			*unit ? unit : TR(web, "承办单位", "the unit"));
	}
	if (!strcmp(name, "read") || !strcmp(name, "read_merged")) {
		call->command = command_at(name[4] ? MATTER_CMD_READ_MERGED : MATTER_CMD_READ_ANSWER);
		return TR(web, "好的，谢谢您", "Thank you");
	}
	if (strcmp(name, "withdraw")) return NULL;
	call->command = command_at(MATTER_CMD_WITHDRAW);
	call->note = "报事人撤回";
	return TR(web, "已撤回", "Withdrawn");
}

void track_post(Web *web) {
	bool expired;
	if (!web_form(web)) {
		web_refused(web);
		return;
	}
	Track *track = track_read(web, web->words[0], &expired);
	if (!track) {
		track_missing(web, expired);
		return;
	}
	const char *name = web_value(web, "act"), *once = web_value(web, "once");
	Act act = {.track = track,
		.call = {.id = track->id, .idem = once && *once && strlen(once) <= 64 ? once : NULL},
		.limit = {arena_printf(web->arena, "track:%lld", (long long)track->id), LINK_HOUR_MAX, HOUR_S}};
	const char *said = act_read(web, &act, name ? name : "");
	if (!said)
		refuse(&web->refusals, REFUSAL_INPUT, "act", "", "没有收到要办的事，请再点一次按钮",
			"Nothing was asked for; press a button again");
	Outcome outcome = {.kind = OUTCOME_REFUSED};
	if (!web->refusals.count) {
		const Actor *self = web->actor;
		web->actor = track->guest;
		outcome = web_run(web, act_work, &act);
		web->actor = self;
	}
	/* The page in their hand was older than the matter: the page shown now says where it stands. */
	if (refusals_have(&web->refusals, "state")) {
		web->refusals.count = 0;
		refuse(&web->refusals, REFUSAL_STATE, "state", "", "这件事已经有了新进展，刚才的操作没有做。请看下面的最新情况",
			"It has moved on meanwhile and nothing was done. Please see how it stands now");
	}
	if (outcome.kind == OUTCOME_DONE) web_done(web, arena_printf(web->arena, "/t/%s", track->token), said);
	else if (web->refusals.count) track_page(web, track);
	else web_fault(web);
}
