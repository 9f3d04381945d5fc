/* /people/:id/set_password: the security administrator gives somebody a password for one log-in; it is shown once and must be changed. */
#include "web/person_password.h"

#include "base/outside.h"
#include "model_gen.h"

#include <string.h>

/* Twelve characters of four kinds, none that is mistaken for another: about 68 bits. */
static char *password_make(Arena *arena) {
	static const char *const kinds[] = {"ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghjkmnpqrstuvwxyz", "23456789", "-+=%"};
	char *text = arena_alloc(arena, 13);
	unsigned char dice[12];
	outside_random(dice, sizeof dice);
	for (int i = 0; i < 12; i++) {
		const char *kind = kinds[i == 4 || i == 9 ? 2 : i == 6 ? 3 : i % 2];
		size_t length = strlen(kind);
		/* Throwing again where the remainder would favour the first ones. */
		while (dice[i] >= 256 - 256 % length) outside_random(&dice[i], 1);
		text[i] = kind[dice[i] % length];
	}
	return text;
}

typedef struct Setting {
	int64_t person;
	const char *hash;
} Setting;

static void setting_work(Txn *txn, void *user) {
	const Setting *setting = user;
	Given given[] = {{PERSON_PASSWORD, value_text(setting->hash)}, {PERSON_MUST_CHANGE, value_int(1)}};
	Call call = {.command = &model_records[RECORD_PERSON].commands[PERSON_CMD_SET_PASSWORD],
		.id = setting->person,
		.given = given,
		.given_count = 2,
		.trusted = true};
	Value person = value_int(setting->person);
	/* Who knew the old password is out. */
	if (txn_call(txn, &call)) txn_run(txn, "DELETE FROM session WHERE person = ? AND is_token = 0", &person, 1);
}

static void put_page(Web *web, const Row *person, const char *password) {
	const char *name = row_text(person, PERSON_NAME), *here = arena_printf(web->arena, "/people/%lld", (long long)row_id(person));
	Frame frame = {.title = TR(web, "设置口令", "Set a password"),
		.active = "/people",
		.crumbs = {{"/people", TR(web, "人员", "People")}, {here, name}, {NULL, TR(web, "设置口令", "Set a password")}}};
	Buf *out = web->out;
	if (web->refusals.count) web->response->status = refusals_status(&web->refusals);
	frame_open(web, &frame);
	H(out, "<div class=\"head\"><h1>%s</h1></div>\n", TR(web, "设置口令", "Set a password"));
	put_errors(web);
	if (password) {
		H(out,
			"<section class=\"panel\"><div class=\"panel-body\"><p>%s（%s）</p><p class=\"one-time\"><code "
			"id=\"password\">%s</code></p><p class=\"muted\">%s</p></div><div class=\"panel-foot\"><a class=\"btn\" "
			"href=\"%s\">%s</a></div></section>\n",
			name, row_text(person, PERSON_LOGIN), password,
			TR(web, "一次性口令只显示这一次，请当面或打电话告知本人；本人登录后须先改口令。原来的登录已全部退出。",
				"Shown this once only; tell it in person or by phone. It must be changed at the first log-in. Earlier log-ins "
				"are over."),
			here, TR(web, "返回", "Back"));
	} else {
		H(out, "<form class=\"form narrow\" method=\"post\" action=\"%s/set_password\" data-plain>", here);
		put_form_hidden(web);
		H(out,
			"<section class=\"panel\"><div class=\"panel-body\"><p>%s</p><p>%s（%s）</p></div></section><div "
			"class=\"form-foot\"><button class=\"btn main\" data-submit>%s</button><a class=\"btn plain\" "
			"href=\"%s\">%s</a></div></form>\n",
			TR(web, "将生成一个一次性口令，原口令立即失效，已有的登录全部退出。",
				"A password for one log-in is made; the old one ends at once, and so do all log-ins."),
			name, row_text(person, PERSON_LOGIN), TR(web, "生成一次性口令", "Make the password"), here, TR(web, "返回", "Back"));
	}
	frame_close(web, &frame);
}

static Row *person_read(Web *web) {
	Row *person = query_row(web_conn(web), web->arena, web->actor, &model_records[RECORD_PERSON], web->ids[0], false, NULL);
	if (!person) web_not_found(web);
	return person;
}

void person_password_get(Web *web) {
	Row *person = person_read(web);
	if (person) put_page(web, person, NULL);
}

void person_password_post(Web *web) {
	Row *person = person_read(web);
	if (!person) return;
	web->response->no_compress = true;
	http_set_header(web->request, web->response, "Cache-Control", "no-store");
	char *password = password_make(web->arena);
	web_release(web);
	Setting setting = {web->ids[0], password_hash(web->arena, password)};
	if (!setting.hash) {
		web_fault(web);
		return;
	}
	Outcome outcome = web_run(web, setting_work, &setting);
	if (outcome.kind == OUTCOME_FAULT) {
		web_fault(web);
		return;
	}
	__atomic_add_fetch(&web->app->sessions_generation, 1, __ATOMIC_RELEASE);
	put_page(web, person, outcome.kind == OUTCOME_DONE ? password : NULL);
}

bool person_must_change(Web *web) {
	static const char *const open[] = {"/me", "/me/password", "/me/display", "/logout"};
	if (!web->actor->must_change || !web->actor->person || web->session.is_token) return false;
	for (size_t i = 0; i < sizeof open / sizeof *open; i++)
		if (!strcmp(web->request->path, open[i])) return false;
	if (web->is_api)
		web_problem(web, 403, "must-change-password", "请先在“我的设置”修改一次性口令", "Change the one-time password first");
	else web_redirect(web, "/me");
	return true;
}
