/* Web: one request as pages and the API see it, and what every page is made of. */
#ifndef GANGMU_WEB_WEB_H
#define GANGMU_WEB_WEB_H
#include "command/door.h"
#include "figure/figure.h"
#include "query/query.h"
#include "web/html.h"
#include "web/http.h"

typedef struct App App;
typedef struct Lane Lane; /* a read connection and what is cached beside it; borrowed by one thread at a time */
typedef struct Web Web;
typedef void (*Handler)(Web *web);

typedef struct Route {
	HttpMethod method;
	const char *pattern; /* "/matters/:id/dispatch"; ":id" a number, ":word" any segment; at most 3 */
	Handler handler;
	unsigned roles; /* who may come here; 0: everybody, logged in or not */
	bool in_pool; /* GET that is slow; other methods always run in the pool */
} Route;
typedef struct NavItem {
	const char *group_zh, *group_en; /* heading before it; NULL: none */
	const char *path, *icon;
	Label label;
	unsigned roles;
} NavItem;
/* What a module puts on the pages of another's record, which knows nothing of it: on top of the page, or beside what it shows. `put` is
 * called for every page of that record, for whoever sees it, and shows nothing where it has nothing. */
typedef struct PagePanel {
	int record; /* RECORD_MATTER */
	bool on_top;
	void (*put)(Web *web, const Row *row);
} PagePanel;
/* What a module gives to the web; main holds the list. */
typedef struct WebModule {
	const Route *routes;
	size_t route_count;
	const NavItem *nav;
	size_t nav_count;
	const PagePanel *panels;
	size_t panel_count;
} WebModule;

typedef struct Session {
	const char *key; /* hash of the cookie or token; NULL: none */
	const char *csrf;
	bool is_token; /* a bearer token: no CSRF needed */
} Session;

typedef struct WebOptions WebOptions;

struct Web {
	App *app;
	HttpRequest *request;
	HttpResponse *response;
	Arena *arena;
	Buf *out; /* response->body */
	const Actor *actor;
	Session session;
	Language language;
	int64_t now;
	bool is_api;
	int64_t ids[3]; /* ":id" of the pattern, in order */
	const char *words[3]; /* ":word" */
	int id_count, word_count;
	HttpPart *parts; /* of the form; read by web_form */
	size_t part_count;
	WebOptions *options; /* of the selects of this page; web_options_load */
	Refusals refusals; /* collected for this page or answer */
	Lane *lane;
	int thread_index;
	bool loose_cookies; /* guest's display preferences come from cookies */
	int64_t draft_at; /* a draft of this form is on the server since then; 0: none */
	bool few_icons; /* the page uses none but those of web/icons/asker.txt */
	const char *size, *theme, *mode; /* display: static words */
};

/* Both languages of a text in a page. */
#define TR(web, zh, en) ((web)->language == LANGUAGE_EN ? (en) : (zh))

/* ── the request ── */
/* The read connection of this request: one snapshot until web_release. Never NULL (a fault ends in 503 before). */
Conn *web_conn(Web *web);
/* Gives the lane back; called before waiting on the door, harmless twice. */
void web_release(Web *web);
/* The form's parts, read once; false (refusal collected) where the body is no form. */
bool web_form(Web *web);
const char *web_value(Web *web, const char *name); /* of the form, then the query; NULL if absent */
const char *web_param(Web *web, const char *name); /* of the query only; "" if absent */
/* "SIZE" marks for links: the target with one query parameter replaced (value NULL: removed); `after` is dropped. */
char *web_link(Web *web, const char *name, const char *value);
/* The working-time book as it stands now, kept by this lane until its rows change: one statement where nothing changed. NULL on a fault.
 * Good until web_release. */
const Book *web_book(Web *web);
/* One command through the door as this actor; entrance page, api or guest. Refusals are copied into web->refusals. */
Outcome web_call(Web *web, const Call *call);
Outcome web_run(Web *web, DoorWork work, void *user);
/* False, and 403 answered, where a POST lacks the session's token. Called by the dispatcher for every form. */
bool web_check_csrf(Web *web);

/* ── answers ── */
void web_redirect(Web *web, const char *path); /* 303; to /home where the path leads out of this server */
/* One slash first, no second, no backslash, blank or control character: the path stays within this server. */
bool web_path_is_own(const char *path);
/* After a done command: 303 to path with a message shown once. */
void web_done(Web *web, const char *path, const char *message);
/* Page, problem+json or plain by what was asked for. */
void web_not_found(Web *web);
void web_no_right(Web *web, const char *what_zh, const char *what_en);
void web_fault(Web *web); /* 503, words that nothing is lost */
void web_refused(Web *web); /* web->refusals as a whole page or problem+json */

/* ── the frame ── */
typedef struct Frame {
	const char *title;
	const char *active; /* nav path */
	const char *crumbs[4][2]; /* {path, words}; the last without path */
	bool plain; /* no navigation: asker pages, log-in */
	const char *style; /* "app.css" when NULL */
	const char *script; /* "app.js" when NULL */
	const char *body; /* class of <body>; NULL: by the rest */
	int refresh_s; /* page reloads itself; 0: not */
	const char *main_class; /* of main beside "page": a page with a shape of its own; NULL: none */
	/* With plain: the head of a page made for a phone (asker.css): a line over the heading (after the bureau's name) with the large-type
	 * switch, the heading, a line under it (NULL: none), a line at the foot (NULL: none) with reading aloud and the language. heading
	 * NULL: no such head. */
	const char *heading, *over, *under, *foot;
	const struct PhoneHead *phone; /* a worker's page; NULL: the frame of the desk */
} Frame;
/* The head of a worker's page, made for a phone: a line over the heading, the heading, a line under it (NULL: none). */
typedef struct PhoneHead {
	const char *over, *heading, *under;
	bool home; /* the list of jobs itself: it alone has the bar at the foot */
} PhoneHead;
void frame_open(Web *web, const Frame *frame);
void frame_close(Web *web, const Frame *frame);
/* Icon of the sprite. */
void put_icon(Web *web, const char *name);
/* Lamp: shape, colour and words; words NULL: the lamp's own. */
void put_lamp(Web *web, const char *lamp, const char *words);
/* The summary of refusals on top of a form, focused; nothing where there are none. */
void put_errors(Web *web);
/* A message and the way on, for an empty list. */
void put_empty(Web *web, const char *words, const char *link, const char *link_words);
const char *web_asset(Web *web, const char *name); /* /static/app.css?v=HASH */
/* http://HOST as the request names it, for a code to be scanned; NULL where the Host is strange. */
const char *web_base_url(Web *web);
/* 今天 17:30 */
char *web_time(Web *web, int64_t at_s);
/* How a value of the row shows: choice words, titles of refs, masked phone, times in words. "" where empty. */
char *web_show(Web *web, const Row *row, int field);
/* A value that is not of this row, in words: of a fact of the history. */
char *web_words(Web *web, const Field *field, Value value);
/* A link to the row a ref points to where the actor's pages have one, else its title. */
void put_value(Web *web, const Row *row, int field);
/* Hidden csrf and once fields of every form. */
void put_form_hidden(Web *web);
/* The message stored by web_done, once. */
void put_toast(Web *web);

/* ── forms (web/form.c) ── */
/* Reads in one statement what the selects of these fields (those that are refs) will offer; put_field reads what is missing by itself. */
void web_options_load(Web *web, const Field *const fields[], int count);
/* One labelled control for a field: its value is what was posted, else the row's (NULL: none), else `otherwise`. */
void put_field(Web *web, const Field *field, const char *name, const Row *row, int index, bool required, const char *otherwise);
/* Note and photo controls of a command. */
void put_note(Web *web, bool required, const char *label, const char *help);
void put_photos(Web *web, const char *name, bool required);
void put_text_control(
	Web *web, const char *name, const char *label, const char *value, bool required, int most, const char *help);
/* All asks of a command. */
void put_asks(Web *web, const CommandDef *command, const Row *row);
/* Reads the asked fields of the form into Given; refusals by field. Refs by id (NAME) or by words (NAME_label). */
int form_given(Web *web, const CommandDef *command, Given *given, int most);
/* A ref from what was typed: id, code, number, log-in or exact title, or the only hit of a search. 0 and a refusal otherwise. */
int64_t form_ref(Web *web, const Field *field, const char *name);
/* The whole POST of a derived command form: given, note, version, idem, photos; calls the door. */
Outcome form_call(Web *web, const CommandDef *command, int64_t id);

/* ── drafts (web/draft.c) ── */
/* On GET of a form: ?draft=1 fills it from the server's draft, else put_draft_note offers it. */
void draft_load(Web *web);
void put_draft_note(Web *web);
/* "/drafts/NAME" for data-draft. */
char *draft_address(Web *web);
/* The form was sent: its draft goes. */
void draft_drop(Web *web);

/* ── attachments (web/file.c) ── */
typedef struct Upload {
	const char *name, *digest, *thumb, *mime;
	int64_t size, width, height;
} Upload;
/* Takes the files of the form's part `name` into the content-addressed store, synced; a bad one is refused by name, the others kept.
 * Kept ones of an earlier try come back by their digests in NAME_kept. Returns how many. */
int uploads_take(Web *web, const char *name, Upload *uploads, int most);
/* Attachment rows in the transaction; the row ids go to Call.photos. */
int uploads_attach(Txn *txn, const Upload *uploads, int count, int64_t matter, int64_t work_order, const char *stage,
	bool internal, int64_t *ret_ids);
/* Hidden NAME_kept fields and names for uploads already stored, for a form shown again. */
void put_uploads_kept(Web *web, const char *name);
/* Answers with a stored file; the caller has checked the right to the attachment row. */
void file_send(Web *web, const char *digest, const char *mime, const char *name);

/* ── limits (web/limit.c) ── */
/* So many times within a window, for those who are not logged in. Kept in the store, so that a restart forgets nothing. */
typedef struct Limit {
	const char *key; /* "report:q:AB12CD" */
	int most, window_s;
} Limit;
/* False where one of them is used up. */
bool limit_is_free(Conn *conn, const Limit *limits, int count, int64_t now);
/* Counts one use of each, in the same transaction as what was done. */
void limit_use(Txn *txn, const Limit *limits, int count);
/* Where the request comes from: an IPv4 address, or the /64 of an IPv6 one, since one phone changes the rest at will. */
char *limit_source(Arena *arena, const char *peer);

/* ── lists (web/list.c) ── */
/* The record's derived list page from the query string. */
void list_page(Web *web, const Record *record);
/* What the list page shows for this query string: filters, order, and the view of open rows where none is named. */
void list_query(Web *web, const Record *record, Query *query);
/* The filter in words: "在办；类别：报修；时限＜…"; 无 where there is none. */
char *list_filter_words(Web *web, const Query *query);
/* Just the table of rows with the record's columns. */
void put_table(Web *web, const Record *record, const Rows *rows, bool actions);
/* A number of rows of a filter as a link: figure and list agree by construction. Label, unit and note are shown; alert marks it. */
void put_figure(
	Web *web, const Record *record, const char *filter, const char *label, const char *unit, const char *note, const char *alert);
int64_t web_count(Web *web, const Record *record, const char *filter, int64_t most);
void record_page(Web *web, const Record *record, int64_t id);
/* What other modules put on the page of this row; every record page calls it twice, on top and beside. */
void put_panels(Web *web, const Row *row, bool on_top);
/* The history table (留痕): every field, who, when, from what to what, through which door. */
void put_history(Web *web, const Row *row);
/* 网页, 接口 …: through which door an entry came. */
const char *door_words(Web *web, const char *door);
/* Buttons of the commands possible on the row: main first, at most 3, the rest under 更多. base: "/matters/17". */
void put_commands(Web *web, const Row *row, const char *base);

/* ── figures (web/figure.c) ── */
/* One figure of a row of figures: its name, further conditions, and how it shows. */
typedef struct FigureShow {
	const char *name, *more;
	const char *label; /* NULL: the figure's own */
	const char *lamp; /* red, yellow, green, grey before the label; NULL: none */
	const char *note; /* under it; NULL: of a share "82 / 91 件", else nothing */
} FigureShow;
/* Counts them in one statement and shows each as a link to its rows, with ⓘ to its definition; a red one that is not 0 stands out. `title`
 * names the row for screen readers. tight: small, without gaps. False on a fault (answered 503). */
bool put_figures(Web *web, const char *title, const FigureShow *shows, int count, bool tight);
/* The same with counts already read. */
void put_counted_figures(Web *web, const char *title, const FigureShow *shows, const FigureCount *counts, int count, bool tight);
int web_figures_count(Web *web, const FigureShow *shows, int count, FigureCount *ret_counts);
/* A link to the rows of a count, its words in it; a share also says how many of how many, and small wholes are marked. */
void put_share(Web *web, const Figure *figure, const char *more, FigureCount count);
/* Whether some module answers GET at exactly this address. */
bool web_serves(const Web *web, const char *path);

/* ── charts (web/chart.c) ── */
enum { CHART_POINTS_MAX = 24, CHART_LINES_MAX = 5 };
typedef struct ChartLine {
	const char *label;
	int64_t values[CHART_POINTS_MAX]; /* tenths of a percent; -1: nothing there */
} ChartLine;
typedef struct Chart {
	const char *title; /* in one sentence: what it shows */
	const char *const *points; /* words under the axis */
	int point_count;
	const ChartLine *lines;
	int line_count;
} Chart;
/* Lines by month as inline SVG: dash and marker differ, never colour alone. */
void put_chart(Web *web, const Chart *chart);
#endif
