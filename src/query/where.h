/* Inside the read door: the condition that every reading and counting of a query carries. */
#ifndef GANGMU_QUERY_WHERE_H
#define GANGMU_QUERY_WHERE_H
#include "query/query.h"

/* Appends WHERE with the actor's scope, the filters, the lamp and the search; the record's alias is m. False where nothing can match (a
 * search for punctuation only). */
bool query_where(Conn *conn, Arena *arena, const Actor *actor, const Query *query, Buf *sql, Params *params);
/* Appends ORDER BY of the query. */
void query_order(const Query *query, Buf *sql);

/* The key under which an answer of this statement with these values is kept (store.h); false where it is too long to keep. */
bool kept_key(const Buf *sql, const Params *params, Buf *ret_key);
#endif
