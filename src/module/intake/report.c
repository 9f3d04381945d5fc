#include "access/vault.h"
#include "base/decimal.h"
#include "base/instant.h"
#include "model/field.h"
#include "model_gen.h"
#include "module/intake/intake.h"

#include <string.h>

enum {
	HOUR_S = 3600,
	/* Defaults of this program: a whole office may share one address, a fault of a lift brings many to one code. */
	SOURCE_HOUR_MAX = 20,
	CODE_HOUR_MAX = 60,
	WORDS_TITLE = 30, /* characters of the words that become the subject where no tile was tapped */
	PHONE_DIGITS_MIN = 4, /* an extension inside the house */
};

typedef struct Report {
	Web *web;
	const Spot *spot;
	const Tile *tile; /* NULL: words alone */
	int64_t kind, client, matter;
	const char *title, *words, *phone, *channel, *once;
	Upload uploads[REPORT_PHOTOS_MAX];
	int upload_count;
	struct {
		int64_t question;
		const char *text;
	} answers[QUESTIONS_MAX];
	int answer_count;
	Limit limits[2];
	int limit_count;
	bool limited;
	bool opinion, anonymous;
} Report;

int report_limits(Web *web, const char *code, Limit *ret) {
	if (web->actor->person) return 0;
	Caller caller = caller_read(web);
	const char *who = caller.client ? arena_printf(web->arena, "report:c:%lld", (long long)caller.client)
									: arena_printf(web->arena, "report:s:%s", limit_source(web->arena, web->request->peer));
	ret[0] = (Limit){who, SOURCE_HOUR_MAX, HOUR_S};
	ret[1] = (Limit){arena_printf(web->arena, "report:q:%s", code), CODE_HOUR_MAX, HOUR_S};
	return 2;
}

static void refuse_limit(Report *report) {
	Arena *arena = report->web->arena;
	const char *phone = report->spot->desk_phone;
	refuse(&report->web->refusals, REFUSAL_LIMIT, "too-many-reports", "",
		*phone
			? arena_printf(arena, "这一小时报的事太多了，您写的文字已保留。急事请直接打调度台电话 %s", phone_show(arena, phone))
			: "这一小时报的事太多了，您写的文字已保留，请过一会儿再提交",
		*phone
			? arena_printf(arena, "Too many reports within this hour. What you typed is kept; if it is urgent call the desk: %s",
				  phone_show(arena, phone))
			: "Too many reports within this hour. What you typed is kept; send again later");
}

/* ── reading the form ── */
static const Tile *tile_chosen(Web *web, const Tiles *tiles, const char *name) {
	const char *text = web_value(web, name);
	int64_t id;
	if (!text || !*text) return NULL;
	for (int i = 0; text_to_int(text, &id) && i < tiles->count; i++)
		if (tiles->items[i].id == id) return &tiles->items[i];
	refuse(&web->refusals, REFUSAL_INPUT, name, name, "这里没有这个选项，请重新点一个", "This is not offered here; tap another");
	return NULL;
}

static void read_words(Report *report) {
	Web *web = report->web;
	const char *words = web_value(web, "detail");
	report->words = words ? text_trim(web->arena, words) : "";
	if (text_count(report->words) > 1000)
		refuse(&web->refusals, REFUSAL_INPUT, "too-long", "detail", "补充最多 1000 个字，请缩短",
			"The words may have 1000 characters");
	else if (text_has_control(report->words))
		refuse(&web->refusals, REFUSAL_INPUT, "control", "detail", "文字含有不可见的控制字符，请删除后再提交",
			"The words hold control characters");
	report->title = text_cut(web->arena, arena_strndup(web->arena, report->words, strcspn(report->words, "\n")), WORDS_TITLE);
}

static void read_what(Report *report, const Tiles *tiles) {
	Web *web = report->web;
	report->tile = tile_chosen(web, tiles, "problem");
	read_words(report);
	if (!report->tile && !*report->words && !web->refusals.count)
		refuse(&web->refusals, REFUSAL_INPUT, "required", "problem", "请点一个问题，或写一句话",
			"Tap what is wrong, or write a sentence");
	/* A tile that fits everything says little: the words say it. */
	bool by_tile = report->tile && !(tile_fits_all(report->tile) && *report->words);
	if (by_tile) report->title = report->tile->name;
	const Tile *other = report->tile ? report->tile : tiles->other >= 0 ? &tiles->items[tiles->other] : NULL;
	if (other) report->kind = other->kind;
	/* No tile fits everything: words go under the first kind offered. Guests may not read kinds; only the id is taken. */
	else
		report->kind = conn_query_int(web_conn(web),
			"SELECT id FROM kind WHERE for_asker = 1 AND coalesce(active, 1) = 1 ORDER BY sort, id LIMIT 1", NULL, 0, 0, NULL);
}

static void read_phone(Report *report) {
	Web *web = report->web;
	const char *typed = web_value(web, "phone");
	if (web->actor->person) return;
	if (!typed || text_is_blank(typed)) {
		/* An empty field that was asked for says: no number; no field at all says: the one this phone is known by. */
		if (!typed) report->client = caller_read(web).client;
		return;
	}
	Value value;
	if (!field_parse(
			&model_records[RECORD_CLIENT].fields[CLIENT_PHONE], text_fold(web->arena, typed), web->arena, &web->refusals, &value))
		return;
	report->phone = value_str(value);
	if (strlen(report->phone) < PHONE_DIGITS_MIN)
		refuse(
			&web->refusals, REFUSAL_INPUT, "phone", "phone", "电话号码太短，请核对", "The phone number is too short; check it");
}

/* What kind, in which words, and by whom: said, never guessed. Whoever gives their name by number leaves one, or is known by it here. */
static void read_opinion(Report *report, const Tiles *kinds) {
	Web *web = report->web;
	const char *who = web_value(web, "who");
	report->tile = tile_chosen(web, kinds, "kind");
	if (report->tile) report->kind = report->tile->kind;
	else if (!web->refusals.count)
		refuse(&web->refusals, REFUSAL_INPUT, "required", "kind", "请先点一个：建议、意见、咨询还是投诉",
			"Tap one first: suggestion, opinion, question or complaint");
	read_words(report);
	if (!*report->words)
		refuse(&web->refusals, REFUSAL_INPUT, "required", "detail", "请写下您想说的", "Write what you want to say");
	report->anonymous = who && !strcmp(who, "anonymous");
	if (report->anonymous) return;
	if (!who || strcmp(who, "named"))
		refuse(&web->refusals, REFUSAL_INPUT, "required", "who", "请选择署名还是匿名", "Choose: with your name, or anonymous");
	else read_phone(report);
	if (who && !web->refusals.count && !web->actor->person && !report->phone && !report->client)
		refuse(&web->refusals, REFUSAL_INPUT, "required", "phone", "署名要留电话，答复时好联系您；不想留，请选匿名",
			"With your name we need a number to answer you; or choose anonymous");
}

static bool answer_fits(Arena *arena, const TileQuestion *q, const char *text) {
	int64_t number;
	int32_t day;
	if (!strcmp(q->type, "number")) return decimal_parse(text, 2, &number);
	if (!strcmp(q->type, "date")) return day_parse(text, &day);
	if (!strcmp(q->type, "yes_no")) return !strcmp(text, "是") || !strcmp(text, "否");
	if (strcmp(q->type, "choice")) return text_count(text) <= 300 && !text_has_control(text);
	char *options[OPTIONS_MAX];
	int count = text_list(arena, q->options, options, OPTIONS_MAX);
	for (int i = 0; i < count; i++)
		if (!strcmp(options[i], text)) return true;
	return false;
}

static void read_answers(Report *report) {
	Web *web = report->web;
	for (int i = 0; report->tile && i < report->tile->question_count; i++) {
		const TileQuestion *q = &report->tile->questions[i];
		const char *name = arena_printf(web->arena, "q%lld", (long long)q->id), *typed = web_value(web, name);
		const char *text = typed ? text_trim(web->arena, typed) : "", *en = *q->label_en ? q->label_en : q->label;
		if (!*text && q->required)
			refuse(&web->refusals, REFUSAL_INPUT, "required", name, arena_printf(web->arena, "请回答：%s", q->label),
				arena_printf(web->arena, "Please answer: %s", en));
		else if (*text && !answer_fits(web->arena, q, text))
			refuse(&web->refusals, REFUSAL_INPUT, "answer", name, arena_printf(web->arena, "“%s”的回答不对，请改正", q->label),
				arena_printf(web->arena, "The answer does not fit: %s", en));
		else if (*text) {
			report->answers[report->answer_count].question = q->id;
			report->answers[report->answer_count++].text = text;
		}
	}
}

/* ── the transaction ── */
/* The person served with this number: one number, one person. */
static int64_t client_of(Txn *txn, const char *phone) {
	Value key = value_text(vault_index(txn_arena(txn), phone));
	int64_t id = conn_query_int(txn_conn(txn), "SELECT id FROM client WHERE phone_key = ?", &key, 1, 0, NULL);
	if (id) return id;
	Given given = {CLIENT_PHONE, value_text(phone)};
	/* Registering a person served is the desk's; here the number registers itself. */
	Call call = {
		.command = &model_records[RECORD_CLIENT].commands[CLIENT_CMD_CREATE], .given = &given, .given_count = 1, .trusted = true};
	return txn_call(txn, &call);
}

static Value id_or_nothing(int64_t id) {
	return id ? value_int(id) : value_null();
}

static int64_t matter_make(Txn *txn, const Report *r) {
	Given given[] = {{MATTER_TITLE, value_text(r->title)}, {MATTER_KIND, value_int(r->kind)},
		{MATTER_PROBLEM, id_or_nothing(r->tile && !r->opinion ? r->tile->id : 0)}, {MATTER_PLACE, id_or_nothing(r->spot->place)},
		{MATTER_ASSET, id_or_nothing(r->spot->asset)}, {MATTER_DETAIL, *r->words ? value_text(r->words) : value_null()},
		{MATTER_CHANNEL, value_text(r->channel)}, {MATTER_CLIENT, id_or_nothing(r->client)},
		{MATTER_URGENT, value_int(r->tile && r->tile->urgent)}, {MATTER_ANONYMOUS, r->anonymous ? value_int(1) : value_null()}};
	/* Trusted: place, asset, kind and urgency come from the rows behind the code, not from the form. */
	Call call = {.command = &model_records[RECORD_MATTER].commands[MATTER_CMD_REPORT],
		.given = given,
		.given_count = sizeof given / sizeof *given,
		.idem = r->once,
		.trusted = true};
	return txn_call(txn, &call);
}

static void report_work(Txn *txn, void *user) {
	Report *r = user;
	int64_t ids[REPORT_PHOTOS_MAX];
	r->limited = !limit_is_free(txn_conn(txn), r->limits, r->limit_count, txn_now(txn));
	if (r->phone) r->client = client_of(txn, r->phone);
	if (txn_failed(txn)) return;
	int64_t matter = r->matter = matter_make(txn, r);
	if (!matter) return;
	/* A report that was kept already is answered again, whatever the limit says; a new one is not. */
	if (r->limited) {
		txn_refuse(txn, REFUSAL_LIMIT, "too-many-reports", "", "这一小时报的事太多了", "Too many reports within this hour");
		return;
	}
	uploads_attach(txn, r->uploads, r->upload_count, matter, 0, ATTACHMENT_STAGE_IS_REPORT, false, ids);
	for (int i = 0; i < r->answer_count && !txn_failed(txn); i++) {
		Given given[] = {{ANSWER_MATTER, value_int(matter)}, {ANSWER_QUESTION, value_int(r->answers[i].question)},
			{ANSWER_VALUE, value_text(r->answers[i].text)}};
		Call call = {.command = &model_records[RECORD_ANSWER].commands[ANSWER_CMD_CREATE],
			.given = given,
			.given_count = 3,
			.trusted = true};
		txn_call(txn, &call);
	}
	if (!txn_failed(txn)) limit_use(txn, r->limits, r->limit_count);
}

/* Photos that came with a refused form cost work as well. */
static void limit_work(Txn *txn, void *user) {
	Report *r = user;
	limit_use(txn, r->limits, r->limit_count);
}

const char *report_token(Web *web, int64_t matter) {
	const char *token = NULL;
	Value id = value_int(matter);
	/* The secret of the matter this request has just made. */
	Cursor *cursor = conn_query(web_conn(web), "SELECT token FROM matter WHERE id = ?", &id, 1);
	if (cursor && cursor_next(cursor) && !cursor_is_null(cursor, 0)) token = arena_strdup(web->arena, cursor_text(cursor, 0));
	cursor_end(cursor);
	return token;
}

static bool report_send(Report *r, const char **ret_token) {
	Web *web = r->web;
	const Actor *self = web->actor;
	if (r->anonymous) web->actor = actor_guest(web->arena, 0, 0);
	Outcome outcome = web_run(web, report_work, r);
	web->actor = self;
	if (outcome.kind != OUTCOME_DONE) {
		if (r->limited && outcome.kind == OUTCOME_REFUSED) {
			web->refusals.count = 0;
			refuse_limit(r);
		}
		return false;
	}
	/* The outcome's row is the first command's, which may be the client: only a repeated one names the matter. */
	int64_t matter = r->matter ? r->matter : outcome.repeated ? outcome.id : 0;
	*ret_token = matter ? report_token(web, matter) : NULL;
	/* A link to something anonymous is shown once and kept nowhere, the browser included: others may use it too. */
	if (!*ret_token || web->actor->person || r->anonymous) return *ret_token != NULL;
	remembered_add(web, *ret_token);
	if (r->phone && r->client) caller_remember(web, r->client, r->phone);
	return true;
}

bool report_take(Web *web, const Spot *spot, const Tiles *tiles, const char **ret_token) {
	const char *via = web_value(web, "via"), *once = web_value(web, "once");
	Report report = {.web = web,
		.spot = spot,
		.channel = via && !strcmp(via, "page") ? CHANNEL_IS_PAGE : CHANNEL_IS_QR,
		.once = once && *once && strlen(once) <= 64 ? once : NULL};
	report.limit_count = report_limits(web, spot->code, report.limits);
	read_what(&report, tiles);
	read_phone(&report);
	read_answers(&report);
	/* Opening photos is the dear part: not for somebody over the limit. */
	bool over = !limit_is_free(web_conn(web), report.limits, report.limit_count, web->now);
	if (!over) report.upload_count = uploads_take(web, "photos", report.uploads, REPORT_PHOTOS_MAX);
	if (!web->refusals.count) return report_send(&report, ret_token);
	if (report.limit_count && report.upload_count) web_run(web, limit_work, &report);
	return false;
}

/* Of an anonymous one only the hour's number for all together: where it came from is kept nowhere, not even as a digest. */
static int opinion_limits(Web *web, bool anonymous, Limit *ret) {
	if (!anonymous) return report_limits(web, "opinion", ret);
	ret[0] = (Limit){"report:anonymous", CODE_HOUR_MAX, HOUR_S};
	return 1;
}

bool opinion_take(Web *web, const Tiles *kinds, const char **ret_token) {
	Spot nowhere = {.code = "opinion", .desk_phone = desk_phone(web)};
	const char *once = web_value(web, "once");
	Report report = {.web = web,
		.spot = &nowhere,
		.channel = CHANNEL_IS_PAGE,
		.once = once && *once && strlen(once) <= 64 ? once : NULL,
		.opinion = true};
	read_opinion(&report, kinds);
	read_answers(&report);
	report.limit_count = opinion_limits(web, report.anonymous, report.limits);
	return !web->refusals.count && report_send(&report, ret_token);
}
