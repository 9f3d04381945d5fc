/* The FTS5 tokenizer "gangmu": see words.h for what a word is. */
#ifndef GANGMU_STORE_SQLITE_TOKENIZER_H
#define GANGMU_STORE_SQLITE_TOKENIZER_H
struct sqlite3;
/* Registers it on a connection: every connection that reads or writes a search table needs it. An SQLite result code. */
int tokenizer_register(struct sqlite3 *db);
#endif
