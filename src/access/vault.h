/* The vault: personal values are encrypted per subject (a person, a client) by a key of their own, wrapped by the site key. Destroying a
 * subject's key erases its values in rows, journal and backups made later, and the chain stays valid.
 * A sealed value reads "p1.SUBJECT.BASE64(nonce ‖ ciphertext)"; subject is "person:17". XChaCha20-Poly1305 by libsodium. */
#ifndef GANGMU_ACCESS_VAULT_H
#define GANGMU_ACCESS_VAULT_H
#include "model/model.h"

/* Reads the site key file (32 random bytes as hex, made with mode 0600 where absent); false with words in the log. Once at start. */
bool vault_start(const char *key_path);
/* Table subject_key; in a transaction of the caller. */
int vault_ensure(Conn *conn);
/* Seals plain for the subject; makes its key where it has none (conn is the writer's). NULL on a fault. */
char *vault_seal(Conn *conn, Arena *arena, const char *subject, const char *plain);
/* Opens a sealed value: the plain text; "" where its key was destroyed (已清除); the text itself where it is not sealed. NULL on a fault. */
char *vault_open(Conn *conn, Arena *arena, const char *sealed);
/* Opens many at once with one statement: each Value that is sealed becomes its plain text, "" where erased. */
int vault_open_all(Conn *conn, Arena *arena, Value **values, int count);
/* Copies the wrapped keys into an empty table of another store, destroyed ones as destroyed; in a transaction of the caller on `to`. */
int vault_copy(Conn *from, Conn *to);
/* Destroys the subject's key. */
int vault_erase(Conn *conn, const char *subject);
/* A keyed index of an exact value (a phone number), for finding without opening; hex in the arena. */
char *vault_index(Arena *arena, const char *plain);
/* 13800005678 → 138****5678; a name → 张** style: the first character and stars. */
char *vault_mask(Arena *arena, const char *plain);
bool vault_is_sealed(const char *text);
#endif
