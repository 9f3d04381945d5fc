#include "base/instant.h"
#include "base/outside.h"
#include "main/demo.h"
#include "main/seed.h"
#include "model_gen.h"
#include "web/app.h"

#include <stdio.h>
#include <string.h>

static bool password_set(Site *site, int64_t person, const char *password, bool must_change, int64_t now) {
	ARENA(arena, 1u << 20);
	Given given[] = {{PERSON_PASSWORD, value_text(password_hash(arena, password))}, {PERSON_MUST_CHANGE, value_int(must_change)}};
	Call call = {.command = &model_records[RECORD_PERSON].commands[PERSON_CMD_SET_PASSWORD],
		.id = person,
		.given = given,
		.given_count = 2,
		.trusted = true};
	return door_call(site->door, arena, &actor_engine, "cli", now, &call).kind == OUTCOME_DONE;
}

/* The three administrators, each with a one-time password that must be changed; nobody else can log in yet. */
static bool administrators_make(Site *site, Seed *seed) {
	static const char *const roles[][2] = {{"system", "系统管理员"}, {"security", "安全管理员"}, {"audit", "审计管理员"}};
	static const char *const unit_columns[] = {"name", "kind", "active"}, *const unit_texts[] = {"本局", "bureau", "1"};
	int64_t unit = seed_row(seed, record_by_name("unit"), unit_columns, unit_texts, 3);
	if (!unit) return false;
	seed_name(seed, "unit", "本局", unit);
	for (int i = 0; i < 3; i++) {
		static const char *const post_columns[] = {"name", "unit", "role", "data_scope", "active"}, *const person_columns[] = {
																										"login", "name", "unit",
																										"active"};
		static const char *const tenure_columns[] = {"person", "post", "start_on"};
		const char *post[] = {roles[i][1], "本局", roles[i][0], "all", "1"}, *person[] = {roles[i][0], roles[i][1], "本局", "1"};
		int64_t post_id = seed_row(seed, record_by_name("post"), post_columns, post, 5),
				person_id = seed_row(seed, record_by_name("person"), person_columns, person, 4);
		if (!post_id || !person_id) return false;
		seed_name(seed, "post", roles[i][0], post_id);
		seed_name(seed, "person", roles[i][0], person_id);
		const char *tenure[] = {roles[i][0], roles[i][0], day_format(seed->arena, day_of_instant(seed->now))};
		const char *password = arena_printf(seed->arena, "Gm1-%s", outside_token(seed->arena));
		if (!seed_row(seed, record_by_name("tenure"), tenure_columns, tenure, 3) ||
			!password_set(site, person_id, password, true, seed->now))
			return false;
		printf("%-10s %s\n", roles[i][0], password);
	}
	return true;
}

int first_make(Site *site, int64_t now) {
	ARENA(arena, 64u << 20);
	Seed seed;
	seed_init(&seed, site->door, arena, now);
	printf("三个管理员的一次性口令，请当面分发，首次登录须修改 one-time passwords of the three administrators:\n");
	bool good = seed_calendar(&seed) && seed_policies(&seed) && seed_load(&seed, "first.txt") && administrators_make(site, &seed);
	return good ? 0 : 1;
}

/* Rooms of the demo's buildings, so that there is something to scan on every floor. */
static bool rooms_make(Seed *seed) {
	static const struct {
		const char *building, *letter;
		int floors, rooms;
	} buildings[] = {{"南院1号楼", "NA", 4, 6}, {"南院2号楼", "NB", 5, 6}, {"南院3号楼", "NC", 3, 5}, {"北院1号楼", "BA", 4, 6},
		{"北院2号楼", "BB", 4, 5}, {"政协1号楼", "ZA", 3, 5}, {"政协2号楼", "ZB", 4, 6}, {"百花3号楼", "BH", 3, 4},
		{"家属5号楼", "TG", 3, 4}};
	static const char *const columns[] = {"name", "kind", "parent", "use", "area", "code", "active"};
	for (size_t b = 0; b < sizeof buildings / sizeof *buildings; b++)
		for (int floor = 1; floor <= buildings[b].floors; floor++)
			for (int room = 1; room <= buildings[b].rooms; room++) {
				bool home = buildings[b].rooms == 4, meeting = room == 5, toilet = room == 1 && !home;
				const char *use = home ? "home" : toilet ? "toilet" : meeting ? "meeting" : "office";
				const char *name = arena_printf(seed->arena, "%d%02d%s", floor, room,
					home	  ? "室"
					: toilet  ? "卫生间"
					: meeting ? "会议室"
							  : "室");
				const char *texts[] = {name, "room", buildings[b].building, use,
					meeting	 ? "86.50"
					: toilet ? "24.00"
							 : "22.40",
					arena_printf(seed->arena, "%s%d%02d", buildings[b].letter, floor, room), "1"};
				int64_t id = seed_row(seed, record_by_name("place"), columns, texts, 7);
				if (!id) return false;
				seed_name(seed, "place", texts[5], id);
				if (!strcmp(texts[5], "ZB305")) seed_name(seed, "place", "政协305", id);
				if (!strcmp(texts[5], "ZB306")) seed_name(seed, "place", "政协306", id);
			}
	return true;
}

static bool passwords_make(Site *site, Seed *seed) {
	/* One hash for all demo log-ins: the demo's password is no secret. */
	ARENA(arena, 1u << 20);
	const char *hash = password_hash(arena, DEMO_PASSWORD);
	for (size_t i = 0; i < seed->key_count; i++) {
		if (strncmp(seed->keys[i].key, "person:", 7)) continue;
		ARENA(one, 1u << 20);
		Given given[] = {{PERSON_PASSWORD, value_text(hash)}, {PERSON_MUST_CHANGE, value_int(0)}};
		Call call = {.command = &model_records[RECORD_PERSON].commands[PERSON_CMD_SET_PASSWORD],
			.id = seed->keys[i].id,
			.given = given,
			.given_count = 2,
			.trusted = true};
		if (door_call(site->door, one, &actor_engine, "cli", seed->now, &call).kind != OUTCOME_DONE) return false;
	}
	return true;
}

int demo_make(Site *site, const char *matters, int64_t now) {
	ARENA(arena, 256u << 20);
	Seed seed;
	int64_t count = 0;
	if (matters && (!text_to_int(matters, &count) || count < 0 || count > 10000000)) {
		fprintf(stderr, "gangmu: --matters 要 0 到 10000000 的整数 wants a whole number up to 10000000\n");
		return 2;
	}
	seed_init(&seed, site->door, arena, now - (int64_t)75 * DAY_S);
	bool good = seed_calendar(&seed) && seed_policies(&seed) && seed_load(&seed, "first.txt") && demo_world(&seed) &&
				passwords_make(site, &seed) && demo_speech(site, &seed, now) && demo_lived(site, &seed, now) &&
				demo_past(site, &seed, now, count);
	if (!good) return 1;
	printf("演示局已建好，登录名如下，口令都是 %s\nThe demo bureau is ready; these log-ins all have the password %s\n",
		DEMO_PASSWORD, DEMO_PASSWORD);
	printf(
		"  asker 服务对象  liaison 单位联络员  elder 离退休老领导  worker 一线职工  team 班组长  desk 调度台  head 部门负责人\n");
	printf("  leader 局领导  inspector 检查员  finance 财务  discipline 纪检  system 系统管理员  security 安全管理员  audit "
		   "审计管理员\n");
	return 0;
}

bool demo_world(Seed *seed) {
	/* Places need their buildings before rooms, assets need rooms: the file is cut where the rooms come in. */
	return seed_load(seed, "demo-places.txt") && rooms_make(seed) && seed_load(seed, "demo.txt");
}
