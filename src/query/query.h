/* The read door: (actor, record, filter, sort, page) into SQL that always carries the actor's scope. Lists, pages, figures, search,
 * lookups, exports and prints render what it returns; none has rights code of its own. */
#ifndef GANGMU_QUERY_QUERY_H
#define GANGMU_QUERY_QUERY_H
#include "access/actor.h"
#include "model/refusal.h"

typedef enum FilterOp {
	FILTER_IN,
	FILTER_NOT_IN,
	FILTER_LT,
	FILTER_LE,
	FILTER_GT,
	FILTER_GE,
	FILTER_NULL,
	FILTER_NOT_NULL,
	FILTER_UNDER
} FilterOp;

enum { FILTERS_MAX = 24, FILTER_VALUES_MAX = 60, QUERY_LIMIT_MAX = 200 };

typedef struct Filter {
	int field;
	FilterOp op;
	const Value *values;
	int count;
} Filter;

typedef struct Query {
	const Record *record;
	Filter filters[FILTERS_MAX];
	int filter_count;
	const char *search; /* what the user typed, or NULL */
	int sort_field;
	bool sort_down;
	int limit; /* 25 when untouched */
	bool has_after; /* keyset paging: rows after this sort value and id */
	Value after_value;
	int64_t after_id;
	bool labels; /* join the titles of the rows that refs point to */
	const View *view; /* the view named, for its tab */
	const char *lamp; /* red, yellow, green, grey, blue or NULL */
	int64_t now; /* set by query_read: for the lamps */
	unsigned roles; /* which roles count; record->read when untouched */
} Query;

typedef struct QueryPair {
	const char *name, *value;
} QueryPair;

/* A query with the record's defaults. */
void query_init(Query *query, const Record *record);
/* Adds what a URL says: FIELD=a,b  FIELD.lt|le|gt|ge=x  FIELD.ne=a  FIELD=null  FIELD.ne=null  FIELD.under=ID  view= q= sort=[-]FIELD
 * limit= after= lamp= mine=1. Values may be now, now+90m, now-2h, now+3d, today, today-7, month (its first day), month-11, me, my-unit.
 * Unknown names are refused with what is known. Pairs in `ignore` (NULL-ended) are passed over. */
bool query_read(Query *query, Arena *arena, const Actor *actor, int64_t now, const QueryPair *pairs, size_t count,
	const char *const *ignore, Refusals *refusals);
/* The same from "state=open&due_at.lt=now"; a mistake is a bug when it comes from the model. */
bool query_read_text(Query *query, Arena *arena, const Actor *actor, int64_t now, const char *text, Refusals *refusals);
void query_add(Query *query, Arena *arena, int field, FilterOp op, Value value);

typedef struct Rows {
	Row *rows;
	int count;
	const char *next; /* the `after` of the next page, or NULL at the end */
} Rows;

/* Runs the query; personal values are opened (access/vault.h) where `open` is true, else given as "***". 0 or a fault. */
int query_rows(Conn *conn, Arena *arena, const Actor *actor, const Query *query, bool open, Rows *ret);
/* How many rows, counting to `most` at the most (10,001 for "10 000+"; 0 for exact). */
int query_count(Conn *conn, Arena *arena, const Actor *actor, const Query *query, int64_t most, int64_t *ret);
/* Several counts in one statement: of each query the rows as a whole (field_count 0) or by the values of up to TALLY_FIELDS fields. Scope,
 * filters and lamps are those of query_rows, so a count and its list agree. */
enum { TALLY_FIELDS = 4 };
typedef struct Tally {
	const Query *query;
	int fields[TALLY_FIELDS];
	int field_count;
	int sum; /* a field whose values are added up, instead of counting rows; 0: none */
	int most; /* with field_count 0: counts no further than this; 0: exact */
} Tally;
typedef struct TallyRow {
	int tally; /* index of the Tally it belongs to */
	Value values[TALLY_FIELDS];
	int64_t count; /* never 0, but for a tally without fields */
} TallyRow;
typedef struct TallyRows {
	TallyRow *rows;
	int count, capacity;
} TallyRows;
/* 0 or a fault. More than one statement only where scopes of many units exceed the parameters of one. */
int query_tallies(Conn *conn, Arena *arena, const Actor *actor, const Tally *tallies, int count, TallyRows *ret);
/* The rows one may choose from in a small table, by name. */
typedef struct Picks {
	bool few; /* false: more than `most`, or titles that have to be opened; nothing is given then */
	int count;
	const int64_t *ids;
	const char **titles;
} Picks;
/* Of several records together, in one statement: the rows in use (active) within the actor's scope, in the record's own order. 0 or a fault. */
int query_options(Conn *conn, Arena *arena, const Actor *actor, const Record *const records[], int count, int most, Picks *ret);
/* One row by id within the actor's scope; NULL where absent or not to be seen. */
Row *query_row(Conn *conn, Arena *arena, const Actor *actor, const Record *record, int64_t id, bool open, int *ret_fault);
/* The row whose unique field has this value. */
Row *query_row_by(
	Conn *conn, Arena *arena, const Actor *actor, const Record *record, int field, Value value, bool open, int *ret_fault);

/* The lamp of a row by its record's lamp fields: red, yellow, green, grey, blue; NULL where the record has none. */
const char *row_lamp(const Row *row, int64_t now);
Label lamp_label(const char *lamp);

/* One journal entry as the history of a row shows it. */
typedef struct Event {
	int64_t seq, at, actor, cause;
	const Record *record;
	int64_t row;
	const char *actor_name, *door, *command, *note;
	const CommandDef *def; /* NULL where the model no longer has the command */
	const struct Fact *facts; /* journal/journal.h */
	int fact_count;
	bool deleted;
} Event;
typedef struct Events {
	Event *events;
	int count;
} Events;
/* The facts of a journal entry of the record, from their JSON, into the event. */
void event_facts_read(Arena *arena, const Record *record, const char *text, Event *event);
/* The journal of one visible row, oldest first, `limit` at most from the end. public_only: commands flagged public. */
int query_history(Conn *conn, Arena *arena, const Row *row, bool public_only, int limit, Events *ret);
/* The same of several visible rows together (a matter and its work orders) by sequence, in one statement; at most HISTORY_ROWS_MAX rows, the
 * first of them where there are more. */
enum { HISTORY_ROWS_MAX = 60 };
int query_histories(Conn *conn, Arena *arena, const Row *rows[], int count, int limit, Events *ret);
#endif
