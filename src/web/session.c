#include "base/digest.h"
#include "base/instant.h"
#include "base/log.h"
#include "base/outside.h"
#include "model_gen.h"
#include "web/app.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum {
	SESSION_IDLE_S = 8 * 3600, /* a working day without a request ends it */
	SESSION_MAX_S = 7 * 86400,
	LOGIN_TRIES = 5,
	LOGIN_LOCK_S = 900, /* five wrong tries lock account and source for 15 minutes: GB/T 22239-2019 8.1.4.1 b) asks for a limit */
	ACTOR_CHECK_MS = 20000,
};

int session_tables_ensure(Conn *conn) {
	static const Column session[] = {{"key", COLUMN_TEXT, true}, {"person", COLUMN_INT, true}, {"csrf", COLUMN_TEXT, true},
		{"is_token", COLUMN_INT, true}, {"name", COLUMN_TEXT, false}, {"peer", COLUMN_TEXT, false}, {"made_at", COLUMN_INT, true},
		{"seen_at", COLUMN_INT, true}, {"ends_at", COLUMN_INT, true}};
	static const TableIndex indexes[] = {{"person", false, NULL}, {"ends_at", false, NULL}};
	static const Table table = {"session", "key", session, 9, indexes, 2};
	static const Column tries[] = {{"key", COLUMN_TEXT, true}, {"count", COLUMN_INT, true}, {"until_at", COLUMN_INT, true}};
	static const Table try_table = {"login_try", "key", tries, 3, NULL, 0};
	int fault = table_ensure(conn, &table);
	return fault ? fault : table_ensure(conn, &try_table);
}

static void generations_read(const App *app, uint64_t ret[4]) {
	static const int records[] = {RECORD_PERSON, RECORD_TENURE, RECORD_POST, RECORD_UNIT};
	for (int i = 0; i < 4; i++) ret[i] = door_generation(app->door, records[i]);
}

static bool cached_is_fresh(const App *app, const CachedActor *cached, const char *key) {
	uint64_t now[4];
	if (!cached->actor || strcmp(cached->key, key) || outside_monotonic_ms() - cached->checked_at > ACTOR_CHECK_MS) return false;
	generations_read(app, now);
	return !memcmp(now, cached->generations, sizeof now) &&
		   cached->sessions_generation == __atomic_load_n(&app->sessions_generation, __ATOMIC_ACQUIRE);
}

/* Reads session and actor into the slot; leaves it empty where the session is none or over. */
static void cached_load(Web *web, CachedActor *cached, const char *key) {
	App *app = web->app;
	if (cached->arena) arena_reset(cached->arena);
	else cached->arena = arena_new(1u << 20);
	cached->actor = NULL;
	memcpy(cached->key, key, sizeof cached->key);
	generations_read(app, cached->generations);
	cached->sessions_generation = __atomic_load_n(&app->sessions_generation, __ATOMIC_ACQUIRE);
	cached->checked_at = outside_monotonic_ms();
	Value params[] = {value_text(key), value_int(web->now)};
	int64_t person = 0;
	Conn *conn = web_conn(web);
	Cursor *cursor = conn_query(conn, "SELECT person, csrf, is_token FROM session WHERE key = ? AND ends_at > ?", params, 2);
	if (cursor && cursor_next(cursor)) {
		person = cursor_int(cursor, 0);
		snprintf(cached->csrf, sizeof cached->csrf, "%s", cursor_text(cursor, 1));
		cached->is_token = cursor_int(cursor, 2) == 1;
	}
	int fault = cursor_end(cursor);
	if (!fault && person) cached->actor = actor_load(conn, cached->arena, person, day_of_instant(web->now), &fault);
}

static void session_touch(Txn *txn, void *user) {
	Web *web = user;
	Value params[] = {value_int(web->now), value_int(web->now + SESSION_IDLE_S), value_text(web->session.key)};
	txn_run(
		txn, "UPDATE session SET seen_at = ?, ends_at = CASE WHEN is_token = 1 THEN ends_at ELSE ? END WHERE key = ?", params, 3);
}

void session_find(Web *web) {
	const char *bearer = http_header(web->request, "authorization"), *secret = http_cookie(web->request, "session");
	bool is_bearer = bearer && !strncmp(bearer, "Bearer ", 7);
	if (is_bearer) secret = bearer + 7;
	size_t length = secret ? strlen(secret) : 0;
	if (length < 20 || length > 64) return;
	char key[DIGEST_HEX];
	digest_of(secret, length, key);
	web_conn(web);
	CachedActor *cached = &web->lane->actors[(unsigned char)key[0] % 16 * 8 + (unsigned char)key[1] % 8];
	if (!cached_is_fresh(web->app, cached, key)) cached_load(web, cached, key);
	/* A token is for the API, a cookie for pages and the API alike. */
	if (!cached->actor || (cached->is_token && !is_bearer)) return;
	/* The slot may be taken over by another session while this request runs on another lane: keep what it points to. */
	Actor *actor = actor_copy(web->arena, cached->actor);
	actor->language = web->language;
	web->actor = actor;
	web->session =
		(Session){arena_strdup(web->arena, key), arena_strdup(web->arena, cached->csrf), is_bearer && cached->is_token};
	bool slides = !cached->is_token && web->request->method == HTTP_POST_M;
	if (slides) web_release(web), door_run(web->app->door, web->arena, web->actor, "page", web->now, session_touch, web);
}

bool web_check_csrf(Web *web) {
	if (web->session.is_token || !web->session.key) return true; /* guests hold nothing a foreign page could use */
	const char *origin = http_header(web->request, "origin"), *host = http_header(web->request, "host");
	bool own = !origin || (strstr(origin, "://") && host && !strcmp(strstr(origin, "://") + 3, host));
	const char *token = web->is_api ? http_header(web->request, "x-csrf-token") : NULL;
	if (!token && !web->is_api && !web_form(web)) {
		web_problem(web, 422, "form",
			"提交的内容太多（文字合计最多 4 MB）或不完整，没有保存。请按浏览器的“后退”找回您填的内容，减少后再提交",
			"Too much was sent (4 MB of text at most) or the form is incomplete; nothing was saved. Go back in the browser, "
			"shorten it and send again");
		return false;
	}
	if (!token && !web->is_api) token = web_value(web, "csrf");
	if (own && token && strlen(token) == strlen(web->session.csrf) && sodium_memcmp(token, web->session.csrf, strlen(token)) == 0)
		return true;
	web_problem(web, 403, "csrf", "这张表单已过期，请返回上一页刷新后再提交，您填的内容还在",
		"This form has expired; go back, reload and send again");
	return false;
}

typedef struct NewSession {
	Web *web;
	char key[DIGEST_HEX];
	const char *csrf, *name;
	int64_t person, ends_at, now;
	bool is_token;
} NewSession;

static int session_write(Conn *conn, const NewSession *s) {
	Value old[] = {value_int(s->now)};
	Value params[] = {value_text(s->key), value_int(s->person), value_text(s->csrf), value_int(s->is_token), value_text(s->name),
		value_text(s->web ? s->web->request->peer : NULL), value_int(s->now), value_int(s->now), value_int(s->ends_at)};
	int fault = conn_run(conn, "DELETE FROM session WHERE ends_at < ?", old, 1, NULL);
	return fault ? fault
				 : conn_run(conn,
					   "INSERT INTO session(key, person, csrf, is_token, name, peer, made_at, seen_at, ends_at) "
					   "VALUES(?,?,?,?,?,?,?,?,?)",
					   params, 9, NULL);
}

static void session_insert(Txn *txn, void *user) {
	if (session_write(txn_conn(txn), user))
		txn_refuse(txn, REFUSAL_LIMIT, "fault", "", "暂时不能登录，请稍后再试", "Cannot log in just now");
}

typedef struct Try {
	const char *keys[2];
	int64_t now;
	bool locked, clear;
} Try;

/* Counts before the password is looked at, so parallel tries cannot pass the limit. */
static void try_count(Txn *txn, void *user) {
	Try *try = user;
	for (int i = 0; i < 2; i++) {
		Value key[] = {value_text(try->keys[i])};
		if (try->clear) {
			txn_run(txn, "DELETE FROM login_try WHERE key = ?", key, 1);
			continue;
		}
		int limit = i == 0 ? LOGIN_TRIES : LOGIN_TRIES * 20; /* a whole office may share one address */
		Value look[] = {value_text(try->keys[i]), value_int(try->now), value_int(limit)};
		if (conn_query_int(
				txn_conn(txn), "SELECT 1 FROM login_try WHERE key = ? AND until_at > ? AND count >= ?", look, 3, 0, NULL))
			try->locked = true;
		Value params[] = {value_text(try->keys[i]), value_int(try->now + LOGIN_LOCK_S), value_int(try->now),
			value_int(try->now + LOGIN_LOCK_S)};
		if (!try->locked)
			txn_run(txn,
				"INSERT INTO login_try(key, count, until_at) VALUES(?, 1, ?) ON CONFLICT(key) DO UPDATE SET count = CASE WHEN "
				"login_try.until_at < ? THEN 1 ELSE "
				"login_try.count + 1 END, until_at = ?",
				params, 4);
	}
}

/* As password_hash makes them, but salt and hash are dice: the password of nobody. Made here it would cost every start a tenth of a second. */
static const char nobody[crypto_pwhash_STRBYTES] =
	"$argon2id$v=19$m=24576,t=3,p=1$TeRQOGQP94H9z1uz22S6cw$2KXdij2nofCWyRXiSiKIMnoAVtWJg2kpxMCaB3uWRQM";

static bool password_fits(Web *web, const char *hash, const char *password) {
	pthread_mutex_lock(&web->app->hash_lock);
	/* Unknown names cost the same work. */
	bool fits = crypto_pwhash_str_verify(hash ? hash : nobody, password, strlen(password)) == 0;
	pthread_mutex_unlock(&web->app->hash_lock);
	return fits && hash;
}

bool session_login(Web *web, const char *login, const char *password, int64_t *ret_person) {
	Try try = {.keys = {arena_printf(web->arena, "a:%s", text_fold(web->arena, login)),
				   arena_printf(web->arena, "p:%s", web->request->peer)},
		.now = web->now};
	Value param = value_text(login);
	web_release(web);
	door_run(web->app->door, web->arena, &actor_engine, "page", web->now, try_count, &try);
	if (try.locked) {
		refuse(&web->refusals, REFUSAL_LIMIT, "locked", "login", "输错次数太多，请 15 分钟后再试，或联系安全管理员",
			"Too many wrong tries; wait 15 minutes or ask the security administrator");
		return false;
	}
	int64_t person = 0;
	const char *hash = NULL;
	Cursor *cursor = conn_query(web_conn(web), "SELECT id, password FROM person WHERE login = ? AND active = 1", &param, 1);
	if (cursor && cursor_next(cursor)) {
		person = cursor_int(cursor, 0);
		hash = cursor_is_null(cursor, 1) ? NULL : arena_strdup(web->arena, cursor_text(cursor, 1));
	}
	cursor_end(cursor);
	web_release(web);
	if (strlen(password) > 256 || !password_fits(web, hash, password)) {
		log_info("login.refused", "login %s from %s", text_cut(web->arena, login, 40), web->request->peer);
		refuse(&web->refusals, REFUSAL_INPUT, "login", "password", "登录名或口令不对，请核对大小写",
			"Name or password is wrong; check capitals");
		return false;
	}
	try.clear = true;
	door_run(web->app->door, web->arena, &actor_engine, "page", web->now, try_count, &try);
	NewSession s = {
		.web = web, .csrf = outside_token(web->arena), .person = person, .now = web->now, .ends_at = web->now + SESSION_IDLE_S};
	const char *secret = arena_printf(web->arena, "%s%s", outside_token(web->arena), outside_token(web->arena));
	digest_of(secret, strlen(secret), s.key);
	if (door_run(web->app->door, web->arena, &actor_engine, "page", web->now, session_insert, &s).kind != OUTCOME_DONE)
		return false;
	log_info("login.done", "person %lld from %s", (long long)person, web->request->peer);
	http_set_cookie(web->request, web->response, "session", secret, SESSION_MAX_S, false);
	*ret_person = person;
	return true;
}

static void session_delete(Txn *txn, void *user) {
	Value params[] = {value_text(user)};
	txn_run(txn, "DELETE FROM session WHERE key = ?", params, 1);
}

void session_end(Web *web) {
	if (!web->session.key) return;
	web_release(web);
	door_run(web->app->door, web->arena, &actor_engine, "page", web->now, session_delete, (void *)web->session.key);
	__atomic_add_fetch(&web->app->sessions_generation, 1, __ATOMIC_RELEASE);
	http_set_cookie(web->request, web->response, "session", "", 0, false);
}

char *token_insert(Store *store, Arena *arena, int64_t person, const char *name, int64_t now) {
	char *secret = arena_printf(arena, "gm_%s%s", outside_token(arena), outside_token(arena));
	NewSession s = {
		.csrf = "", .person = person, .now = now, .ends_at = now + (int64_t)365 * DAY_S, .is_token = true, .name = name};
	digest_of(secret, strlen(secret), s.key);
	Conn *conn = conn_open(store, false);
	bool good = conn && !conn_begin(conn) && !session_tables_ensure(conn) && !session_write(conn, &s) && !conn_commit(conn);
	if (conn) conn_close(conn);
	return good ? secret : NULL;
}

char *password_hash(Arena *arena, const char *password) {
	char *hash = arena_alloc(arena, crypto_pwhash_STRBYTES);
	/* 24 MiB, 3 passes; one at a time, so a crowd at the log-in costs time, not memory. */
	return crypto_pwhash_str(hash, password, strlen(password), 3, (size_t)24 << 20) ? NULL : hash;
}

const char *password_weakness(const char *login, const char *password, const char **ret_en) {
	size_t length = text_count(password);
	int kinds = 0;
	bool low = false, up = false, digit = false, other = false;
	for (const char *p = password; *p; p++) {
		low |= *p >= 'a' && *p <= 'z', up |= *p >= 'A' && *p <= 'Z', digit |= *p >= '0' && *p <= '9';
		other |= !((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9'));
	}
	kinds = low + up + digit + other;
	*ret_en = "at least 10 characters of three kinds (capitals, small letters, digits, signs), without the log-in name";
	if (length < 10 || length > 128 || kinds < 3 || (*login && strstr(password, login)))
		return "至少 10 个字符，含大写、小写、数字、符号中的三种，且不含登录名";
	return NULL;
}

bool session_check_password(Web *web, int64_t person, const char *password) {
	Value param = value_int(person);
	const char *hash = NULL;
	Cursor *cursor = conn_query(web_conn(web), "SELECT password FROM person WHERE id = ?", &param, 1);
	if (cursor && cursor_next(cursor) && !cursor_is_null(cursor, 0)) hash = arena_strdup(web->arena, cursor_text(cursor, 0));
	cursor_end(cursor);
	web_release(web);
	return strlen(password) <= 256 && password_fits(web, hash, password);
}
