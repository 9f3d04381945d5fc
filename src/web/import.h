/* Import: the rows of a spreadsheet become create and edit commands through the write door. A check runs the same commands in a transaction
 * that is undone, so that guards judge exactly as later. Rows are known again by their natural key (fields with key, else unique; where
 * such a field is left empty, by all required fields and the parent): the same file twice changes nothing. */
#ifndef GANGMU_WEB_IMPORT_H
#define GANGMU_WEB_IMPORT_H
#include "base/map.h"
#include "command/door.h"
#include "output/reader.h"
#include "output/sheet.h"
#include "query/query.h"

enum {
	IMPORT_ROWS_MAX = 10000,
	IMPORT_CHUNK = 500, /* rows a transaction where correct rows go first */
	IMPORT_BYTES_MAX = 64 << 20, /* what the cells of a file may hold */
	IMPORT_PROBLEMS_SHOWN = 200,
	IMPORT_FIELDS_MAX = 64,
	IMPORT_UNDO_DAYS = 7,
};

/* ── what the file holds (web/import_read.c) ── */
typedef struct ImportCell {
	CellKind kind;
	bool formula, inexact;
	const char *text, *merge; /* as in SheetCell; text NULL where the cell is empty */
} ImportCell;
typedef struct ImportRow {
	int32_t number; /* as the spreadsheet shows it */
	ImportCell *cells; /* table->column_count */
} ImportRow;
typedef enum ColumnUse {
	COLUMN_USED,
	COLUMN_READ_ONLY, /* the record's, but set by the system: state, number, derived */
	COLUMN_UNKNOWN,
	COLUMN_TWICE,
	COLUMN_REMARK, /* 错误说明 of a file of wrong rows */
} ColumnUse;
typedef struct ImportColumn {
	const char *title;
	ColumnUse use;
	int field; /* -1 where unknown */
} ImportColumn;
typedef struct ImportTable {
	const char *sheet; /* "" for comma-separated text */
	int32_t head_row;
	ImportColumn *columns;
	int column_count;
	ImportRow *rows;
	int row_count;
} ImportTable;
/* Reads file (an .xlsx, or comma-separated text; told by its first bytes and name) in the locked reader and matches its columns by Chinese
 * label, English label or name. False: refused (reasons collected; code "reader-failed" is a fault). */
bool import_read(Arena *arena, int file, const char *name, const Record *record, ImportTable *ret, Refusals *refusals);

/* ── what a cell means ── */
/* Words that name rows of one record, as the actor sees them: title, title with its key in brackets, code, number, log-in, #id. */
typedef struct ImportNames {
	const Record *record;
	Map words; /* number: the row's id, 0: more than one */
} ImportNames;
/* A value read from a cell, or the reason why there is none. */
typedef enum CellResult { CELL_NOTHING, CELL_VALUE, CELL_MASKED, CELL_WRONG } CellResult;

typedef struct ImportProblem {
	int32_t row;
	int column; /* of the file; -1: the row or the file as a whole */
	const char *field; /* its label, "" for the whole */
	const char *value, *what, *mend;
} ImportProblem;

typedef enum ImportWay { IMPORT_CHECK, IMPORT_ALL, IMPORT_GOOD } ImportWay;

typedef struct Import {
	const Record *record;
	const CommandDef *create, *edit; /* NULL where the actor may not */
	const Actor *actor;
	Language language;
	const char *file_name;
	int64_t now;
	Arena *arena; /* lives as long as the import */
	ImportTable table;
	ImportNames *names[IMPORT_FIELDS_MAX]; /* by field, for references */
	ImportNames *own; /* words of the record's own rows, where a field points to it */
	int key[8], key_count; /* fields of the natural key */
	int other[16], other_count; /* fields that tell a row where the key is empty */
	Map by_key, by_other; /* number: id; of by_other also data: the next row with the same */
	Map in_file; /* keys met in this file; number: the row */
	Map used; /* ids already met in this file */
	int fresh, changed, same, bad, formulas;
	ImportProblem *problems;
	int problem_count, problem_capacity;
	int file_problems; /* of problem_count: those of the file as a whole, at the front */
	int64_t cause; /* entry of the batch that the rows name */
	int64_t batch; /* its row, 0: none */
	int at; /* rows done; read by others while it runs (atomic) */
} Import;

/* The record may be imported: it has an open creating command and a natural key. */
bool import_possible(const Record *record);
/* The commands the actor may give; false where none. */
bool import_commands(Import *import);
/* Fields an import may set, in the order of the export. Returns how many. */
int import_fields(const Record *record, const CommandDef *create, const CommandDef *edit, int *ret_fields, int most);
bool import_needs(const Record *record, const CommandDef *create, int field);
/* Reads the file and what is there already, in the read transaction of the caller. False: refused; the reasons are in refusals. */
bool import_open(Import *import, Conn *conn, int file, Refusals *refusals);
/* Runs: IMPORT_CHECK writes nothing and counts; IMPORT_ALL writes all rows or none, in one transaction; IMPORT_GOOD writes the correct
 * ones, IMPORT_CHUNK rows a transaction. Counts and problems are in the import. Where it ends as it should the batch row gets its `finish`
 * or `fail` command in the last transaction. False on a fault (what is written is written). */
bool import_run(Import *import, Door *door, ImportWay way);

/* ── taking an import back (web/import_undo.c) ── */
typedef struct UndoReport {
	int undone, kept; /* rows */
	int deactivated; /* of undone: made by the import, now out of use instead of removed */
} UndoReport;
/* Takes back every row of the batch that nobody touched since: made ones are removed where the record allows it and nothing points to them,
 * else put out of use; changed ones get the values they had. The batch row ends as undone. */
Outcome import_undo(Door *door, Arena *arena, const Actor *actor, int64_t now, const Record *record, int64_t batch,
	const char *file, UndoReport *ret);

/* inside (import_cell.c, import_names.c, import_row.c) */
CellResult import_cell(Import *import, Arena *scratch, const ImportRow *row, int column, Value *ret);
ImportNames *import_names_load(Import *import, Conn *conn, const Record *record, int *ret_fault);
void import_names_add(ImportNames *names, Arena *scratch, const Row *row);
void import_row(Import *import, Txn *txn, Arena *scratch, const ImportRow *row);
void import_problem(Import *import, int32_t row, int column, const char *value, const char *code, const char *zh, const char *en);
const char *import_mend(const char *code, Language language);
/* The key of the row from values by field; NULL where a part is empty. */
char *import_key(const Import *import, Arena *arena, const int *fields, int count, const Value *values);

/* ── results as files (web/import_out.c) ── */
/* The wrong rows as they came, with a column 错误说明. False on a fault. */
bool import_errors_write(Import *import, int *ret_file, int64_t *ret_length);
/* A workbook to fill in: columns with their rules, two rows as examples. */
bool import_template_write(Import *import, Conn *conn, int *ret_file, int64_t *ret_length);
/* Rows of a template that stand for examples: their key reads so. */
bool import_is_sample(const Import *import, const Value *values);
#endif
