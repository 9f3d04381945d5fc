/* S1, S2: the outline of the speech, of hard texts, and of texts changed at random. Runs from the root of the repository. */
#include "base/text.h"
#include "module/programme/outline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct Speech {
	Arena *arena;
	char *text;
	size_t length;
	Outline *outline;
	OutlineProposal *proposal;
} Speech;

static int speech_open(void **state) {
	static Speech speech;
	speech.arena = arena_new(OUTLINE_ARENA);
	FILE *file = fopen("seed/speech.zh.txt", "rb");
	assert_non_null(file);
	char *bytes = arena_alloc(speech.arena, 65536);
	size_t length = fread(bytes, 1, 65536, file);
	fclose(file);
	OutlineSay refusal;
	speech.text = outline_to_utf8(speech.arena, bytes, length, &speech.length, &refusal);
	assert_non_null(speech.text);
	speech.outline = outline_parse(speech.arena, speech.text, speech.length, &refusal);
	assert_non_null(speech.outline);
	speech.proposal = outline_propose(speech.arena, speech.outline);
	*state = &speech;
	return 0;
}

static int speech_close(void **state) {
	arena_free(((Speech *)*state)->arena);
	return 0;
}

/* The piece whose text starts with the words; fails when there is none. */
static size_t piece_named(const Outline *outline, const char *words) {
	size_t length = strlen(words);
	for (size_t i = 0; i < outline->piece_count; i++) {
		const OutlinePiece *p = &outline->pieces[i];
		if (p->kind != OUTLINE_BLANK && p->length >= length && !memcmp(outline->text + p->offset, words, length)) return i;
	}
	fail_msg("no piece starts with %s", words);
	return 0;
}

static bool warned(const Outline *outline, const char *code) {
	for (size_t i = 0; i < outline->warning_count; i++)
		if (!strcmp(outline->warnings[i].say.code, code)) return true;
	return false;
}

/* What must hold of any outline: the pieces joined are the text, and every index points where it says. */
static void check_whole(const Outline *o) {
	size_t at = 0;
	for (size_t i = 0; i < o->piece_count; i++) {
		const OutlinePiece *p = &o->pieces[i];
		assert_int_equal(p->offset, at);
		assert_true(p->length > 0);
		assert_true(text_utf8_valid(o->text + p->offset, p->length));
		at += p->length;
		assert_true(p->parent < (int32_t)i);
		if (p->parent >= 0) assert_int_equal(o->pieces[p->parent].kind, OUTLINE_HEAD);
		if (p->kind == OUTLINE_HEAD) {
			assert_in_range(p->level, 1, OUTLINE_LEVELS);
			assert_int_equal(p->parent < 0 ? 0 : o->pieces[p->parent].level, p->level - 1);
		}
		assert_true(p->marker <= p->length);
		if (p->kind == OUTLINE_LIST_ITEM) assert_in_range(p->list, 0, o->list_count - 1);
		assert_true(p->list < (int32_t)o->list_count);
		assert_true(p->focus_offset >= p->offset && p->focus_offset + p->focus_length <= p->offset + p->length);
		assert_true(p->cue_offset + p->cue_length <= o->length);
		assert_true(text_utf8_valid(o->text + p->cue_offset, p->cue_length));
		assert_true(text_utf8_valid(o->text + p->focus_offset, p->focus_length));
		if (p->strength) assert_true(p->cue_length > 0 || p->cue_head >= 0); /* nothing is guessed without a reason */
		if (p->kind == OUTLINE_BLANK) {
			char *blank = strndup(o->text + p->offset, p->length);
			for (const char *c = blank; *c;) {
				uint32_t code = text_next(&c);
				assert_true(code <= ' ' || code == 0x7f || code >= 0x80);
				assert_false(code >= 0x4e00 && code <= 0x9fff);
			}
			free(blank);
		}
	}
	assert_int_equal(at, o->length);
	for (size_t i = 0; i < o->list_count; i++) {
		const OutlineList *list = &o->lists[i];
		size_t found = 0;
		assert_true(list->first >= 0 && list->last >= list->first && list->last < (int32_t)o->piece_count);
		for (int32_t k = list->first; k <= list->last; k++)
			found += o->pieces[k].kind == OUTLINE_LIST_ITEM && o->pieces[k].list == (int32_t)i;
		assert_int_equal(found, list->found);
		assert_true(list->found >= 2);
	}
	for (size_t i = 0; i < o->warning_count; i++) assert_true(o->warnings[i].piece < (int32_t)o->piece_count);
}

static void check_proposal(Arena *arena, const Outline *o) {
	OutlineProposal *proposal = outline_propose(arena, o);
	size_t grouped = 0;
	for (size_t k = 0; k < proposal->key_count; k++) {
		const OutlineKey *key = &proposal->keys[k];
		assert_true(text_count(key->title) <= OUTLINE_TITLE_CHARS);
		for (uint32_t i = 0; i < key->item_count; i++) assert_int_equal(proposal->items[key->first_item + i].key, k);
		grouped += key->item_count;
	}
	assert_true(grouped <= proposal->item_count);
	for (size_t i = 0; i < proposal->item_count; i++) {
		assert_true(text_count(proposal->items[i].title) <= OUTLINE_TITLE_CHARS);
		assert_int_equal(o->pieces[proposal->items[i].piece].looks, OUTLINE_ASKS);
		assert_non_null(proposal->items[i].reason.zh);
	}
}

/* ── the speech ── */

typedef struct ExpectedHead {
	int level, number, style;
	const char *title;
} ExpectedHead;

static const ExpectedHead speech_heads[] = {
	{1, 1, OUTLINE_CN, "过去一年的成绩值得肯定"},
	{2, 1, OUTLINE_SHI, "积极转变观念"},
	{2, 2, OUTLINE_SHI, "主动站位大局"},
	{2, 3, OUTLINE_SHI, "敢于面对矛盾"},
	{2, 4, OUTLINE_SHI, "注重务实重干"},
	{1, 2, OUTLINE_CN, "新的一年工作必须跟上要求"},
	{2, 1, OUTLINE_SHI, "省市工作的要求越来越高"},
	{2, 2, OUTLINE_SHI, "服务对象的需求在深刻变化"},
	{2, 3, OUTLINE_SHI, "推进管办分离已迫在眉睫"},
	{1, 3, OUTLINE_CN, "做好今年的工作要纲举目张"},
	{2, 1, OUTLINE_ARABIC, "要服务全局"},
	{2, 2, OUTLINE_ARABIC, "要补齐短板"},
	{2, 3, OUTLINE_ARABIC, "要完善标准"},
	{2, 4, OUTLINE_ARABIC, "要管办分离"},
	{2, 5, OUTLINE_ARABIC, "要积极化解矛盾"},
	{2, 6, OUTLINE_ARABIC, "要加强内部建设"},
	{1, 4, OUTLINE_CN, "完成年度工作任务要强化机制"},
	{2, 1, OUTLINE_SHI, "要以党的建设为引领"},
	{2, 2, OUTLINE_SHI, "要以项目化为抓手"},
	{2, 3, OUTLINE_SHI, "要以队伍建设为基础"},
	{2, 4, OUTLINE_SHI, "要以廉政建设为保障"},
};

static void test_S1_speech_heads(void **state) {
	const Speech *s = *state;
	const Outline *o = s->outline;
	size_t n = 0;
	int32_t part = OUTLINE_NONE;
	for (size_t i = 0; i < o->piece_count; i++) {
		const OutlinePiece *p = &o->pieces[i];
		if (p->kind != OUTLINE_HEAD) continue;
		assert_true(n < sizeof speech_heads / sizeof *speech_heads);
		const ExpectedHead *want = &speech_heads[n++];
		assert_int_equal(p->level, want->level);
		assert_int_equal(p->number, want->number);
		assert_int_equal(p->style, want->style);
		assert_string_equal(outline_head_title(s->arena, o, i), want->title);
		if (p->level == 1) part = (int32_t)i;
		assert_int_equal(p->parent, p->level == 1 ? OUTLINE_NONE : part);
		assert_int_equal(p->glued, p->level == 2);
	}
	assert_int_equal(n, sizeof speech_heads / sizeof *speech_heads);
	assert_int_equal(o->head_count, n);
	check_whole(o);
	check_proposal(s->arena, o);
	assert_string_equal(outline_place(s->arena, o, piece_named(o, "道路坑洼")).zh, "第三部分 第 2 点");
	assert_string_equal(outline_place(s->arena, o, piece_named(o, "二是要落实好")).en, "part 3, point 1, item 2");
}

static void test_S1_speech_frame(void **state) {
	const Speech *s = *state;
	const Outline *o = s->outline;
	assert_int_equal(o->pieces[piece_named(o, "市事管局2024年度工作会议讲话稿")].kind, OUTLINE_TITLE);
	assert_int_equal(o->pieces[piece_named(o, "同志们：")].kind, OUTLINE_SALUTATION);
	/* what sums up the four points belongs to the part; the closing words belong to none */
	assert_int_equal(o->pieces[piece_named(o, "以上四个方面")].parent, (int32_t)piece_named(o, "一、过去一年"));
	assert_int_equal(o->pieces[piece_named(o, "同志们，新的一年")].parent, OUTLINE_NONE);
	assert_int_equal(o->pieces[piece_named(o, "今年要结合机构改革")].parent, (int32_t)piece_named(o, "三是要以队伍建设"));
	assert_true(o->pieces[piece_named(o, "下面，根据市领导")].leads);
}

typedef struct ExpectedList {
	const char *first, *last, *under, *name;
	int declared, found;
} ExpectedList;

static const ExpectedList speech_lists[] = {
	{"严：就是", "快：就是", "一是省市工作", NULL, 0, 3},
	{"一问思想", "四问措施", "一是省市工作", "四问", 4, 4},
	{"面对使命", "面对歪风邪气", "一是省市工作", "六面对", 6, 5},
	{"一方面，", "另一方面，", "二是服务对象", NULL, 0, 2},
	{"一是要完成承担", "三是为改善", "1.要服务全局", NULL, 0, 3},
	{"道路坑洼", "没有技术手段", "2.要补齐短板", NULL, 0, 3},
	{"一是工作量的标准", "二是工作质量的标准", "3.要完善标准", "两个标准", 2, 2},
	{"没有工作量的标准", "没有工作质量的标准", "3.要完善标准", NULL, 0, 2},
	{"一是解决遗留问题", "三是遗留问题不解决", "5.要积极化解矛盾", "三个方面", 3, 3},
	{"第一，要有底线", "第三，要及时排查", "四是要以廉政", "三个方面", 3, 3},
};

static void test_S1_speech_lists(void **state) {
	const Speech *s = *state;
	const Outline *o = s->outline;
	assert_int_equal(o->list_count, sizeof speech_lists / sizeof *speech_lists);
	for (size_t i = 0; i < o->list_count; i++) {
		const OutlineList *list = &o->lists[i];
		const ExpectedList *want = &speech_lists[i];
		assert_int_equal(list->first, (int32_t)piece_named(o, want->first));
		assert_int_equal(list->last, (int32_t)piece_named(o, want->last));
		assert_int_equal(list->head, (int32_t)piece_named(o, want->under));
		assert_int_equal(o->pieces[list->first].parent, list->head);
		assert_int_equal(list->declared, want->declared);
		assert_int_equal(list->found, want->found);
		assert_int_equal(list->name_length, want->name ? strlen(want->name) : 0);
		if (want->name) assert_memory_equal(o->text + list->name_offset, want->name, list->name_length);
	}
}

/* 六面对 announces six and lists five: said, and not repaired. It is the only thing amiss in the speech. */
static void test_S1_speech_trap(void **state) {
	const Outline *o = ((const Speech *)*state)->outline;
	assert_int_equal(o->warning_count, 1);
	assert_string_equal(o->warnings[0].say.code, "outline.count");
	assert_string_equal(o->warnings[0].say.zh, "「六面对」写明六项，实际列出五项。没有补写，请核对原文。");
	assert_int_equal(o->warnings[0].piece, (int32_t)piece_named(o, "面对使命"));
}

static const struct {
	const char *words;
	int looks;
} speech_looks[] = {
	{"今天会议的主要目的", OUTLINE_CONTEXT},
	{"刚才，", OUTLINE_BACK},
	{"希望受到表彰", OUTLINE_ASKS},
	{"这次工作会议", OUTLINE_REFERENCE},
	{"2024年，在市委市政府", OUTLINE_BACK},
	{"可以说，通过一年", OUTLINE_BACK},
	{"过去，我们总是", OUTLINE_BACK},
	{"去年，我们主动承担", OUTLINE_BACK},
	{"此外，办公用房调整", OUTLINE_BACK},
	{"我们对历史遗留问题", OUTLINE_BACK},
	{"局里有很多同志", OUTLINE_BACK},
	{"对好的经验和做法", OUTLINE_ASKS},
	{"省委强调", OUTLINE_REFERENCE},
	{"严：就是", OUTLINE_ASKS},
	{"每位同志要做到", OUTLINE_ASKS},
	{"面对歪风邪气", OUTLINE_ASKS},
	{"要求每项工作", OUTLINE_ASKS},
	{"市政府工作报告还", OUTLINE_REFERENCE},
	{"此外，随着中央", OUTLINE_ASKS},
	{"去年市委巡察时", OUTLINE_REFERENCE},
	{"此项工作，市政协", OUTLINE_ASKS},
	{"今年全局总体工作", OUTLINE_ASKS},
	{"这是我们在市直机关", OUTLINE_CONTEXT},
	{"二是要落实好四大班子", OUTLINE_ASKS},
	{"道路坑洼", OUTLINE_ASKS},
	{"在这些方面", OUTLINE_ASKS},
	{"一是工作量的标准", OUTLINE_ASKS},
	{"一句话，标准就是", OUTLINE_CONTEXT},
	{"当前，我们正在与财政", OUTLINE_ASKS},
	{"管办分离的路子", OUTLINE_CONTEXT},
	{"在这个方面，我们已有", OUTLINE_BACK},
	{"机关各处室今年", OUTLINE_ASKS},
	{"一是解决遗留问题", OUTLINE_CONTEXT},
	{"今年我们要下大力气", OUTLINE_ASKS},
	{"我们一定要全力以赴", OUTLINE_ASKS},
	{"牵头部门要抓紧", OUTLINE_ASKS},
	{"去年我们进行了积极探索", OUTLINE_BACK},
	{"今年，各部门要结合", OUTLINE_ASKS},
	{"第三，要及时排查", OUTLINE_ASKS},
	{"同志们，新的一年", OUTLINE_CONTEXT},
	{"面对新形势、新任务、新要求", OUTLINE_ASKS},
};

static void test_S1_speech_looks(void **state) {
	const Speech *s = *state;
	const Outline *o = s->outline;
	for (size_t i = 0; i < sizeof speech_looks / sizeof *speech_looks; i++) {
		const OutlinePiece *p = &o->pieces[piece_named(o, speech_looks[i].words)];
		if (p->looks != speech_looks[i].looks) fail_msg("%s: %d, not %d", speech_looks[i].words, p->looks, speech_looks[i].looks);
	}
	size_t asks = piece_named(o, "在这些方面");
	OutlineSay say = outline_reason(s->arena, o, asks);
	assert_string_equal(say.zh, "含「今年要加大」，所在部分「做好今年的工作要纲举目张」");
	assert_string_equal(say.en, "Contains “今年要加大”, under “做好今年的工作要纲举目张”");
	assert_int_equal(o->pieces[asks].focus_length, strlen("今年要加大投入"));
	assert_memory_equal(o->text + o->pieces[asks].focus_offset, "今年要加大投入", o->pieces[asks].focus_length);
	/* 要 inside 要想 and 重要 is no cue */
	assert_string_equal(
		outline_reason(s->arena, o, piece_named(o, "卫生间破旧")).zh, "含「无从谈起」，所在部分「做好今年的工作要纲举目张」");
	assert_string_equal(outline_reason(s->arena, o, piece_named(o, "省委强调")).zh, "含「省委强调」");
	assert_string_equal(outline_reason(s->arena, o, piece_named(o, "这是我们在市直")).zh, "没有回顾或要求的用语，按说明处理");
}

static void test_S2_speech_proposal(void **state) {
	const Speech *s = *state;
	const OutlineProposal *p = s->proposal;
	assert_int_equal(p->year, 2024);
	assert_string_equal(p->year_reason.zh, "标题写「2024年度」");
	assert_string_equal(p->theme, "规范提升年");
	assert_string_equal(p->theme_reason.zh, "文中写「以规范提升年为统领」");
	static const char *const main_points[] = {
		"要服务全局", "要补齐短板", "要完善标准", "要管办分离", "要积极化解矛盾", "要加强内部建设"};
	size_t main = 0;
	for (size_t k = 0; k < p->key_count; k++) {
		const OutlineKey *key = &p->keys[k];
		assert_true(key->item_count > 0);
		if (key->strength < 3) continue;
		assert_true(main < 6);
		assert_string_equal(key->title, main_points[main++]);
		assert_int_equal(key->part, (int32_t)piece_named(s->outline, "三、做好今年"));
		assert_non_null(strstr(key->reason.zh, "需要突出抓好几个重点"));
	}
	assert_int_equal(main, 6);
	assert_int_equal(p->key_count, 13); /* 3 + 6 + 4: the points of the three parts that ask; none of the part that looks back */
	const OutlineKey *gaps = &p->keys[4];
	assert_string_equal(gaps->title, "要补齐短板");
	assert_int_equal(gaps->item_count, 4);
	assert_string_equal(p->items[gaps->first_item].title, "道路坑洼，以克论净就无法实现");
	assert_string_equal(p->items[gaps->first_item + 3].title, "今年要加大投入");
	assert_int_equal(p->left_out, 0);
}

/* ── hard texts ── */

typedef struct Hard {
	const char *what, *text;
	const char *levels; /* of the heads in order */
	const char *warning; /* a code that must be there, NULL: no warning at all */
	int lists;
} Hard;

#define LONG_TAIL "各处室要认真对照任务清单逐项抓好落实并按月报送进展情况和存在的问题以及下一步的打算"
static const Hard hard_texts[] = {
	{"no outline", "今天讲三件事情之外的话。大家辛苦了。\n明天要开会。", "", "outline.none", 0},
	{"one word", "好", "", "outline.none", 0},
	{"four levels", "一、总结\n（一）成绩\n1.完成任务\n（1）保洁\n（2）安保\n2.管好车辆\n（二）不足\n二、打算\n", "1234432 1",
		NULL, 0},
	{"half width brackets", "一、总结\n(一)成绩\n(二)不足\n二、打算\n(一)要加强\n(二)要落实", "122122", NULL, 0},
	{"full width digits", "一、任务\n１．修路。\n２．修灯。\n３．修门。", "1222", NULL, 0},
	{"digits with a pause mark", "1、修路\n2、修灯\n3、修门", "111", NULL, 0},
	{"circled", "一、任务\n①修路\n②修灯", "122", NULL, 0},
	{"parts and sections", "第一部分 回顾\n第一节 保洁\n第二节 车辆\n第二部分 打算\n第一节 保洁", "12212", NULL, 0},
	{"ordinals as heads", "今年抓两件事。\n第一，修路。要快。\n第二，修灯。要省。", "11", NULL, 0},
	{"first, next, last", "讲三点意见。\n首先，要修路。\n其次，要修灯。\n最后，要修门。", "111", NULL, 0},
	{"a lone first", "首先，我代表局党组感谢大家。\n今天的会很重要。", "", "outline.none", 0},
	{"yi yao", "要做到：\n一要修路。\n二要修灯。", "11", NULL, 0},
	{"a number is missing", "一、甲事\n二、乙事\n四、丁事", "111", "outline.gap", 0},
	{"a number twice", "一、甲事\n二、乙事\n二、丙事", "111", "outline.restart", 0},
	{"starts at three", "三、丙事\n四、丁事", "11", "outline.gap", 0},
	{"numbers run on across parts", "一、甲\n1.修路\n2.修灯\n二、乙\n3.修门\n4.修窗", "122122", NULL, 0},
	{"mixed styles at one level", "一、甲\n一是修路。好。\n二是修灯。好。\n二、乙\n1.修门。好。\n2.修窗。好。", "122122", NULL,
		0},
	{"heads glued with a blank",
		"一、过去一年的成绩 2024年，在各级领导的关心下，我们完成了各项任务，取得了好成绩，得到了服务对象的肯定，也积累了不少"
		"经验，为今后打下了基础。\n二、今年的打算 要再接再厉。",
		"11", NULL, 0},
	{"all in one line", "各位同志。一、成绩很大。修了路。二、任务很重。要修灯。三、要求很高。", "111", "outline.flat", 0},
	{"page noise at the top",
		"\xef\xbb\xbf首页 > 新闻 > 讲话\n来源：办公室 发布时间：2024-02-05\n- 1 -\n讲话稿\n同志们：\n一、甲\n第 2 页\n二、乙\n— "
		"3 —",
		"11", NULL, 0},
	{"contents", "目录\n一、甲……1\n二、乙……5\n一、甲\n说话。\n二、乙\n说话。", "11", NULL, 0},
	{"a list in one paragraph", "一是修路；二是修灯；三是修门。", "", "outline.none", 1},
	{"heads' numbers behind commas are a list", "一、修路，二、修灯，三、修门。", "", "outline.none", 1},
	{"a numbered list in one paragraph", "要抓三项：（1）修路；（2）修灯；（3）修门。", "", "outline.none", 1},
	{"a list in a head's paragraph", "一、任务\n1.抓好三项工作。一是修路。要快。二是修灯。三是修门。\n2.抓好会务。", "122", NULL,
		1},
	{"three announced, two listed", "一、任务\n有三项任务：一是修路；二是修灯。\n二、要求", "11", "outline.count", 1},
	{"four heads announced, three there", "我讲四点意见。\n一、甲\n二、乙\n三、丙", "111", "outline.count", 0},
	{"decimals and dates are no heads", "1.5亿元已经到位。\n2024.1.5开会。\n3.5吨货。\n一、二季度要抓紧。\n3号楼要修。", "",
		"outline.none", 0},
	{"decimal heads", "1.总则\n1.1目的\n1.2范围\n2.职责\n2.1办公室\n2.2后勤处", "122122", NULL, 0},
	{"quotes keep their marks", "他说：“要快！”大家都同意。（见附件。）散会。", "", "outline.none", 0},
	{"carriage returns", "一、甲\r\n要修路。\r\n二、乙\r\n要修灯。\r\n", "11", NULL, 0},
	{"deep", "一、甲\n（一）乙\n1.丙\n（1）丁\n①戊\n②己\n（2）庚\n2.辛\n（二）壬\n二、癸", "1234554321", NULL, 0},
	{"wrapped by hand",
		"一、过去一年的工作情况\n" LONG_TAIL "以及需要\n" LONG_TAIL "以及协调\n" LONG_TAIL "以及请示\n" LONG_TAIL
		"以及报告的事项。\n二、今年",
		"11", "outline.wrapped", 0},
	{"one line after another unclosed", "“（《一、甲\n二、乙（“", "1", "outline.gap", 0},
	{"only marks", "。。。！！！？？？；；；：：：", "", "outline.none", 0},
	{"minutes", "会议纪要\n会议听取了办公室的汇报。会议决定，由后勤处牵头修路。会议要求，各处室抓紧落实。\n出席：各处室", "",
		"outline.none", 0},
	{"English", "1. Fix the road. It is broken.\n2. Fix the lamp. It is dark.", "11", NULL, 0},
	{"empty heads", "一、\n二、\n三、", "111", NULL, 0},
};

static void levels_of(const Outline *o, char *out, size_t room) {
	size_t n = 0;
	for (size_t i = 0; i < o->piece_count && n + 1 < room; i++)
		if (o->pieces[i].kind == OUTLINE_HEAD) out[n++] = (char)('0' + o->pieces[i].level);
	out[n] = 0;
}

static void test_S1_hard_texts(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof hard_texts / sizeof *hard_texts; i++) {
		const Hard *hard = &hard_texts[i];
		ARENA(arena, OUTLINE_ARENA);
		OutlineSay refusal;
		Outline *o = outline_parse(arena, hard->text, strlen(hard->text), &refusal);
		assert_non_null(o);
		check_whole(o);
		check_proposal(arena, o);
		char levels[64], want[64] = "";
		levels_of(o, levels, sizeof levels);
		for (const char *c = hard->levels; *c; c++)
			if (*c != ' ') strncat(want, (char[]){*c, 0}, sizeof want - strlen(want) - 1);
		if (strcmp(levels, want) != 0) fail_msg("%s: heads %s, not %s", hard->what, levels, want);
		if (hard->warning && !warned(o, hard->warning)) fail_msg("%s: no warning %s", hard->what, hard->warning);
		if (!hard->warning && o->warning_count) fail_msg("%s: warned %s", hard->what, o->warnings[0].say.zh);
		if (o->list_count != (size_t)hard->lists) fail_msg("%s: %zu lists", hard->what, o->list_count);
	}
}

static Outline *parse(Arena *arena, const char *text) {
	OutlineSay refusal;
	Outline *o = outline_parse(arena, text, strlen(text), &refusal);
	assert_non_null(o);
	return o;
}

static void test_S1_sentences(void **state) {
	(void)state;
	ARENA(arena, OUTLINE_ARENA);
	Outline *o = parse(arena, "他说：“要快！要好。”大家都同意。（见附件。）散会。");
	assert_int_equal(o->pieces[piece_named(o, "大家都同意。")].kind, OUTLINE_SENTENCE);
	assert_int_equal(o->pieces[0].length, strlen("他说：“要快！要好。”"));
	assert_int_equal(o->pieces[piece_named(o, "（见附件。）")].length, strlen("（见附件。）"));
	o = parse(arena, "会议纪要\n会议听取了汇报。会议决定，由后勤处牵头修路。会议指出，路不平。");
	assert_int_equal(o->pieces[piece_named(o, "会议听取了")].looks, OUTLINE_BACK);
	assert_int_equal(o->pieces[piece_named(o, "会议决定")].looks, OUTLINE_ASKS);
	assert_int_equal(o->pieces[piece_named(o, "会议指出")].looks, OUTLINE_REFERENCE);
	o = parse(arena, "1.要抓好两件事：一是修路；二是修灯。\n2.要抓好会务。");
	assert_string_equal(outline_head_title(arena, o, 0), "要抓好两件事");
	assert_int_equal(o->lists[0].lead, 0);
	assert_int_equal(o->lists[0].declared, 2);
	o = parse(arena, "二〇三一年工作要点\n一、今年要以效能提升年为主线，抓落实。\n二、要抓好会务。");
	OutlineProposal *p = outline_propose(arena, o);
	assert_int_equal(p->year, 2031);
	assert_string_equal(p->theme, "效能提升年");
}

static void test_S1_wrapped_sentence(void **state) {
	(void)state;
	ARENA(arena, OUTLINE_ARENA);
	Outline *o = parse(arena,
		"同志们：\n今天的会议很重要，主要任务是总结去年工作，安排今\n年任务。希望大家认真听取，会后要抓好传达贯彻，确保\n"
		"各项工作落到实处。各处室要结合自身实际，制定具体的\n办法，明确责任人和时限，逐项推进，按月报告进展情况。");
	assert_true(warned(o, "outline.wrapped"));
	assert_string_equal(outline_text(arena, o, piece_named(o, "希望大家"), false),
		"希望大家认真听取，会后要抓好传达贯彻，确保各项工作落到实处。");
	check_whole(o);
}

static const char minutes[] =
	"市机关事务管理局局长办公会议纪要\n（2026年第18期）\n"
	"2026年9月2日上午，局长主持召开办公会议，听取了工程维修科的汇报。现纪要如下：\n"
	"一、关于北院东门至3号楼道路修复工程\n会议听取了工程维修科的汇报。会议认为，工期确需调整。会议决定：\n"
	"（一）工期由9月30日调整至11月20日，由工程维修科负责。\n（二）财务处按程序办理预算调整。\n"
	"二、关于公务用车调整\n各处室要严格执行派车审批制度；严禁公车私用；确保账实相符。\n"
	"三、关于其他事项\n会议明确了以下事项：1、调整方案报市政府审批；2、分配办法征求意见。\n";

static void test_S1_minutes(void **state) {
	(void)state;
	ARENA(arena, OUTLINE_ARENA);
	Outline *o = parse(arena, minutes);
	assert_int_equal(o->warning_count, 0);
	assert_int_equal(o->pieces[piece_named(o, "会议认为")].looks, OUTLINE_REFERENCE);
	size_t decided = piece_named(o, "（一）工期");
	assert_int_equal(o->pieces[decided].looks, OUTLINE_ASKS);
	assert_string_equal(outline_reason(arena, o, decided).zh, "前面的话含「会议决定」");
	OutlineProposal *p = outline_propose(arena, o);
	assert_int_equal(p->key_count, 3); /* the three matters; what was decided under each are the items */
	assert_string_equal(p->keys[0].title, "关于北院东门至3号楼道路修复工程");
	assert_string_equal(p->keys[0].reason.zh, "其下有 2 句提出要求");
	assert_int_equal(p->keys[0].item_count, 2);
	assert_int_equal(p->keys[1].item_count, 3);
	assert_string_equal(p->items[p->keys[1].first_item + 1].title, "严禁公车私用");
	assert_int_equal(p->keys[2].item_count, 2);
	assert_null(p->theme);
}

static void test_S1_named_lists(void **state) {
	(void)state;
	ARENA(arena, OUTLINE_ARENA);
	Outline *o = parse(arena, "一、任务\n要做到“三个确保”：确保安全，确保质量。\n要抓好两点：一是：修路；二是：修灯。\n二、要求\n"
							  "（一）要快。好。\n（二）要省。\n");
	assert_int_equal(o->list_count, 2);
	assert_int_equal(o->lists[0].declared, 3);
	assert_int_equal(o->lists[0].found, 2);
	assert_int_equal(o->lists[1].style, OUTLINE_SHI);
	assert_int_equal(o->lists[1].declared, 2);
	assert_int_equal(o->warning_count, 1);
	assert_string_equal(o->warnings[0].say.zh, "「三个确保」写明三项，实际列出两项。没有补写，请核对原文。");
	OutlineProposal *p = outline_propose(arena, o);
	assert_int_equal(p->key_count, 3);
	assert_string_equal(p->keys[2].title, "要省"); /* one line, but its neighbour is a point with sentences */
}

static const char report[] = "关于年度工作总结和工作计划的报告\n　　今年以来，各项工作取得了新的成效。现报告如下：\n"
							 "　　一、工作完成情况\n　　（一）服务保障能力持续提升。修订服务标准23项，建立了周通报制度。\n"
							 "　　（二）节能降耗成效明显\n　　1.能耗下降。同比下降3.2%。\n　　2.垃圾分类。开展检查46次。\n"
							 "　　二、下一步打算\n　　以服务质量提升年为主线，重点抓好以下三项工作：\n"
							 "　　（一）推进管办分离。年底前完成南院试点。\n"
							 "　　（二）补齐短板。修复道路2.3公里。（责任单位：工程维修科；完成时限：11月底前）\n"
							 "　　特此报告。\n　　　　后勤服务处\n　　　　2025年12月20日\n";

static void test_S1_report(void **state) {
	(void)state;
	ARENA(arena, OUTLINE_ARENA);
	Outline *o = parse(arena, report);
	assert_int_equal(o->pieces[piece_named(o, "开展检查46次")].looks, OUTLINE_BACK); /* a verb of work, but the part looks back */
	assert_int_equal(o->pieces[piece_named(o, "修复道路")].looks, OUTLINE_ASKS);
	assert_int_equal(
		o->pieces[piece_named(o, "（责任单位")].kind, OUTLINE_SENTENCE); /* brackets are not cut at their semicolon */
	assert_int_equal(o->pieces[piece_named(o, "后勤服务处")].parent, OUTLINE_NONE);
	assert_true(warned(o, "outline.count")); /* three announced, two there */
	OutlineProposal *p = outline_propose(arena, o);
	assert_int_equal(p->key_count, 2);
	assert_string_equal(p->theme, "服务质量提升年");
	assert_int_equal(p->year, 2025);
}

/* ── bytes ── */

static char *decode(Arena *arena, const char *bytes, size_t length, const char **ret_code) {
	OutlineSay refusal = {0};
	size_t out = 0;
	char *text = outline_to_utf8(arena, bytes, length, &out, &refusal);
	*ret_code = text ? NULL : refusal.code;
	if (text) assert_int_equal(strlen(text), out);
	return text;
}
#define BYTES(literal) literal, sizeof(literal) - 1

static void test_S1_encodings(void **state) {
	(void)state;
	ARENA(arena, OUTLINE_ARENA);
	const char *code;
	assert_string_equal(decode(arena, BYTES("\xef\xbb\xbf一、甲"), &code), "一、甲");
	assert_string_equal(decode(arena, BYTES("一、甲"), &code), "一、甲");
	assert_string_equal(decode(arena, BYTES("\xd2\xbb\xa1\xa2\xb9\xa4\xd7\xf7"), &code), "一、工作"); /* GB2312 */
	assert_string_equal(decode(arena, BYTES("\xd2\xbb\xa1\xa2\x81\x30\x81\x30\xb9\xa4\xd7\xf7\xd7\xdc\xbd\xe1"), &code),
		"一、\xc2\x80工作总结"); /* four bytes of GB18030 */
	assert_string_equal(decode(arena, BYTES("\xff\xfe\x00\x4e\x01\x30\x32\x75"), &code), "一、甲"); /* UTF-16 with a mark */
	assert_string_equal(decode(arena, BYTES("\xfe\xff\x4e\x00\x30\x01\x75\x32"), &code), "一、甲");
	assert_string_equal(decode(arena, BYTES("\x00\x4e\x01\x30\x32\x75\x0a\x00"), &code), "一、甲\n"); /* and without */
	assert_null(decode(arena, BYTES("\x7f\x45LF\2\1\1\0\0\0\0\0\0\xc3\x28"), &code));
	assert_string_equal(code, "outline.binary");
	assert_null(decode(arena,
		BYTES("PK\3\4"
			  "abcd"),
		&code));
	assert_string_equal(code, "outline.word");
	assert_null(decode(arena, BYTES("%PDF-1.7"), &code));
	assert_string_equal(code, "outline.pdf");
	assert_null(decode(arena,
		BYTES("caf\xe9 \xe0 la cr\xe8me, na\xefve \xfc"
			  "ber"),
		&code)); /* Latin-1 */
	assert_string_equal(code, "outline.encoding");
	assert_null(decode(arena, BYTES(""), &code));
	assert_string_equal(code, "outline.empty");
	assert_null(decode(arena, BYTES("abc\1\2\3"), &code));
	assert_string_equal(code, "outline.binary");
	assert_null(decode(arena, BYTES("\xff\xfe\x00\xd8\x41\x00"), &code)); /* half a surrogate pair */
	assert_string_equal(code, "outline.encoding");
}

static void test_S1_refusals(void **state) {
	(void)state;
	ARENA(arena, OUTLINE_ARENA);
	OutlineSay refusal = {0};
	assert_null(outline_parse(arena, "", 0, &refusal));
	assert_string_equal(refusal.code, "outline.empty");
	assert_null(outline_parse(arena, " \n　\n", 6, &refusal));
	assert_string_equal(refusal.code, "outline.empty");
	assert_null(outline_parse(arena, "\xe4\xb8", 2, &refusal));
	assert_string_equal(refusal.code, "outline.encoding");
	char *large = malloc(OUTLINE_TEXT_MAX + 1);
	memset(large, 'a', OUTLINE_TEXT_MAX + 1);
	assert_null(outline_parse(arena, large, OUTLINE_TEXT_MAX + 1, &refusal));
	assert_string_equal(refusal.code, "outline.long");
	for (size_t i = 1; i < OUTLINE_TEXT_MAX; i += 2) large[i] = '\n';
	assert_null(outline_parse(arena, large, OUTLINE_TEXT_MAX, &refusal));
	assert_string_equal(refusal.code, "outline.pieces");
	free(large);
}

/* ── cost ── */

/* Steps per byte for the pattern repeated up to `size` bytes. */
static double steps_per_byte(const char *pattern, size_t size) {
	size_t unit = strlen(pattern), length = 0;
	char *text = malloc(size + unit + 1);
	while (length + unit <= size) {
		memcpy(text + length, pattern, unit);
		length += unit;
	}
	ARENA(arena, OUTLINE_ARENA);
	OutlineSay refusal;
	Outline *o = outline_parse(arena, text, length, &refusal);
	double steps = o ? (double)o->steps / (double)length : 0;
	if (o) outline_propose(arena, o);
	free(text);
	return steps;
}

static void test_cost_is_linear(void **state) {
	(void)state;
	static const char *const patterns[] = {"一、\n", "一、甲。一是乙，二是丙；（1）丁。", "一是要做，", "（（“", "二问：",
		"四问：一问甲？二问乙。", "甲；", "1.1", "以甲为", "\n", "要", "第一，", "一是甲。\n二是乙。\n", "，要完成", "2024年",
		"① ", "“要。", "甲：乙；丙：丁；", "…", "这里有三个方面。"};
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		double small = steps_per_byte(patterns[i], 20000), large = steps_per_byte(patterns[i], 1000000);
		if (large > small * 1.2 + 1) fail_msg("%s: %.1f steps a byte in 20 kB, %.1f in 1 MB", patterns[i], small, large);
		if (large > 200) fail_msg("%s: %.1f steps a byte", patterns[i], large);
	}
	assert_true(steps_per_byte("一、\n", OUTLINE_TEXT_MAX) > 0); /* 2 MB of heads are read, not refused */
}

/* ── texts changed at random ── */

static uint64_t dice_state = 20240205;
static size_t dice(size_t sides) {
	dice_state = dice_state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(dice_state >> 33) % sides;
}

static const char *const scraps[] = {"一、", "二、", "（一）", "(二)", "1.", "２．", "一是", "二是", "三是", "第一，", "首先，",
	"最后，", "①", "（1）", "。", "！", "？", "；", "：", "，", "、", "“", "”", "（", "）", "《", "\n", "\n\n", "\r\n", "　　",
	" ", "四问：", "一问", "要", "必须", "过去", "今年", "三个方面：", "1.1", "- 1 -", "第 2 页", "……3", "\xef\xbb\xbf", "𠮷",
	"a", "Fix it. ", "同志们：", "以上", "\f", "\xe2\x80\xa8"};

static size_t boundary(const char *text, size_t length, size_t at) {
	while (at < length && ((unsigned char)text[at] & 0xc0) == 0x80) at++;
	return at;
}

/* A slice of the speech or a hard text, then up to twelve changes. */
static size_t mutate(const Speech *s, char *out, size_t room) {
	const char *from = s->text;
	size_t length = s->length;
	if (dice(3) == 0) {
		from = hard_texts[dice(sizeof hard_texts / sizeof *hard_texts)].text;
		length = strlen(from);
	}
	size_t start = boundary(from, length, dice(length)), want = 1 + dice(1200);
	if (dice(4) == 0 || length < 800) start = 0;
	size_t end = boundary(from, length, start + want < length ? start + want : length), n = end - start;
	memcpy(out, from + start, n);
	for (size_t k = dice(13); k > 0; k--) {
		size_t at = boundary(out, n, dice(n + 1)), reach = at + dice(40), to = boundary(out, n, reach < n ? reach : n);
		const char *scrap = scraps[dice(sizeof scraps / sizeof *scraps)];
		size_t add = strlen(scrap);
		switch (dice(4)) {
		case 0: /* take out */
			memmove(out + at, out + to, n - to);
			n -= to - at;
			break;
		case 1: /* say twice */
			if (n + (to - at) > room) break;
			memmove(out + to + (to - at), out + to, n - to);
			memcpy(out + to, out + at, to - at);
			n += to - at;
			break;
		default: /* put in */
			if (n + add > room) break;
			memmove(out + at + add, out + at, n - at);
			memcpy(out + at, scrap, add);
			n += add;
		}
	}
	return n;
}

static void test_S1_no_sentence_is_lost(void **state) {
	const Speech *s = *state;
	enum { ROUNDS = 20000, ROOM = 4096 };
	char *text = malloc(ROOM + 1);
	size_t parsed = 0, headed = 0;
	ARENA(arena, OUTLINE_ARENA);
	for (size_t round = 0; round < ROUNDS; round++) {
		arena_reset(arena);
		size_t length = mutate(s, text, ROOM);
		char *exact = malloc(length ? length : 1); /* no byte behind it, so that reading on is found */
		memcpy(exact, text, length);
		if (length && dice(50) == 0) exact[dice(length)] ^= (char)(1 << dice(8));
		OutlineSay refusal = {0};
		Outline *o = outline_parse(arena, exact, length, &refusal);
		if (o) {
			parsed++;
			headed += o->head_count > 0;
			check_whole(o);
			check_proposal(arena, o);
		} else assert_true(!length || !text_utf8_valid(exact, length) || !strcmp(refusal.code, "outline.empty"));
		free(exact);
	}
	free(text);
	assert_true(parsed > ROUNDS * 9 / 10);
	assert_true(headed > ROUNDS / 4);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_S1_speech_heads),
		cmocka_unit_test(test_S1_speech_frame),
		cmocka_unit_test(test_S1_speech_lists),
		cmocka_unit_test(test_S1_speech_trap),
		cmocka_unit_test(test_S1_speech_looks),
		cmocka_unit_test(test_S2_speech_proposal),
		cmocka_unit_test(test_S1_hard_texts),
		cmocka_unit_test(test_S1_sentences),
		cmocka_unit_test(test_S1_wrapped_sentence),
		cmocka_unit_test(test_S1_minutes),
		cmocka_unit_test(test_S1_named_lists),
		cmocka_unit_test(test_S1_report),
		cmocka_unit_test(test_S1_encodings),
		cmocka_unit_test(test_S1_refusals),
		cmocka_unit_test(test_cost_is_linear),
		cmocka_unit_test(test_S1_no_sentence_is_lost),
	};
	return cmocka_run_group_tests_name("outline", tests, speech_open, speech_close);
}
