/* Exchange: rows of any record out to spreadsheets and in from them. Works on a connection, an actor and the door alone, so that the
 * pages and the command line do the same. */
#ifndef GANGMU_WEB_EXCHANGE_H
#define GANGMU_WEB_EXCHANGE_H
#include "base/map.h"
#include "command/door.h"
#include "query/query.h"

enum { EXPORT_ROWS_MAX = 200000 };

/* ── a table being written, as a workbook or as comma-separated text (web/table_out.c) ── */
typedef struct TableOut TableOut;
typedef struct TableColumn {
	const char *title, *help; /* help: NULL or a comment at the head */
	FieldType type;
	int scale;
	bool required;
	const char *const *choices; /* drop-down or NULL */
	size_t choice_count;
} TableColumn;
typedef struct TableMeta {
	const char *label, *text;
} TableMeta;
typedef struct TableSpec {
	const char *title, *temp_dir; /* temp_dir: NULL for TMPDIR or /tmp */
	bool csv;
	const TableColumn *columns;
	size_t column_count;
	TableMeta *meta; /* last sheet of a workbook; read at the end, so that counts can be filled in; may be NULL */
	size_t meta_count;
} TableSpec;
/* NULL on a fault (logged). The spec lives until the end. */
TableOut *table_begin(Arena *arena, const TableSpec *spec);
/* A cell in the stored form of the column's type; text for choices and refs as shown. */
void table_cell(TableOut *table, FieldType type, int scale, Value value);
void table_row_end(TableOut *table);
/* Ends and frees. The descriptor is open at offset 0 and the caller's. False on a fault (logged). */
bool table_end(TableOut *table, int *ret_file, int64_t *ret_length);
void table_abort(TableOut *table);

/* ── export (web/export.c) ── */
typedef struct ExportSpec {
	const Query *query; /* its limit and page are not used: the whole result goes out */
	const Actor *actor;
	Language language;
	bool csv;
	const char *filter_words, *temp_dir;
	int64_t now;
} ExportSpec;
typedef struct Exported {
	int file; /* the caller's to close */
	int64_t length, rows;
	bool too_many; /* more than EXPORT_ROWS_MAX rows: nothing was written */
} Exported;
/* Columns: those of the list, then the other visible fields. Dictionary words, true dates and numbers, personal values masked. The
 * caller has begun a read transaction, so that all pages are of one moment. False on a fault (logged) or where there are too many rows. */
bool export_write(Conn *conn, Arena *arena, const ExportSpec *spec, Exported *ret);
/* The command that records an export: without its record no file leaves. The person is the actor, or none; machine: who sat at the machine
 * itself, or NULL. In the arena. */
Call export_record(Arena *arena, const ExportSpec *spec, int64_t rows, const char *machine);
/* The record's fields in the order of an export. Returns how many. */
int export_fields(const Record *record, int *ret_fields, int most);
/* Stored form of the cell a field shows: choice words, titles of refs, masked personal values; numbers, dates and times as they are.
 * known: keeps the words of rows pointed to from call to call, or NULL. */
Value export_value(Conn *conn, Arena *arena, Map *known, const Row *row, int field, Language language);

/* ── words that name a row (web/row_words.c) ── */
/* "班长（保洁一班）": the title, and what tells it from rows of the same title; the title alone where another field tells nothing more. */
char *row_words_full(Arena *arena, const Row *row);
/* The title where no other row has it, else row_words_full. title: of the row with this id. */
char *row_words(Conn *conn, Arena *arena, const Record *record, int64_t id, const char *title);
#endif
