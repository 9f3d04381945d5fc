/* The caller card: who is calling, where they sit, what is open for them. */
#include "access/vault.h"
#include "model_gen.h"
#include "module/matter/intake_form.h"

#include <string.h>

static void put_same(Web *web, const Row *row) {
	H(web->out, "<li><p><a href=\"/matters/%ld\">%s %s</a></p><p class=\"row small\">", (long)row_id(row),
		row_text(row, MATTER_NO), row_text(row, MATTER_TITLE));
	put_lamp(web, row_lamp(row, web->now),
		label_in(choice_by_code(row->record->states, row_text(row, MATTER_STATE))->label, web->language));
	if (*row_text(row, MATTER_PLACE_NAME)) H(web->out, "<span class=\"muted\">%s</span>", row_text(row, MATTER_PLACE_NAME));
}

static void put_client(Web *web, const Caller *caller, const char *phone, bool chosen) {
	const Row *client = caller->client;
	Buf *out = web->out;
	H(out, "<div class=\"caller\"><p class=\"row\"><b>%s</b><span>%s</span>", row_text(client, CLIENT_NAME),
		vault_mask(web->arena, row_text(client, CLIENT_PHONE)));
	if (row_int(client, CLIENT_ELDER)) H(out, "<span class=\"tag blue\">%s</span>", TR(web, "离退休老领导", "Retired leader"));
	if (!chosen)
		H(out, "<a class=\"btn tiny push\" href=\"/matters/new?phone=%s&amp;client=%ld\">%s</a>", phone, (long)row_id(client),
			TR(web, "就是这位", "This person"));
	H(out, "</p><p class=\"muted\">%s%s%s</p>", web_show(web, client, CLIENT_UNIT),
		*web_show(web, client, CLIENT_ROOM) ? " · " : "", web_show(web, client, CLIENT_ROOM));
	if (*row_text(client, CLIENT_REMARK)) H(out, "<p class=\"muted\">%s</p>", row_text(client, CLIENT_REMARK));
	H(out, "<p class=\"label\">%s</p>",
		caller->open.count ? TR(web, "在办，同一件事？", "Under way – the same thing?")
						   : TR(web, "没有在办的事项", "Nothing under way"));
	if (caller->open.count) {
		H(out, "<ul class=\"lines\">");
		for (int i = 0; i < caller->open.count; i++) {
			put_same(web, &caller->open.rows[i]);
			H(out, "<a class=\"btn tiny push\" href=\"/matters/%ld/supplement\">%s</a></p></li>",
				(long)row_id(&caller->open.rows[i]), TR(web, "补充到这一件", "Add to this one"));
		}
		H(out, "</ul>");
	}
	if (caller->last.count) {
		H(out, "<p class=\"label\">%s</p><ul class=\"lines\">", TR(web, "最近办完的", "Lately ended"));
		for (int i = 0; i < caller->last.count; i++) {
			put_same(web, &caller->last.rows[i]);
			H(out, "</p></li>");
		}
		H(out, "</ul>");
	}
	H(out, "</div>\n");
}

int64_t put_caller_card(Web *web) {
	Caller callers[CALLERS_MAX];
	int count = 0, at = -1;
	const char *phone = web_value(web, "phone"), *client = web_value(web, "client");
	int64_t id = 0;
	Buf *out = web->out;
	phone = phone ? phone : "";
	if (client) text_to_int(client, &id);
	if (*phone && caller_find(web_conn(web), web->arena, web->actor, phone, callers, &count)) count = 0;
	for (int i = 0; i < count; i++)
		if (row_id(callers[i].client) == id) at = i;
	if (at < 0 && count == 1) at = 0;
	H(out, "<section class=\"panel\" id=\"caller\"><div class=\"panel-head\"><h2>%s</h2></div><div class=\"panel-body\">",
		TR(web, "来电", "The caller"));
	H(out,
		"<form class=\"row\" method=\"get\" action=\"/matters/new\"><label class=\"hide\" for=\"f-call\">%s</label><input "
		"class=\"input grow\" id=\"f-call\" "
		"name=\"phone\" type=\"tel\" value=\"%s\" placeholder=\"%s\" data-key=\"n\"><button class=\"btn\">%s</button></form>\n",
		TR(web, "来电号码", "Number"), phone, TR(web, "来电号码或后四位", "Number or its last four"), TR(web, "查", "Find"));
	if (at >= 0) put_client(web, &callers[at], phone, true);
	else
		for (int i = 0; i < count; i++) put_client(web, &callers[i], phone, false);
	if (*phone && !count)
		H(out, "<p class=\"muted\" id=\"unknown-caller\">%s</p>",
			TR(web, "没有这个号码，登记时一并建档", "Unknown number: it is registered with the matter"));
	H(out, "</div></section>\n");
	return at >= 0 ? row_id(callers[at].client) : 0;
}
