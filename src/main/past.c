/* Many matters, for looking at Gangmu at the size of a province: the closed ones of the years before, one command and one journal entry each,
 * and of every hundred six more that came in within the last days and are under way, each by the commands a bureau gives. */
#include "base/instant.h"
#include "main/demo.h"
#include "model_gen.h"

#include <stdio.h>
#include <string.h>

enum { BATCH = 2000, OPEN_BATCH = 120, OPEN_OF_100 = 6, OPEN_DAYS = 4, LETTERS = 6, TEAMS = 200 };

typedef struct Past {
	Seed *seed;
	int64_t from, count, now;
} Past;

static const char *const titles[] = {"空调不制冷", "走廊灯管闪烁", "水龙头滴水", "卫生间有异味", "路面坑洼", "电梯门关不严",
	"门锁打不开", "插座没电", "窗户关不严", "会议室投影没有声音", "楼道灯不亮", "马桶堵塞"};
static const char *const units[] = {
	"空调班", "电工二班", "水暖班", "南院保洁班", "工程维修科", "电工一班", "北院保洁班", "门卫班"};
static const char *const places[] = {
	"NA302", "NB301", "NC201", "BA204", "BB304", "ZB203", "BH302", "TG202", "南院停车场", "北院东门"};
static const char *const kinds[] = {"repair", "repair", "repair", "complaint", "inquiry", "suggestion"};

static void past_work(Txn *txn, void *user) {
	Past *past = user;
	const Seed *seed = past->seed;
	const CommandDef *import = record_command(&model_records[RECORD_MATTER], "import");
	Arena *arena = txn_arena(txn);
	txn_index_later(txn);
	if (!past->from) conn_widen(txn_conn(txn), 256);
	for (int64_t i = past->from; i < past->from + past->count && !txn_failed(txn); i++) {
		uint64_t r = (uint64_t)i * 2654435761u + 12345;
		int64_t at = past->now - (int64_t)90 * DAY_S - (int64_t)(r % (5u * 365 * 86400)), done = at + 3600 + (int64_t)(r % 86400);
		const char *title = arena_printf(arena, "%s（%lld）", titles[r % 12], (long long)i + 1);
		Given given[] = {{MATTER_TITLE, value_text(title)}, {MATTER_KIND, value_int(seed_id(seed, "kind", kinds[r / 16 % 6]))},
			{MATTER_PLACE, value_int(seed_id(seed, "place", places[r / 64 % 10]))}, {MATTER_CHANNEL, value_text(CHANNEL_IS_DESK)},
			{MATTER_OWNER_UNIT, value_int(seed_id(seed, "unit", units[r / 128 % 8]))}, {MATTER_ACCEPTED_AT, value_int(at + 300)},
			{MATTER_SENT_AT, value_int(at + 600)}, {MATTER_SIGNED_AT, value_int(at + 1200)}, {MATTER_DONE_AT, value_int(done)},
			{MATTER_ANSWERED_AT, value_int(done + 3600)}, {MATTER_CLOSED_AT, value_int(done + 7200)},
			{MATTER_DUE_AT, value_int(at + 86400)}, {MATTER_RESULT, value_text(RESULT_IS_DONE)},
			{MATTER_QUALITY, value_text(r % 5 ? QUALITY_IS_FINE : QUALITY_IS_GOOD)},
			{MATTER_OUTCOME, value_text("已按标准处理完毕")}, {MATTER_ANSWER_WAY, value_text(ANSWER_WAY_IS_PHONE)},
			{MATTER_SATISFACTION, value_text(r % 9 ? SATISFACTION_IS_GOOD : SATISFACTION_IS_FAIR)}};
		Call call = {.command = import, .given = given, .given_count = sizeof given / sizeof *given, .trusted = true};
		txn_call(txn, &call);
	}
}

typedef struct Coming {
	Seed *seed;
	int64_t from, count;
	int64_t matters[OPEN_BATCH];
	int unit;
	const int64_t *teams; /* TEAMS of them */
} Coming;

static void come(Txn *txn, const char *command, int64_t matter, Given *given, int count, int64_t *ret) {
	Call call = {
		.command = record_command(&model_records[RECORD_MATTER], command), .id = matter, .given = given, .given_count = count};
	int64_t id = txn_call(txn, &call);
	if (ret) *ret = id;
}

/* Of six one stays new, one accepted, two go to one of the many teams, two to the batch's unit, whose worker signs. */
static void coming_work(Txn *txn, void *user) {
	Coming *coming = user;
	const Seed *seed = coming->seed;
	Arena *arena = txn_arena(txn);
	for (int64_t i = 0; i < coming->count && !txn_failed(txn); i++) {
		int64_t n = coming->from + i, *matter = &coming->matters[i];
		const char *title = arena_printf(arena, "%s（待办 %lld）", titles[n % 12], (long long)n + 1);
		Given given[] = {{MATTER_TITLE, value_text(title)}, {MATTER_KIND, value_int(seed_id(seed, "kind", kinds[n / 16 % 6]))},
			{MATTER_PLACE, value_int(seed_id(seed, "place", places[n / 64 % 10]))}};
		come(txn, "create", 0, given, 3, matter);
		if (n % LETTERS == 0) continue;
		come(txn, "accept", *matter, NULL, 0, NULL);
		if (n % LETTERS == 1) continue;
		int64_t unit = n % LETTERS < 4 ? coming->teams[n / LETTERS % TEAMS] : seed_id(seed, "unit", units[coming->unit]);
		Given to[] = {{MATTER_OWNER_UNIT, value_int(unit)}};
		come(txn, "dispatch", *matter, to, 1, NULL);
	}
}

/* The last two of six are signed for by the unit's worker. */
static void signing_work(Txn *txn, void *user) {
	Coming *coming = user;
	for (int64_t i = 0; i < coming->count && !txn_failed(txn); i++) {
		if ((coming->from + i) % LETTERS < 4) continue;
		Value params[] = {value_int(coming->matters[i])};
		Call call = {.command = record_command(&model_records[RECORD_WORK_ORDER], "sign"),
			.id = conn_query_int(
				txn_conn(txn), "SELECT id FROM work_order WHERE matter = ? AND role = 'lead'", params, 1, 0, NULL)};
		txn_call(txn, &call);
	}
}

static void teams_work(Txn *txn, void *user) {
	Coming *coming = user;
	int64_t *teams = arena_array(coming->seed->arena, TEAMS, sizeof *teams);
	Arena *arena = txn_arena(txn);
	for (int i = 0; i < TEAMS && !txn_failed(txn); i++) {
		Given given[] = {{UNIT_NAME, value_text(arena_printf(arena, "保障%03d班", i + 1))},
			{UNIT_KIND, value_text(UNIT_KIND_IS_TEAM)}, {UNIT_PARENT, value_int(seed_id(coming->seed, "unit", "工程维修科"))},
			{UNIT_ACTIVE, value_int(1)}};
		Call call = {
			.command = &model_records[RECORD_UNIT].commands[UNIT_CMD_CREATE], .given = given, .given_count = 4, .trusted = true};
		teams[i] = txn_call(txn, &call);
	}
	coming->teams = teams;
}

static bool demo_coming(Site *site, Seed *seed, int64_t now, int64_t count) {
	static const char *const workers[] = {"worker3", "worker", "worker2", "worker4"}; /* of the first four units */
	Conn *conn = count ? conn_open(site->store, true) : NULL;
	Coming first = {.seed = seed};
	bool good = !count;
	if (conn) {
		ARENA(arena, 16u << 20);
		good = door_run(site->door, arena, &actor_engine, "import", now - OPEN_DAYS * DAY_S, teams_work, &first).kind ==
			   OUTCOME_DONE;
	}
	for (int64_t from = 0; from < count && good; from += OPEN_BATCH) {
		ARENA(arena, 256u << 20);
		int fault;
		int64_t at = now - (count - from) * OPEN_DAYS * DAY_S / (count + 1);
		Coming coming = {.seed = seed,
			.from = from,
			.count = count - from < OPEN_BATCH ? count - from : OPEN_BATCH,
			.unit = (int)(from / OPEN_BATCH % 4),
			.teams = first.teams};
		const Actor *desk = actor_load(conn, arena, seed_id(seed, "person", "desk"), day_of_instant(at), &fault),
					*worker = actor_load(conn, arena, seed_id(seed, "person", workers[coming.unit]), day_of_instant(at), &fault);
		good = desk && worker && door_run(site->door, arena, desk, "page", at, coming_work, &coming).kind == OUTCOME_DONE &&
			   door_run(site->door, arena, worker, "page", at + 60, signing_work, &coming).kind == OUTCOME_DONE;
	}
	if (conn) conn_close(conn);
	return good;
}

bool demo_past(Site *site, Seed *seed, int64_t now, int64_t count) {
	if (!demo_coming(site, seed, now, count * OPEN_OF_100 / 100)) return false;
	for (int64_t from = 0; from < count; from += BATCH) {
		ARENA(arena, 256u << 20);
		Past past = {seed, from, count - from < BATCH ? count - from : BATCH, now};
		if (door_run(site->door, arena, &actor_engine, "import", now, past_work, &past).kind != OUTCOME_DONE) return false;
		if (from % 100000 == 0 && from) fprintf(stderr, "%lld…\n", (long long)from);
	}
	return true;
}
