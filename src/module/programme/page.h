/* What the pages of this module share. */
#ifndef GANGMU_MODULE_PROGRAMME_PAGE_H
#define GANGMU_MODULE_PROGRAMME_PAGE_H
#include "model_gen.h"
#include "web/web.h"

enum {
	PROGRAMME_READERS = ROLE_BIT(ROLE_WORKER) | ROLE_BIT(ROLE_TEAM) | ROLE_BIT(ROLE_DESK) | ROLE_BIT(ROLE_HEAD) |
						ROLE_BIT(ROLE_LEADER) | ROLE_BIT(ROLE_INSPECTOR) | ROLE_BIT(ROLE_FINANCE) | ROLE_BIT(ROLE_DISCIPLINE) |
						ROLE_BIT(ROLE_AUDIT),
	PROGRAMME_WRITERS = ROLE_BIT(ROLE_DESK) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_LEADER),
	ITEMS_SHOWN_MAX = 6000, /* items and their words read for one page; beyond it the page says so */
	HEADS_SHOWN_MAX = 1200,
	SECTION_ROWS = 40, /* sentences on one step of the confirmation */
	SPEECH_WINDOW = 1600, /* pieces of a long text on one page */
};

/* The programme within the actor's scope; NULL where the answer (404, 503) is already given. */
Row *programme_load(Web *web, int64_t id);
/* Rows of a record by a filter of a URL, sorted by `sort`, at most `most`; false where 503 is answered. */
bool rows_load(Web *web, const Record *record, const char *filter, const char *sort, int most, bool labels, Rows *ret);

/* Items of a programme, and which sentence each answers. */
typedef struct Outcomes {
	Rows items, links; /* rows of item (dropped ones too) and of item_piece */
} Outcomes;
bool outcomes_load(Web *web, int64_t programme, Outcomes *ret);
const Row *outcomes_item(const Outcomes *outcomes, int64_t id);
/* The n-th item under the sentence, live ones first in the order they were linked; NULL at the end. */
const Row *outcomes_under(const Outcomes *outcomes, int64_t piece, int n);
/* What became of the sentence: red, yellow, green, blue by the gravest live item (an item without a limit counts as green); grey where an
 * asking sentence has none; NULL where it asks for nothing and has none. */
const char *outcome_of(const Outcomes *outcomes, const Row *piece, int64_t now);
Label outcome_label(const char *lamp);
bool item_is(const Row *item, const char *state);
/* Lamp of one item in words: 逾期, 临期, 正常, 未定时限, 已办结 良好, 已撤销. */
void put_item_lamp(Web *web, const Row *item);
/* 工程维修科 · 11-20 17:30 前 · 进度 40% */
void put_item_line(Web *web, const Row *item);
/* The words of a piece on one line. */
char *piece_line(Web *web, const Row *piece, size_t characters);
/* The speech at the sentence: /programmes/1?piece=7#s7 */
char *piece_href(Web *web, int64_t programme, int64_t piece);
const char *piece_place(Web *web, const Row *piece);
bool may_write(const Web *web);
/* The unit names for text boxes with list="units". */
void put_unit_list(Web *web);

/* Figures that open their rows: counted by the very filter of their link. */
void put_count_lamp(Web *web, const Record *record, const char *filter, const char *lamp, const char *words, const char *id);

/* ── panel of one sentence (panel.c) ── */
void put_piece_panel(Web *web, const Row *programme, const Row *piece, const Outcomes *outcomes);
/* ── 按纲目, 按单位 (page_by.c) ── */
void put_by_key(Web *web, const Row *programme, const Outcomes *outcomes);
void put_by_unit(Web *web, const Row *programme, const Outcomes *outcomes);
/* Coverage, whole and by part, each number with its rows. */
void put_coverage(Web *web, const Row *programme);

/* ── handlers ── */
void programme_new_get(Web *web);
void programme_new_post(Web *web);
void programme_confirm_get(Web *web);
void programme_confirm_post(Web *web);
void programme_speech_get(Web *web);
void programme_item_post(Web *web);
void item_get(Web *web);
void item_matter_post(Web *web);
/* The confirmation page with what was typed; also after a refused POST. */
void confirm_page(Web *web, const Row *programme);
#endif
