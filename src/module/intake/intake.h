/* Intake: the pages of those who ask. A code on a door or an asset, a secret link, or a log-in; nothing here needs one.
 * A guest has no right to read places, tiles or policies; what a code shows is read by SQL written here that names that one code, and a
 * matter is read through its secret link as a guest who sees this one row. */
#ifndef GANGMU_MODULE_INTAKE_H
#define GANGMU_MODULE_INTAKE_H
#include "web/web.h"

enum {
	TILES_MAX = 8, /* ui.md 2.1 */
	QUESTIONS_MAX = 6,
	OPTIONS_MAX = 20,
	REPORT_PHOTOS_MAX = 6,
	LINK_DAYS = 90, /* a track link works so long after its matter has ended: ui.md 2.1 */
	CODE_TYPED_MAX = 16, /* place.code and asset.code */
};

/* ── spot.c: the place or asset a code stands for ── */
typedef struct Spot {
	int64_t place, asset; /* asset 0: the code is the place's own */
	const char *code;
	const char *name, *full_name; /* of the place */
	const char *place_use, *asset_name, *asset_kind; /* "" where there is none */
	const char *desk_phone; /* digits; "" where the desk has none */
} Spot;
/* NULL where no place or asset in use has this code. *ret_desk_phone is set either way. */
Spot *spot_by_code(Web *web, const char *code, const char **ret_desk_phone);
/* The number of the dispatch desk's unit; "" where there is none. One statement. */
const char *desk_phone(Web *web);
/* What a person typed or a scanner read, an address ending in /q/CODE too, as a code: upper case, no blanks. "" where it can be none. */
char *code_typed(Arena *arena, const char *typed);
/* Six characters of the labels' alphabet whose check character is wrong: most likely mistyped. */
bool code_looks_mistyped(const char *code);
/* 037167180110 → 0371-67180110; other numbers as they are. */
char *phone_show(Arena *arena, const char *digits);

/* ── tile.c: what can be the matter here ── */
typedef struct TileQuestion {
	int64_t id;
	const char *label, *label_en, *type, *options;
	bool required;
} TileQuestion;
typedef struct Tile {
	int64_t id, kind, policy, unit;
	const char *name, *name_en, *icon, *kind_code, *kind_name, *asset_kind, *place_use; /* last two: "" where it fits any */
	bool urgent;
	TileQuestion questions[QUESTIONS_MAX];
	int question_count;
} Tile;
typedef struct Tiles {
	Tile items[TILES_MAX];
	int count;
	int other; /* index of the first that fits everywhere: words without a tile go under its kind; -1: none */
} Tiles;
/* For any asset and any place: 其他报修. */
bool tile_fits_all(const Tile *tile);
/* How well a tile fits: 0 made for this, 1 for such an asset elsewhere, 2 for everything, -1 not at all. */
int tile_rank(const Tile *tile, const Spot *spot);
/* At most TILES_MAX of all, the best first and the last place kept for one that fits everything. Pure. */
void tiles_choose(const Tile *all, int count, const Spot *spot, Tiles *ret);
/* 0 or a fault. One statement. */
int tiles_read(Web *web, const Spot *spot, Tiles *ret);

/* ── promise.c ── */
typedef struct Promise {
	int64_t at; /* 0: nothing can be promised */
	bool arrives; /* somebody comes; else it is done or answered */
} Promise;
/* When somebody comes (where the policy has such a clock), else when it is done, if it were sent on at start_at. */
Promise promise_of(Arena *arena, const Book *book, int64_t policy, int64_t unit, int64_t start_at, int64_t now);
/* 今天 17:30 前有人到场 / …前办好 / …前答复; "" where nothing is promised. */
char *promise_words(Arena *arena, Promise promise, bool repair, int64_t now, Language language);

/* Where a matter stands, for one sentence. */
typedef struct Standing {
	const char *state, *number, *unit, *result, *pause_reason; /* never NULL */
	bool repair, answered, again; /* again: opened again after it was done */
	Promise promise; /* before dispatch */
	int64_t now, attend_due, due_at, attended_at, paused_at, pause_until, done_at;
} Standing;
/* One sentence, 您; times in words: 维修师傅今天 15:00 前到. */
char *standing_words(Arena *arena, const Standing *standing, Language language);
/* The lamp's name for it. */
const char *standing_lamp(const Standing *standing, int64_t yellow_at);

/* ── remembered.c: what this browser keeps for a guest: whose phone, and the links of the last matters ── */
enum { REMEMBERED_MAX = 10 };
typedef struct Caller {
	int64_t client; /* 0: none */
	const char *masked; /* 138****5678 */
} Caller;
/* The cookie is signed by the site; a wrong or an old one is none. */
Caller caller_read(Web *web);
void caller_remember(Web *web, int64_t client, const char *phone);
/* The tokens, newest first. */
int remembered_read(Web *web, const char *ret_tokens[REMEMBERED_MAX]);
void remembered_add(Web *web, const char *token);
void remembered_forget(Web *web);

/* ── report.c ── */
/* The whole POST of a report at this spot: checks, client, matter, photos, answers in one transaction. True where it is done (or was
 * before, by the same key): *ret_token is the link. False: web->refusals say why (none: a fault). */
bool report_take(Web *web, const Spot *spot, const Tiles *tiles, const char **ret_token);
/* The whole POST of an opinion: words under one of `kinds` (the id of such a tile is its kind's), named or anonymous. Anonymous: given as
 * nobody — no person, no number and no source is kept, in no row, journal entry or limit — and only the link leads back to it. Else as
 * report_take. */
bool opinion_take(Web *web, const Tiles *kinds, const char **ret_token);
/* 我也遇到, the whole POST: a matter of their own joined to the open one of this spot at once, with its own link and right to an answer. As
 * report_take. */
bool me_too_take(Web *web, const Spot *spot, const char **ret_token);
/* The link of a matter this request has made or found; NULL on a fault. */
const char *report_token(Web *web, int64_t matter);
/* Limits of a guest's report: by source or known caller, and by code. ret has room for 2. */
int report_limits(Web *web, const char *code, Limit *ret);

/* ── pages ── */
void code_get(Web *web);
void code_post(Web *web);
void code_unknown(Web *web, const char *typed, const char *phone);
/* Questions of the kinds of these tiles, each kind once. */
void put_report_questions(Web *web, const Tiles *tiles);
/* What is wrong with the field, under it. */
void put_report_wrong(Web *web, const char *field);
void put_code_form(Web *web, const Spot *spot, const Tiles *tiles, const Promise *promises);
/* The refusals on top: to be mended by field, or said plainly where nothing can be mended. */
void put_wrongs(Web *web);
void put_call_desk(Web *web, const char *phone);
void put_place_search(Web *web, const char *action, const char *typed);
void track_get(Web *web);
void track_post(Web *web);
void opinion_get(Web *web);
void opinion_post(Web *web);
void my_get(Web *web);
void my_matters(Web *web);
void my_forget(Web *web);
void place_get(Web *web);
void scan_get(Web *web);
void file_get(Web *web);
void file_thumb_get(Web *web);
void track_file_get(Web *web);
void track_thumb_get(Web *web);
/* Opens a page of an asker; heading never NULL. */
void asker_open(Web *web, Frame *frame);

extern const WebModule intake_web;
#endif
