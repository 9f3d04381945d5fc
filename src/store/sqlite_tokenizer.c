#include "store/sqlite_tokenizer.h"
#include "store/words.h"

#include <sqlite3.h>
#include <string.h>

typedef int Emit(void *context, int flags, const char *token, int length, int start, int end);

/* The tokenizer has no state; FTS5 wants a pointer that is not NULL. */
static int tokenizer_create(void *user, const char **args, int count, Fts5Tokenizer **ret) {
	(void)args;
	*ret = user;
	return count == 0 ? SQLITE_OK : SQLITE_ERROR;
}

static void tokenizer_delete(Fts5Tokenizer *tokenizer) {
	(void)tokenizer;
}

static int emit(Emit *give, void *context, int flags, const Unit *unit) {
	return give(context, flags, unit->word, (int)unit->length, (int)unit->start, (int)unit->end);
}

static int emit_pair(Emit *give, void *context, int flags, const Unit *first, const Unit *second) {
	char pair[2 * sizeof first->word];
	memcpy(pair, first->word, first->length);
	memcpy(pair + first->length, second->word, second->length);
	return give(context, flags, pair, (int)(first->length + second->length), (int)first->start, (int)second->end);
}

/* A text: each unit at its own position, and colocated with it the pair it begins. A query: a string of one unit gives the unit, a
 * string of more gives pairs only, so a phrase of n characters is n − 1 pairs that stand one after another. */
static int tokenizer_run(Fts5Tokenizer *self, void *context, int flags, const char *text, int length, Emit *give) {
	(void)self;
	bool query = flags & FTS5_TOKENIZE_QUERY;
	Words words = {text, 0, length > 0 ? (size_t)length : 0};
	Unit units[2];
	size_t current = 0;
	bool paired = false; /* the current unit ended a pair */
	int code = SQLITE_OK;
	bool more = words_next(&words, &units[0]);
	while (more && code == SQLITE_OK) {
		Unit *unit = &units[current], *follower = &units[1 - current];
		more = words_next(&words, follower);
		bool pair = more && unit->character && follower->character && follower->touches;
		if (!query || (!pair && !paired)) code = emit(give, context, 0, unit);
		if (pair && code == SQLITE_OK) code = emit_pair(give, context, query ? 0 : FTS5_TOKEN_COLOCATED, unit, follower);
		paired = pair;
		current = 1 - current;
	}
	return code;
}

static fts5_api *fts5_of(sqlite3 *db) {
	fts5_api *api = NULL;
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL) == SQLITE_OK) {
		sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL);
		sqlite3_step(statement);
	}
	sqlite3_finalize(statement);
	return api;
}

int tokenizer_register(sqlite3 *db) {
	fts5_api *api = fts5_of(db);
	if (!api) return SQLITE_ERROR;
	fts5_tokenizer tokenizer = {tokenizer_create, tokenizer_delete, tokenizer_run};
	return api->xCreateTokenizer(api, "gangmu", db, &tokenizer, NULL);
}
