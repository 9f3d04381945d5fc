/* Closed matters of the years before, for looking at Gangmu at the size of a province: one command and one journal entry each. */
#include "base/instant.h"
#include "main/demo.h"
#include "model_gen.h"

#include <stdio.h>
#include <string.h>

enum { BATCH = 2000 };

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

bool demo_past(Site *site, Seed *seed, int64_t now, int64_t count) {
	for (int64_t from = 0; from < count; from += BATCH) {
		ARENA(arena, 256u << 20);
		Past past = {seed, from, count - from < BATCH ? count - from : BATCH, now};
		if (door_run(site->door, arena, &actor_engine, "import", now, past_work, &past).kind != OUTCOME_DONE) return false;
		if (from % 100000 == 0 && from) fprintf(stderr, "%lld…\n", (long long)from);
	}
	return true;
}
