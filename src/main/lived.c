/* Two months of lived matters: each has a script of letters, one command a letter, given at its working time; what would lie in the future is
 * not given, so that the newest matters stand in every state. The dice are seeded: two demo bureaus of one day are alike. */
#include "base/instant.h"
#include "base/log.h"
#include "clock/book.h"
#include "main/demo.h"
#include "model_gen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Story {
	const char *title, *detail, *kind, *problem, *unit, *worker, *place, *asset, *script, *done_note;
	bool urgent;
} Story;

/* c create, a accept, d dispatch, s sign, t attend, p pause, r resume, o complete, w answered by phone, f confirmed and rated by the asker,
 * k strike off, e effect check holds, u urged, b returned to the desk, n internal remark; capitals wait much longer than usual. */
static const Story stories[] = {
	{"305会议室空调漏水，滴在投影仪上", "空调滴水，下午三点有会。", "repair", "空调漏水", "空调班", "worker3", "政协305",
		"305会议室空调", "cadstprofke", "清理接水盘并疏通冷凝水管，试机半小时不再滴水", true},
	{"走廊灯管闪烁", "三楼东头，晚上看着晃眼。", "repair", "办公室灯不亮", "电工二班", "worker", "NA302", NULL, "cadstofke",
		"更换 LED 灯管两支", false},
	{"卫生间水龙头关不严", "一直滴水，浪费。", "repair", "水龙头漏水", "水暖班", "worker2", "NA201", NULL, "cadstofk", "更换阀芯",
		false},
	{"三楼东侧卫生间有异味", "第二次反映了，中午最明显。", "complaint", "有异味", "南院保洁班", "worker4", "NB301", NULL,
		"cadstowk", "清洗地漏并补水封，增加午间一次保洁", false},
	{"北院东门至3号楼道路坑洼", "下雨积水，老同志走路不方便。", "repair", "路面坑洼", "工程维修科", "head", "北院东门", NULL,
		"cadSPn", "冷料修补 12 处", false},
	{"2号电梯门关不严", "门要反复开合几次。", "repair", "电梯门关不严", "电工一班", "worker1", "南院2号楼", "南院2号楼2号电梯",
		"cadstp", "更换门机皮带", false},
	{"东门道闸不抬杆", "早高峰堵了一长串。", "repair", "道闸不抬杆", "门卫班", "worker6", "南院停车场", "南院东门道闸",
		"cadstofke", "清洁识别镜头并重启控制器", true},
	{"办公室插座没电", "电脑开不了机。", "repair", "插座没电", "电工二班", "worker", "ZB203", NULL, "cadstofk",
		"漏保跳闸，排查后复位", false},
	{"建议食堂增加杂粮和少油少盐窗口", "大家健康意识提高了，想吃得清淡些。", "suggestion", "饭菜意见", "膳食服务中心", "desk",
		"南院餐厅", NULL, "cad", NULL, false},
	{"家里暖气不热", "卧室两组都不热，老人怕冷。", "repair", "暖气不热", "水暖班", "worker2", "BH302", NULL, "cadstprofk",
		"排气并清洗过滤器", false},
	{"投影没有声音", "十点的会要用。", "repair", "投影音响", "电工二班", "worker", "ZB305", "305会议室投影", "cadstofke",
		"音频线接触不良，已更换", true},
	{"窗户关不严漏风", "北面窗户，刮风时响。", "repair", "窗户关不严", "工程维修科", "head", "BA204", NULL, "cadstofk",
		"更换密封条", false},
	{"餐厅洗碗机不转", "早餐后停机，先用人工洗。", "repair", "设备不转", "水暖班", "worker2", "南院餐厅", "机关餐厅洗碗机",
		"cadstpr", "更换循环泵", false},
	{"地下车库照明一半不亮", "B 区，晚上很暗。", "repair", "路灯不亮", "电工一班", "worker1", "南院地库", NULL, "cadbdstowk",
		"更换感应控制器 6 只", false},
	{"马桶堵塞", "二楼男卫生间第二个。", "repair", "马桶堵塞", "水暖班", "worker2", "NC201", NULL, "cadstofk", "疏通", true},
	{"会议室地毯有水渍", "明天有接待。", "complaint", "会议室保洁", "南院保洁班", "worker4", "NA405", NULL, "cadstowk",
		"抽洗并吹干", false},
	{"门锁打不开", "钥匙转不动。", "repair", "门锁打不开", "工程维修科", "head", "BB304", NULL, "cadstofk", "更换锁芯", false},
	{"路灯不亮", "篮球场边上两盏。", "repair", "路灯不亮", "电工一班", "worker1", "北院东门", NULL, "cadustofk", "更换镇流器",
		false},
	{"院内乱停车挡住消防通道", "1 号楼北侧经常有。", "complaint", "乱停车", "门卫班", "worker6", "南院停车场", NULL, "cadstowk",
		"劝离并加装禁停桩", false},
	{"请问青年人才公寓怎么申请", "刚调来，想了解条件和排队情况。", "inquiry", NULL, "房地产处", "head4", "政协2号楼", NULL,
		"cadsowk", "已电话说明申请条件和办理窗口", false},
	{"建议夜间给院区留一条停车通道", "加班晚了找不到位置。", "suggestion", "提个建议", "保卫处", "head3", "南院停车场", NULL,
		"cads", NULL, false},
	{"家里停电", "楼上楼下都有电，就我家没有。", "repair", "家里停电", "电工一班", "worker1", "TG202", NULL, "cadstofk",
		"更换空开", true},
	{"空调不制冷", "开了一上午还是 29 度。", "repair", "空调不制冷", "空调班", "worker3", "BA303", NULL, "cadstofke",
		"补充冷媒并清洗滤网", false},
	{"楼道灯不亮", "三单元二楼到三楼。", "repair", "楼道灯不亮", "电工一班", "worker1", "BH203", NULL, "cadstofk", "更换声控灯",
		false},
	{"卫生间缺纸", "一楼。", "repair", "缺纸缺液", "南院保洁班", "worker4", "NA101", NULL, "cadstofk", "已补齐，调整巡查频次",
		false},
	{"会议桌话筒啸叫", "主席台第三支。", "repair", "投影音响", "会议保障科", "head2", "NA405", NULL, "cadstofk", "调整增益和摆位",
		false},
};
enum { STORIES = sizeof stories / sizeof *stories, LIVED = 170 };

typedef struct Step {
	int64_t at;
	int lived, index; /* which matter, which letter */
} Step;
typedef struct Lived {
	const Story *story;
	int64_t matter;
	bool broken; /* a command was refused: nothing more is given */
} Lived;
typedef struct World {
	Site *site;
	Seed *seed;
	Conn *conn;
	const Book *book;
	Lived lived[LIVED];
	uint64_t dice;
	int64_t clients[4];
	int refused;
} World;

static int dice(World *world, int sides) {
	world->dice = world->dice * 6364136223846793005u + 1442695040888963407u;
	return (int)((world->dice >> 33) % (uint64_t)sides);
}

static const Actor *actor_of(World *world, Arena *arena, const char *login, int64_t at) {
	int fault;
	const Actor *actor = actor_load(world->conn, arena, seed_id(world->seed, "person", login), day_of_instant(at), &fault);
	if (!actor) bug("the demo has no %s", login);
	return actor;
}

static int64_t give(World *world, Arena *arena, Lived *lived, const char *login, int64_t at, int record, const char *command,
	int64_t id, const Given *given, int count, const char *note) {
	Call call = {
		.command = record_command(&model_records[record], command), .id = id, .given = given, .given_count = count, .note = note};
	if (!call.command) bug("the demo gives an unknown command %s", command);
	Outcome outcome = door_call(world->site->door, arena, actor_of(world, arena, login, at), "page", at, &call);
	if (outcome.kind == OUTCOME_DONE) return outcome.id;
	lived->broken = true;
	world->refused++;
	for (int i = 0; i < outcome.refusals.count; i++)
		log_info("demo.refused", "%s %s: %s %s", lived->story->title, command, outcome.refusals.items[i].code,
			outcome.refusals.items[i].zh);
	return 0;
}

static int64_t lead_order(World *world, int64_t matter) {
	Value params[] = {value_int(matter)};
	return conn_query_int(
		world->conn, "SELECT id FROM work_order WHERE matter = ? AND role = 'lead' ORDER BY id DESC LIMIT 1", params, 1, 0, NULL);
}

static Value ref(World *world, const char *record, const char *key) {
	int64_t id = key ? seed_id(world->seed, record, key) : 0;
	return id ? value_int(id) : value_null();
}

static void create(World *world, Arena *arena, Lived *lived, int64_t at) {
	const Story *s = lived->story;
	static const char *const channels[] = {"asker", "desk", "desk", "liaison", "elder"};
	const char *by = channels[dice(world, 5)];
	Given given[] = {{MATTER_TITLE, value_text(s->title)}, {MATTER_KIND, ref(world, "kind", s->kind)},
		{MATTER_PROBLEM, ref(world, "problem", s->problem)}, {MATTER_PLACE, ref(world, "place", s->place)},
		{MATTER_ASSET, ref(world, "asset", s->asset)}, {MATTER_DETAIL, value_text(s->detail)},
		{MATTER_URGENT, value_int(s->urgent)},
		{MATTER_CLIENT, !strcmp(by, "desk") ? value_int(world->clients[dice(world, 4)]) : value_null()}};
	lived->matter = give(world, arena, lived, by, at, RECORD_MATTER, "create", 0, given, 8, NULL);
}

static void dispatch(World *world, Arena *arena, Lived *lived, int64_t at) {
	const Story *s = lived->story;
	const char *plan = NULL;
	if (s->problem && (!strcmp(s->problem, "空调漏水") || !strcmp(s->problem, "投影音响")))
		plan = arena_printf(arena, "[{\"unit\":%lld,\"task\":\"调换会议室并告知与会人员\"}]",
			(long long)seed_id(world->seed, "unit", strcmp(s->unit, "会议保障科") ? "会议保障科" : "电工二班"));
	Given given[] = {{MATTER_OWNER_UNIT, ref(world, "unit", s->unit)}, {MATTER_PLAN, value_text(plan)}};
	give(world, arena, lived, "desk", at, RECORD_MATTER, "dispatch", lived->matter, given, plan ? 2 : 1,
		"请按时限办理，办结后告知报事人");
}

/* The cooperating unit does its part when the lead arrives. */
static void help(World *world, Arena *arena, Lived *lived, int64_t at) {
	Value params[] = {value_int(lived->matter)};
	int64_t order = conn_query_int(world->conn,
		"SELECT id FROM work_order WHERE matter = ? AND role = 'helper' AND state = 'sent' LIMIT 1", params, 1, 0, NULL);
	const char *by = !strcmp(lived->story->unit, "会议保障科") ? "worker" : "head2";
	if (!order || !give(world, arena, lived, by, at, RECORD_WORK_ORDER, "sign", order, NULL, 0, NULL)) return;
	Given given[] = {{WORK_ORDER_RESULT, value_text(RESULT_IS_DONE)}, {WORK_ORDER_QUALITY, value_text(QUALITY_IS_FINE)}};
	give(world, arena, lived, by, at + 300, RECORD_WORK_ORDER, "complete", order, given, 2, "会议改到 308 会议室，已逐一通知");
}

static void pause(World *world, Arena *arena, Lived *lived, int64_t at, int64_t order) {
	int64_t until = at;
	clock_add_minutes(book_calendar(world->book), book_hours(world->book, 0), at, 420 + dice(world, 3) * 420, &until);
	Given given[] = {
		{WORK_ORDER_PAUSE_REASON, ref(world, "dict_item", "pause_reason")}, {WORK_ORDER_PAUSE_UNTIL, value_int(until)}};
	give(world, arena, lived, lived->story->worker, at, RECORD_WORK_ORDER, "pause", order, given, 2,
		"配件仓库没有，已报采购，到货即装；现场已做临时处理");
}

static void complete(World *world, Arena *arena, Lived *lived, int64_t at, int64_t order) {
	static const char *const grades[] = {
		QUALITY_IS_GOOD, QUALITY_IS_FINE, QUALITY_IS_FINE, QUALITY_IS_EXCELLENT, QUALITY_IS_PERFECT};
	bool eased = dice(world, 12) == 0;
	Given given[] = {{WORK_ORDER_RESULT, value_text(eased ? RESULT_IS_EASED : RESULT_IS_DONE)},
		{WORK_ORDER_QUALITY, value_text(eased ? QUALITY_IS_GOOD : grades[dice(world, 5)])}};
	help(world, arena, lived, at - 600);
	if (!lived->broken)
		give(world, arena, lived, lived->story->worker, at, RECORD_WORK_ORDER, "complete", order, given, 2,
			lived->story->done_note ? lived->story->done_note : "已办理");
}

static void confirm(World *world, Arena *arena, Lived *lived, int64_t at) {
	static const char *const grades[] = {SATISFACTION_IS_VERY_GOOD, SATISFACTION_IS_VERY_GOOD, SATISFACTION_IS_GOOD,
		SATISFACTION_IS_GOOD, SATISFACTION_IS_GOOD, SATISFACTION_IS_FAIR, SATISFACTION_IS_POOR};
	static const char *const words[] = {
		"来得快，修得好", "态度好，收拾得干净", "谢谢", "比上次快", "可以", "等了一阵", "来晚了，没有事先说"};
	int n = dice(world, 7) ? dice(world, 6) : 6;
	Given given[] = {{MATTER_SATISFACTION, value_text(grades[n])}, {MATTER_RATING_WORDS, value_text(words[n])}};
	Actor *guest = actor_guest(arena, RECORD_MATTER, lived->matter);
	Call call = {.command = record_command(&model_records[RECORD_MATTER], "confirm"),
		.id = lived->matter,
		.given = given,
		.given_count = 2};
	if (door_call(world->site->door, arena, guest, "guest", at, &call).kind != OUTCOME_DONE)
		lived->broken = true, world->refused++;
}

static void step_give(World *world, const Step *step) {
	ARENA(arena, 32u << 20);
	Lived *lived = &world->lived[step->lived];
	const Story *s = lived->story;
	char letter = s->script[step->index];
	if (lived->broken) return;
	int64_t order = letter == 'c' || letter == 'a' || letter == 'd' ? 0 : lead_order(world, lived->matter);
	switch (letter | 32) {
	case 'c': create(world, arena, lived, step->at); break;
	case 'a': give(world, arena, lived, "desk", step->at, RECORD_MATTER, "accept", lived->matter, NULL, 0, NULL); break;
	case 'd': dispatch(world, arena, lived, step->at); break;
	case 's': give(world, arena, lived, s->worker, step->at, RECORD_WORK_ORDER, "sign", order, NULL, 0, NULL); break;
	case 't': give(world, arena, lived, s->worker, step->at, RECORD_WORK_ORDER, "attend", order, NULL, 0, "已到现场查看"); break;
	case 'p': pause(world, arena, lived, step->at, order); break;
	case 'r': give(world, arena, lived, s->worker, step->at, RECORD_WORK_ORDER, "resume", order, NULL, 0, "配件到货"); break;
	case 'o': complete(world, arena, lived, step->at, order); break;
	case 'w': {
		Given given[] = {{MATTER_ANSWER_WAY, value_text(ANSWER_WAY_IS_PHONE)}};
		give(world, arena, lived, "desk", step->at, RECORD_MATTER, "answer", lived->matter, given, 1,
			"已电话告知办理结果，报事人表示认可");
		break;
	}
	case 'f': confirm(world, arena, lived, step->at); break;
	case 'k': give(world, arena, lived, "desk", step->at, RECORD_MATTER, "close", lived->matter, NULL, 0, NULL); break;
	case 'e': {
		Given given[] = {{MATTER_EFFECT_OK, value_int(1)}};
		give(world, arena, lived, "inspector", step->at, RECORD_MATTER, "effect_check", lived->matter, given, 1,
			"现场复查，未再发生");
		break;
	}
	case 'u':
		give(world, arena, lived, "desk", step->at, RECORD_MATTER, "urge", lived->matter, NULL, 0, "报事人来电询问，请抓紧");
		break;
	case 'n':
		give(world, arena, lived, s->worker, step->at, RECORD_MATTER, "remark", lived->matter, NULL, 0, "冷料供应商答复周内到货");
		break;
	case 'b': {
		Given given[] = {{WORK_ORDER_RETURN_REASON, ref(world, "dict_item", "return_reason")},
			{WORK_ORDER_NEXT_UNIT, ref(world, "unit", "电工二班")}};
		give(world, arena, lived, s->worker, step->at, RECORD_WORK_ORDER, "return_to_desk", order, given, 2,
			"地库照明控制箱由电工二班维护，建议转派");
		break;
	}
	default: bug("the demo has no step %c", letter);
	}
}

/* Working minutes from the step before: a lively bureau, now and then late. */
static int wait_of(World *world, char letter) {
	static const struct {
		char letter;
		int least, more;
	} waits[] = {{'a', 2, 10}, {'d', 3, 12}, {'s', 4, 30}, {'t', 8, 60}, {'p', 10, 30}, {'r', 200, 500}, {'o', 20, 150},
		{'w', 20, 120}, {'f', 15, 240}, {'k', 10, 180}, {'e', 420 * 14, 420 * 3}, {'u', 20, 40}, {'b', 15, 40}, {'n', 60, 200}};
	for (size_t i = 0; i < sizeof waits / sizeof *waits; i++)
		if (waits[i].letter == (letter | 32)) return (waits[i].least + dice(world, waits[i].more)) * (letter < 'a' ? 6 : 1);
	return 10;
}

static int by_time(const void *a, const void *b) {
	const Step *x = a, *y = b;
	if (x->at != y->at) return x->at < y->at ? -1 : 1;
	return x->lived != y->lived ? x->lived - y->lived : x->index - y->index;
}

static size_t plan_steps(World *world, Step *steps, int64_t now) {
	size_t count = 0;
	const Calendar *calendar = book_calendar(world->book);
	const Hours *hours = book_hours(world->book, 0);
	for (int i = 0; i < LIVED; i++) {
		/* Denser towards today; the last dozen lie within the last working hours. */
		int64_t back = i >= LIVED - 26 ? (LIVED - i) * 22 + dice(world, 20) : 420 + (int64_t)dice(world, 420 * 42), at = now,
				start = now;
		for (int32_t day = day_of_instant(now); day > day_of_instant(now) - 90; day--) {
			int64_t open = instant_of(day, 0), worked = clock_between_minutes(calendar, hours, open, now);
			if (worked < back) continue;
			clock_add_minutes(calendar, hours, open, worked - back, &start);
			break;
		}
		clock_next_working(calendar, hours, start, &at);
		world->lived[i].story = &stories[i < STORIES ? i : dice(world, STORIES)];
		/* What is never finished by its script is left to the newest and to two old ones: a bureau is not all red. */
		while (i < LIVED - STORIES && i != 4 && i != 20 && !strchr(world->lived[i].story->script, 'k'))
			world->lived[i].story = &stories[dice(world, STORIES)];
		if (i >= LIVED - STORIES) world->lived[i].story = &stories[i - (LIVED - STORIES)];
		for (int k = 0; world->lived[i].story->script[k]; k++) {
			if (k && !clock_add_minutes(calendar, hours, at, wait_of(world, world->lived[i].story->script[k]), &at)) break;
			if (at > now) break;
			steps[count++] = (Step){at + dice(world, 50), i, k};
		}
	}
	qsort(steps, count, sizeof *steps, by_time);
	return count;
}

static bool clients_make(World *world, int64_t at) {
	static const char *const rows[][4] = {{"市人大会议联络岗", "13800006001", "市人大办公厅", "0"},
		{"市政府值班岗", "13800006002", "市政府办公厅", "0"}, {"老干部（百花里）", "13800006003", "市委老干部局", "1"},
		{"市体育局办公岗", "13800006004", "市体育局", "0"}};
	static const char *const columns[] = {"name", "phone", "unit", "elder"};
	world->seed->now = at;
	for (int i = 0; i < 4; i++)
		if (!(world->clients[i] = seed_row(world->seed, &model_records[RECORD_CLIENT], columns, rows[i], 4))) return false;
	return true;
}

bool demo_lived(Site *site, Seed *seed, int64_t now) {
	ARENA(arena, BOOK_BYTES_MAX);
	World world = {.site = site, .seed = seed, .conn = conn_open(site->store, true), .dice = 20260101};
	Step *steps = arena_array(seed->arena, (size_t)LIVED * 16, sizeof *steps);
	if (!world.conn) return false;
	world.book = book_load(world.conn, arena);
	bool good = world.book && clients_make(&world, now - (int64_t)74 * DAY_S);
	size_t count = good ? plan_steps(&world, steps, now) : 0;
	int64_t nights = 0;
	for (size_t i = 0; i < count && good; i++) {
		good = demo_nights(site, seed, world.conn, &nights, steps[i].at);
		step_give(&world, &steps[i]);
	}
	if (good && count) good = demo_nights(site, seed, world.conn, &nights, now);
	conn_close(world.conn);
	if (world.refused) log_info("demo.refused", "%d steps of the demo were refused", world.refused);
	return good;
}
