#include "base/log.h"
#include "web/app.h"

#include <string.h>

static const Figure *declared(const char *name) {
	const Figure *figure = figure_by_name(name);
	if (!figure) bug("no module declares the figure %s", name);
	return figure;
}

int web_figures_count(Web *web, const FigureShow *shows, int count, FigureCount *ret_counts) {
	FigureAsk asks[FIGURES_MAX];
	for (int i = 0; i < count && i < FIGURES_MAX; i++) asks[i] = (FigureAsk){declared(shows[i].name), shows[i].more};
	return figure_counts(web_conn(web), web->arena, web->actor, web->now, asks, count, ret_counts);
}

static const char *note_of(Web *web, const Figure *figure, const FigureShow *show, FigureCount count) {
	if (show->note || !figure->of) return show->note;
	if (!count.of) return TR(web, "还没有", "none yet");
	const char *few = figure_is_few(figure, count) ? TR(web, "，样本少", ", few") : "";
	return arena_printf(web->arena, "%lld / %lld %s%s", (long long)count.count, (long long)count.of,
		TR(web, figure->unit.zh, figure->unit.en), few);
}

static void put_one(Web *web, const FigureShow *show, FigureCount count) {
	const Figure *figure = declared(show->name);
	Buf *out = web->out;
	const char *label = show->label ? show->label : label_in(figure->label, web->language);
	bool alert = show->lamp && !strcmp(show->lamp, "red") && count.count;
	const char *note = note_of(web, figure, show, count);
	H(out,
		"<div class=\"fig-box\"><a class=\"fig%s%s\" href=\"%s\" data-figure=\"%s\" data-count=\"%ld\"><span class=\"fig-name\">",
		alert ? " alert" : "", note && figure->of ? " has-whole" : "", figure_link(web->arena, figure, show->more, false),
		figure->name, (long)count.count);
	if (show->lamp) put_lamp(web, show->lamp, label);
	else H(out, "%s", label);
	H(out, "</span><span class=\"fig-value\"><span data-value>%s</span><small>%s</small></span>",
		figure_words(web->arena, figure, count), figure->of ? "%" : label_in(figure->unit, web->language));
	if (note && !figure->of) H(out, "<span class=\"fig-note\">%s</span>", note);
	H(out, "</a>");
	if (note && figure->of)
		H(out, "<a class=\"fig-whole\" href=\"%s\" data-whole=\"%ld\">%s</a>", figure_link(web->arena, figure, show->more, true),
			(long)count.of, note);
	H(out, "<a class=\"fig-why\" href=\"/figures/%s\" aria-label=\"%s%s\">", figure->name, TR(web, "口径：", "Definition: "),
		label);
	put_icon(web, "info");
	H(out, "</a></div>\n");
}

void put_counted_figures(Web *web, const char *title, const FigureShow *shows, const FigureCount *counts, int count, bool tight) {
	H(web->out, "<section class=\"figs%s\" aria-label=\"%s\">\n", tight ? " tight" : "", title);
	for (int i = 0; i < count; i++) put_one(web, &shows[i], counts[i]);
	H(web->out, "</section>\n");
}

bool put_figures(Web *web, const char *title, const FigureShow *shows, int count, bool tight) {
	FigureCount counts[FIGURES_MAX];
	if (web_figures_count(web, shows, count, counts)) {
		web_fault(web);
		return false;
	}
	put_counted_figures(web, title, shows, counts, count, tight);
	return true;
}

void put_share(Web *web, const Figure *figure, const char *more, FigureCount count) {
	if (figure->of && !count.of) {
		H(web->out, "<span class=\"none\">–</span>");
		return;
	}
	H(web->out, "<a href=\"%s\" data-figure=\"%s\" data-count=\"%ld\"><span data-value>%s</span>%s</a>",
		figure_link(web->arena, figure, more, false), figure->name, (long)count.count, figure_words(web->arena, figure, count),
		figure->of ? " %" : "");
	if (!figure->of) return;
	H(web->out, "<small><a href=\"%s\" data-whole=\"%ld\">%ld / %ld</a>", figure_link(web->arena, figure, more, true),
		(long)count.of, (long)count.count, (long)count.of);
	if (figure_is_few(figure, count)) H(web->out, " <span class=\"tag\">%s</span>", TR(web, "样本少", "few"));
	H(web->out, "</small>");
}
