/* Home: where each lands after logging in — what waits for them, oldest clock first; then the figures they answer for. */
#ifndef GANGMU_MODULE_HOME_H
#define GANGMU_MODULE_HOME_H
#include "web/web.h"

/* ── figures.c ── */
extern const FigureTable home_figures;

/* ── words.c ── */
/* 超 1 天 3 小时, 剩 2 小时 15 分 (working time of the row's unit), 暂停至 …, 已办结; the time itself where book is NULL or it is days away. */
const char *clock_words(Web *web, const Book *book, const Row *row);
/* The lamp of a row with those words. */
void put_clock(Web *web, const Book *book, const Row *row);
/* 11 月 24 日 周二 */
char *day_words(Web *web);
/* 10:32 */
char *minute_words(Web *web);
/* The head of a home: the day, whose, as of when; with buttons {path, words} up to a NULL path. */
void put_home_head(Web *web, const char *title, const char *whose, const char *const buttons[][2]);
/* Hidden name=value. */
void put_hidden(Web *web, const char *name, const char *value);
/* A text of the form is blank or missing. */
bool form_is_blank(Web *web, const char *name);
/* The items in use of a dictionary ("pause_reason") in their order; no rows on a fault. */
Rows dictionary_read(Web *web, const char *name);
/* Up to `limit` rows of a filter that this program wrote; none on a fault. */
Rows rows_read(Web *web, int record, const char *filter, int limit);

/* ── people.c: who could do it, and how many jobs each has now ── */
enum { PEOPLE_MAX = 100 };
typedef struct Hand {
	int64_t person, unit, jobs;
	const char *name;
} Hand;
typedef struct Hands {
	Hand items[PEOPLE_MAX]; /* fewest jobs first */
	int count;
} Hands;
/* The people of the actor's unit and below with the open work orders each has. Two statements. */
int hands_read(Web *web, Hands *ret);
/* People strip: name, jobs now as a link and a bar. */
void put_hands(Web *web, const Hands *hands);

/* ── suit.c: who suits an order ── */
enum { SUITS_MAX = 1200 };
typedef struct Suit {
	int64_t order, person;
	int64_t same, near; /* orders of the same problem done; open ones close by */
} Suit;
typedef struct Suits {
	Suit items[SUITS_MAX];
	int count;
} Suits;
/* Of each order with each of the people that have any; one statement. 0 or a fault. */
int suits_read(Web *web, const Rows *orders, const Hands *hands, Suits *ret);
/* All 0 where there is none. */
Suit suit_of(const Suits *suits, int64_t order, int64_t person);
/* The higher the better: knowing it, being near, less the jobs in hand. */
int64_t suit_score(Suit suit, int64_t jobs);
/* 同类办过 3 件，就在附近，手上 2 件 */
const char *suit_words(Web *web, Suit suit, int64_t jobs);

/* ── months.c: timeliness, satisfaction and quality of twelve months ── */
void put_months(Web *web);

/* ── compare.c ── */
void put_compounds(Web *web);
void put_channels(Web *web);
/* Units with their matters by lamp. */
void put_unit_lamps(Web *web);

/* ── orders.c: rows of work orders and of matters as the homes list them ── */
Rows orders_read(Web *web, const char *filter, int limit);
Rows matters_read(Web *web, const char *filter, int limit);
/* A list of open orders: clock, what, whose. `empty`: the words where there are none. */
void put_orders(Web *web, const Book *book, const char *title, const char *link, const Rows *rows, const char *empty);
/* The red ones with owner, overdue time and a button to urge. */
void put_red_matters(Web *web, const Book *book, const Rows *rows, const char *empty);

/* ── pages ── */
void tasks_page(Web *web, int64_t refused);
void tasks_get(Web *web);
void tasks_post(Web *web);
void finish_get(Web *web);
void finish_post(Web *web);
void cannot_get(Web *web);
void cannot_post(Web *web);
void return_get(Web *web);
void return_post(Web *web);
/* The order named in the address, which the worker sees; NULL and answered where not. */
Row *task_order(Web *web);
void put_task_head(Web *web, const Row *row);

void home_get(Web *web);
void team_page(Web *web);
void assign_post(Web *web);
void check_post(Web *web);
void head_page(Web *web);
void leader_page(Web *web);
void inspector_page(Web *web);
void discipline_page(Web *web);
void finance_page(Web *web);
void system_page(Web *web);
void security_page(Web *web);
void audit_page(Web *web);
void order_page(Web *web);
void effects_get(Web *web);
void effect_post(Web *web);
void put_effects(Web *web, const Rows *rows);
void figure_page(Web *web);
void figures_page(Web *web);

extern const WebModule home_web;
#endif
