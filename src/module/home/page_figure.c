/* 口径: what a figure counts, its filter, and how much it is now; and the list of all figures one may see. */
#include "module/home/home.h"

static bool may_see(Web *web, const Figure *figure) {
	return model_records[figure->record].read & web->actor->roles;
}

static void put_part(Web *web, const char *words, const char *link, int64_t count, bool whole) {
	H(web->out, "<div><dt>%s</dt><dd><a href=\"%s\" %c", words, link, ' ');
	if (whole) H(web->out, "data-whole=\"%ld\">", (long)count);
	else H(web->out, "data-count=\"%ld\">", (long)count);
	H(web->out, "%ld</a></dd></div>\n", (long)count);
}

void figure_page(Web *web) {
	const Figure *figure = figure_by_name(web->words[0]);
	FigureCount count;
	if (!figure || !may_see(web, figure)) {
		web_not_found(web);
		return;
	}
	FigureAsk ask = {figure, NULL};
	if (figure_counts(web_conn(web), web->arena, web->actor, web->now, &ask, 1, &count)) {
		web_fault(web);
		return;
	}
	const char *label = label_in(figure->label, web->language);
	Frame frame = {.title = label, .active = "/home", .crumbs = {{"/figures", TR(web, "口径", "Definitions")}, {NULL, label}}};
	const Record *record = &model_records[figure->record];
	frame_open(web, &frame);
	H(web->out,
		"<div class=\"head\"><div><h1>%s</h1><p class=\"sub\">%s %s</p></div></div>\n<section class=\"panel\"><dl "
		"class=\"panel-body facts\">\n",
		label, TR(web, "截至", "as of"), web_time(web, web->now));
	H(web->out, "<div class=\"full\"><dt>%s</dt><dd>%s</dd></div>\n", TR(web, "口径", "Definition"),
		label_in(figure->definition, web->language));
	if (figure->of)
		H(web->out, "<div><dt>%s</dt><dd><b>%s %%</b></dd></div>\n", TR(web, "现值", "Now"),
			figure_words(web->arena, figure, count));
	put_part(web, figure->of ? TR(web, "符合的", "That fit") : TR(web, "现值", "Now"),
		figure_link(web->arena, figure, NULL, false), count.count, false);
	if (figure->of) put_part(web, TR(web, "全部", "The whole"), figure_link(web->arena, figure, NULL, true), count.of, true);
	H(web->out, "<div><dt>%s</dt><dd><a href=\"/%s\">%s</a></dd></div>\n<div><dt>%s</dt><dd>%s</dd></div>\n",
		TR(web, "来源", "Source"), record->path, label_in(record->label, web->language), TR(web, "范围", "Scope"),
		label_in(scope_words(web->actor, record), web->language));
	H(web->out, "<div class=\"full\"><dt>%s</dt><dd><code>%s</code></dd></div>\n", TR(web, "筛选", "Filter"), figure->filter);
	if (figure->of)
		H(web->out, "<div class=\"full\"><dt>%s</dt><dd><code>%s</code></dd></div>\n",
			TR(web, "全部的筛选", "Filter of the whole"), figure->of);
	H(web->out, "</dl></section>\n");
	frame_close(web, &frame);
}

void figures_page(Web *web) {
	Frame frame = {.title = TR(web, "口径", "Definitions of figures"), .active = "/home"};
	frame_open(web, &frame);
	H(web->out,
		"<div class=\"head\"><div><h1>%s</h1><p class=\"sub\">%s</p></div></div>\n<section class=\"panel\"><table class=\"table "
		"cards\"><thead><tr><th "
		"scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr></thead><tbody>\n",
		frame.title, TR(web, "每个数怎么数、数的是哪些行", "How each number is counted, and which rows"),
		TR(web, "指标", "Figure"), TR(web, "口径", "Definition"), TR(web, "来源", "Source"));
	for (size_t t = 0; t < figure_table_count; t++)
		for (size_t i = 0; i < figure_tables[t]->count; i++) {
			const Figure *figure = &figure_tables[t]->figures[i];
			if (!may_see(web, figure)) continue;
			H(web->out,
				"<tr><td class=\"c-title\"><a href=\"/figures/%s\">%s</a></td><td>%s</td><td class=\"nowrap\">%s</td></tr>\n",
				figure->name, label_in(figure->label, web->language), label_in(figure->definition, web->language),
				label_in(model_records[figure->record].label, web->language));
		}
	H(web->out, "</tbody></table></section>\n");
	frame_close(web, &frame);
}
