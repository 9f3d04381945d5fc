/* App: the running server: store, door, lanes, caches, modules. */
#ifndef GANGMU_WEB_APP_H
#define GANGMU_WEB_APP_H
#include "web/web.h"

#include <pthread.h>

enum {
	LANE_CACHE = 128,
	LOOPS = 2,
	POOL_LANES = 6,
	MODULES_MAX = 24,
	/* Of the 64 pool threads so many may serve forms of people who are not logged in: a crowd at the codes cannot starve the staff. */
	GUEST_POSTS_MAX = 12
};

typedef struct CachedActor {
	char key[DIGEST_HEX];
	Arena *arena;
	Actor *actor;
	char csrf[48];
	bool is_token;
	int64_t checked_at; /* monotonic ms */
	uint64_t generations[4]; /* person, tenure, post, unit */
	uint64_t sessions_generation;
} CachedActor;

struct Lane {
	Conn *conn;
	CachedActor actors[LANE_CACHE];
	Arena *book_arena;
	const Book *book;
	bool busy;
};

typedef struct ImportJob ImportJob;
typedef struct AppConfig {
	const char *listen, *data_dir, *proxy, *site_name;
	bool trace;
	int pool_threads;
} AppConfig;

struct App {
	AppConfig config;
	Store *store;
	Door *door;
	Lane loop_lanes[LOOPS], pool_lanes[POOL_LANES];
	pthread_mutex_t lanes_lock;
	pthread_cond_t lanes_free;
	const WebModule *const *modules;
	size_t module_count;
	HttpServer *server;
	uint64_t sessions_generation; /* moves at log-out and revocation */
	pthread_mutex_t hash_lock; /* one argon2id at a time per core */
	uint64_t requests[6]; /* by status class, for /metrics */
	int guest_posts; /* forms of guests at work now; see GUEST_POSTS_MAX */
	int64_t started_ms;
	pthread_mutex_t import_lock;
	pthread_cond_t import_over;
	ImportJob *import_job; /* the one at work, or NULL (web/import_job.h) */
};

/* Opens lanes and starts the server. modules must outlive it. NULL on a fault. */
App *app_start(const AppConfig *config, Store *store, Door *door, const WebModule *const *modules, size_t module_count);
void app_stop(App *app);
int app_port(const App *app);

/* limit.c */
int limit_tables_ensure(Conn *conn);
/* session.c */
int session_tables_ensure(Conn *conn);
/* Finds who the cookie or bearer token is; sets web->actor and web->session (a guest where there is none). */
void session_find(Web *web);
/* Checks name and password (rate-limited by account and source), makes a session, sets the cookie. False: refused, words collected. */
bool session_login(Web *web, const char *login, const char *password, int64_t *ret_person);
void session_end(Web *web);
bool session_check_password(Web *web, int64_t person, const char *password);
/* A new API token of the person, shown once; only its hash is stored. Works beside a running server. NULL on a fault. */
char *token_insert(Store *store, Arena *arena, int64_t person, const char *name, int64_t now);
/* argon2id string of a password; NULL where memory is short. */
char *password_hash(Arena *arena, const char *password);
/* NULL where the password is good enough, else what is wrong in Chinese; *ret_en in English. */
const char *password_weakness(const char *login, const char *password, const char **ret_en);

/* core.c: the log-in box; carried: an expired form comes along (NULL: none) */
void put_login(Web *web, const char *note, const char *carried_path, const char *carried);

/* draft.c */
int draft_table_ensure(Conn *conn);
void draft_post(Web *web);
/* Answers a POST without a log-in by a log-in page that carries the form; draft_arrive keeps it after the log-in and says where to go. */
void draft_carry(Web *web);
const char *draft_arrive(Web *web, int64_t person);

/* route.c */
void app_handle(void *user, int thread_index, HttpRequest *request, HttpResponse *response);
HttpPlan app_plan(void *user, const HttpRequest *head);
extern const WebModule web_core; /* log-in, static files, derived pages are reached through its routes and the fallbacks */

extern const WebModule web_office; /* export, import, code labels, audit; office.c */

/* the derived fallbacks, api.c, list.c, record_page.c, command_page.c: true where the path was theirs */
bool api_handle(Web *web);
bool derived_handle(Web *web);
/* openapi.c: the whole description as JSON. */
void openapi_write(Buf *out);
/* chip.c: the filters of the list in words */
void put_chips(Web *web, const Query *query);
/* phone.c: the head and foot of a worker's page */
void phone_open(Web *web, const PhoneHead *head);
void phone_close(Web *web, const PhoneHead *head);
/* static.c */
bool static_handle(Web *web);
void web_problem(Web *web, int status, const char *code, const char *zh, const char *en);
#endif
