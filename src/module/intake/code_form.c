/* The form behind a code: tiles, photo, words, the kind's own questions, the phone. */
#include "model_gen.h"
#include "module/intake/intake.h"

#include <string.h>

static const Refusal *refusal_of(const Web *web, const char *field) {
	for (int i = 0; i < web->refusals.count; i++)
		if (!strcmp(web->refusals.items[i].field, field)) return &web->refusals.items[i];
	return NULL;
}

void put_report_wrong(Web *web, const char *field) {
	const Refusal *wrong = refusal_of(web, field);
	if (wrong) H(web->out, "<p class=\"error\" id=\"e-%s\">%s</p>", field, TR(web, wrong->zh, wrong->en));
}

static const char *tile_name(Web *web, const Tile *tile) {
	return TR(web, tile->name, *tile->name_en ? tile->name_en : tile->name);
}

static void put_tile(Web *web, const Tile *tile, Promise promise, bool first) {
	Buf *out = web->out;
	const char *chosen = web_value(web, "problem"), *id = arena_printf(web->arena, "%lld", (long long)tile->id);
	H(out, "<label class=\"tile\"><input type=\"radio\" name=\"problem\" value=\"%s\" data-word=\"%s\" data-kind=\"%ld\"", id,
		tile_name(web, tile), (long)tile->kind);
	if (first) H(out, " id=\"f-problem\"");
	if (chosen && !strcmp(chosen, id)) H(out, " checked");
	H(out, "><span class=\"tile-face\">");
	put_icon(web, *tile->icon ? tile->icon : "tool");
	H(out, "<span>%s<small>%s</small></span></span></label>\n", tile_name(web, tile),
		promise_words(web->arena, promise, !strcmp(tile->kind_code, "repair"), web->now, web->language));
}

static void put_tiles(Web *web, const Tiles *tiles, const Promise *promises) {
	H(web->out, "<fieldset class=\"tiles\"><legend class=\"asked\">%s</legend>",
		TR(web, "哪里不对？点一下", "What is wrong? Tap it"));
	put_report_wrong(web, "problem");
	for (int i = 0; i < tiles->count; i++) put_tile(web, &tiles->items[i], promises[i], i == 0);
	H(web->out, "</fieldset>\n");
}

static void put_shoot(Web *web) {
	Buf *out = web->out;
	H(out, "<div class=\"shoot\" data-photo=\"photos\" data-max=\"%d\">", REPORT_PHOTOS_MAX);
	H(out, "<svg class=\"icon big\" aria-hidden=\"true\"><use href=\"%s#camera\"></use></svg>", web_asset(web, "icons.svg"));
	H(out,
		"<div class=\"grow\"><b>%s</b><small>%s</small><input type=\"file\" id=\"f-photos\" name=\"photos\" multiple "
		"accept=\"image/jpeg,image/png\" aria-label=\"%s\"></div></div>",
		TR(web, "拍一张，修得更快", "A photo helps"),
		TR(web, "可不拍。JPEG、PNG，最多 6 张，每张 20 MB 以内；拍摄位置会去掉",
			"Not needed. JPEG or PNG, 6 at most, 20 MB each; place data are removed"),
		TR(web, "拍照或选照片", "Take or choose photos"));
	H(out, "<ul class=\"files\" data-photo-list=\"photos\">");
	put_uploads_kept(web, "photos");
	H(out, "</ul>");
	put_report_wrong(web, "photos");
}

/* ── questions of a kind ── */
static void put_option(Web *web, const char *name, const char *value, const char *typed) {
	H(web->out, "<label class=\"pick\"><input type=\"radio\" name=\"%s\" value=\"%s\"", name, value);
	if (typed && !strcmp(typed, value)) H(web->out, " checked");
	H(web->out, ">%s</label>", value);
}

static void put_question(Web *web, const TileQuestion *q) {
	Buf *out = web->out;
	const char *name = arena_printf(web->arena, "q%lld", (long long)q->id), *typed = web_value(web, name);
	const char *label = TR(web, q->label, *q->label_en ? q->label_en : q->label);
	char *options[OPTIONS_MAX];
	int count = 0;
	if (!strcmp(q->type, "choice")) count = text_list(web->arena, q->options, options, OPTIONS_MAX);
	if (!strcmp(q->type, "yes_no"))
		options[count++] = arena_strdup(web->arena, "是"), options[count++] = arena_strdup(web->arena, "否");
	if (count) {
		H(out, "<fieldset class=\"field\" id=\"f-%s\"><legend>%s", name, label);
		if (q->required) H(out, "<span class=\"need\">%s</span>", TR(web, "必填", "required"));
		H(out, "</legend><p class=\"row\">");
		for (int i = 0; i < count && i < OPTIONS_MAX; i++) put_option(web, name, options[i], typed);
		H(out, "</p>");
		put_report_wrong(web, name);
		H(out, "</fieldset>\n");
		return;
	}
	H(out, "<div class=\"field\"><label for=\"f-%s\">%s", name, label);
	if (q->required) H(out, "<span class=\"need\">%s</span>", TR(web, "必填", "required"));
	H(out, "</label><input id=\"f-%s\" name=\"%s\" type=\"%s\" maxlength=\"300\"", name, name,
		strcmp(q->type, "date") ? "text" : "date");
	if (!strcmp(q->type, "number")) H(out, " inputmode=\"decimal\"");
	H(out, " value=\"%s\">", typed ? typed : "");
	put_report_wrong(web, name);
	H(out, "</div>\n");
}

/* Each kind once. Folded, so that the page stays one screen; with script only the tapped tile's are there. */
void put_report_questions(Web *web, const Tiles *tiles) {
	const char *chosen = web_value(web, "problem");
	int64_t id = 0;
	if (!chosen || !text_to_int(chosen, &id)) id = 0;
	for (int i = 0; i < tiles->count; i++) {
		const Tile *tile = &tiles->items[i];
		bool seen = !tile->question_count, open = false;
		for (int j = 0; j < i; j++) seen |= tiles->items[j].kind == tile->kind;
		for (int j = 0; j < tiles->count; j++) open |= tiles->items[j].kind == tile->kind && tiles->items[j].id == id;
		if (seen) continue;
		H(web->out, "<details class=\"card more\" data-of-kind=\"%ld\"", (long)tile->kind);
		if (open) H(web->out, " open");
		html_put(web->out, TR(web, "><summary>%s再问 %d 句</summary>", "><summary>%s: %d more</summary>"), tile->kind_name,
			tile->question_count);
		for (int j = 0; j < tile->question_count; j++) put_question(web, &tile->questions[j]);
		H(web->out, "</details>\n");
	}
}

/* ── whose phone ── */
static void put_phone(Web *web) {
	Buf *out = web->out;
	Caller caller = caller_read(web);
	const char *typed = web_value(web, "phone");
	if (web->actor->person) {
		H(out, "<p class=\"muted small\">%s%s</p>", TR(web, "以本人身份报事：", "Reported as: "), web->actor->name);
		return;
	}
	if (caller.client && !typed && !*web_param(web, "phone")) {
		html_put(out,
			TR(web, "<p class=\"muted small\">有事联系 %s <a class=\"in\" href=\"?phone=new\">更换</a></p>",
				"<p class=\"muted small\">We call %s <a class=\"in\" href=\"?phone=new\">Change</a></p>"),
			caller.masked);
		return;
	}
	if (typed && !strcmp(typed, "new")) typed = NULL;
	H(out,
		"<div class=\"field\"><label for=\"f-phone\">%s</label><input id=\"f-phone\" name=\"phone\" type=\"tel\" "
		"inputmode=\"tel\" "
		"autocomplete=\"tel\" maxlength=\"20\" value=\"%s\" aria-describedby=\"h-phone\"><p class=\"help\" id=\"h-phone\">%s</p>",
		TR(web, "您的电话（只填一次）", "Your phone (once)"), typed ? typed : "",
		TR(web, "师傅找不到地方时会打给您；不填也能报", "The worker calls if in doubt; you may leave it empty"));
	put_report_wrong(web, "phone");
	H(out, "</div>");
}

void put_code_form(Web *web, const Spot *spot, const Tiles *tiles, const Promise *promises) {
	Buf *out = web->out;
	const char *words = web_value(web, "detail"), *via = web_value(web, "via");
	bool from_list = via && !strcmp(via, "page");
	if (from_list)
		H(out, "<p><a class=\"in\" href=\"/my/report?in=0\">%s</a></p>\n",
			TR(web, "不是这里？换个地方", "Not here? Another place"));
	H(out, "<form method=\"post\" action=\"/q/%s\" enctype=\"multipart/form-data\" novalidate data-once data-keep=\"q-%s\">\n",
		spot->code, spot->code);
	put_form_hidden(web);
	if (from_list) H(out, "<input type=\"hidden\" name=\"via\" value=\"page\">");
	put_wrongs(web);
	put_tiles(web, tiles, promises);
	put_shoot(web);
	put_report_questions(web, tiles);
	H(out,
		"<div class=\"card\"><div class=\"field\"><label for=\"f-detail\">%s</label><textarea id=\"f-detail\" name=\"detail\" "
		"rows=\"2\" "
		"maxlength=\"1000\">%s</textarea>",
		TR(web, "补充一句（可不填）", "A word more (not needed)"), words ? words : "");
	put_report_wrong(web, "detail");
	H(out, "</div>\n");
	put_phone(web);
	H(out, "</div>\n<div class=\"cta\"><button class=\"btn main tall\" data-echo=\"problem\">%s</button></div></form>\n",
		TR(web, "提交", "Send"));
}
