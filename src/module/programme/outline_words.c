/* The words, by what they say: the usual ones of Chinese official speeches, reports and minutes; none names a year, a place or a
 * project. A longer word hides the shorter ones inside it: 重要 is no 要. */
#include "module/programme/outline_words.h"

#include <assert.h>
#include <string.h>

/* clang-format off */
static const Word words[] = {
	{"重要", HIDE, 0}, {"主要", HIDE, 0}, {"只要", HIDE, 0}, {"要想", HIDE, 0}, {"要点", HIDE, 0},
	{"必要", HIDE, 0}, {"首要", HIDE, 0}, {"纲要", HIDE, 0}, {"摘要", HIDE, 0}, {"要素", HIDE, 0},
	{"要么", HIDE, 0}, {"概要", HIDE, 0}, {"要害", HIDE, 0}, {"要领", HIDE, 0}, {"要件", HIDE, 0},
	{"快要", HIDE, 0}, {"机要", HIDE, 0}, {"扼要", HIDE, 0}, {"简要", HIDE, 0}, {"次要", HIDE, 0},
	{"要闻", HIDE, 0}, {"要是", HIDE, 0}, {"纪要", HIDE, 0}, {"将要", HIDE, 0}, {"工作需要", HIDE, 0},
	{"相应", HIDE, 0}, {"应急", HIDE, 0}, {"反应", HIDE, 0}, {"响应", HIDE, 0}, {"适应", HIDE, 0},
	{"对应", HIDE, 0}, {"供应", HIDE, 0}, {"效应", HIDE, 0}, {"应用", HIDE, 0}, {"应对", HIDE, 0},
	{"应收", HIDE, 0}, {"需求", HIDE, 0}, {"所需", HIDE, 0}, {"请示", HIDE, 0}, {"申请", HIDE, 0},
	{"邀请", HIDE, 0}, {"请求", HIDE, 0}, {"完成后", HIDE, 0}, {"落实情况", HEAD_PAST, 2}, {"的要求", HIDE, 0},
	{"新要求", HIDE, 0}, {"高要求", HIDE, 0}, {"工作要求", HIDE, 0},
	/* what may come before the verb of a clause */
	{"我们", LEAD, 0}, {"各部门", LEAD, 0}, {"各单位", LEAD, 0}, {"各处室", LEAD, 0}, {"各科室", LEAD, 0},
	{"全局", LEAD, 0}, {"大家", LEAD, 0}, {"同志们", LEAD, 0}, {"也", LEAD, 0}, {"并", LEAD, 0},
	{"同时", LEAD, 0}, {"继续", LEAD, 0}, {"积极", LEAD, 0}, {"切实", LEAD, 0}, {"进一步", LEAD, 0},
	{"认真", LEAD, 0}, {"主动", LEAD, 0}, {"深入", LEAD, 0}, {"全面", LEAD, 0}, {"着力", LEAD, 0},
	{"努力", LEAD, 0}, {"大力", LEAD, 0}, {"扎实", LEAD, 0}, {"及时", LEAD, 0}, {"不断", LEAD, 0},
	{"持续", LEAD, 0}, {"有序", LEAD, 0}, {"稳步", LEAD, 0}, {"在此", LEAD, 0}, {"还", LEAD, 0},
	{"我", LEAD, 0},
	/* makes the verb before it a subject: 解决遗留问题是我们的责任 */
	{"是", NOMINAL, 0}, {"就", NOMINAL, 0}, {"但是", HIDE, 0}, {"还是", HIDE, 0}, {"特别是", HIDE, 0}, {"尤其是", HIDE, 0},
	/* must */
	{"要", MODAL, 2}, {"必须", MODAL, 3}, {"一定要", MODAL, 3}, {"务必", MODAL, 3}, {"务求", MODAL, 3},
	{"应当", MODAL, 2}, {"应该", MODAL, 2}, {"应", MODAL, 2}, {"须", MODAL, 2}, {"需要", MODAL, 2},
	{"需", MODAL, 2}, {"不要", MODAL, 2}, {"不得", MODAL, 3}, {"严禁", MODAL, 3}, {"亟需", MODAL, 2},
	{"亟待", MODAL, 2}, {"急需", MODAL, 2}, {"亟须", MODAL, 2}, {"希望", HOPE, 2}, {"请", HOPE, 2},
	{"力争", HOPE, 2}, {"争取", HOPE, 2}, {"要求", DEMAND, 2}, {"会议决定", DECIDE, 3}, {"会议议定", DECIDE, 3},
	{"会议确定", DECIDE, 3}, {"会议明确", DECIDE, 2}, {"会议要求", DECIDE, 2}, {"会议同意", DECIDE, 2},
	{"责成", DECIDE, 3}, {"由专人", DECIDE, 2},
	/* what is not yet there */
	{"势在必行", NEED, 2}, {"迫在眉睫", NEED, 2}, {"刻不容缓", NEED, 2}, {"就没法", NEED, 1}, {"没法", NEED, 1},
	{"就无法", NEED, 1}, {"无从谈起", NEED, 1}, {"才能", NEED, 1}, {"才会", NEED, 1}, {"才不会", NEED, 1},
	{"面临", NEED, 1},
	{"完成时限", HIDE, 0}, {"完成时间", HIDE, 0}, {"责任单位", HIDE, 0}, {"牵头单位", HIDE, 0}, {"牵头部门", HIDE, 0},
	/* verbs of work */
	{"投入", VERB, 1}, {"修复", VERB, 1}, {"改造", VERB, 1}, {"新建", VERB, 1}, {"购置", VERB, 1},
	{"修订", VERB, 1}, {"更新", VERB, 1}, {"安装", VERB, 1}, {"选树", VERB, 1}, {"培训", VERB, 1},
	{"重点抓好", VERB, 2}, {"突出抓好", VERB, 2}, {"着重抓好", VERB, 2}, {"办理", VERB, 1}, {"报送", VERB, 1},
	{"做到", VERB, 1}, {"把握", VERB, 1}, {"跟上", VERB, 1}, {"化解", VERB, 1}, {"研究", VERB, 1},
	{"调整", VERB, 1}, {"明确", VERB, 1}, {"理顺", VERB, 1}, {"改进", VERB, 1}, {"改善", VERB, 1},
	{"争创", VERB, 1}, {"增强", VERB, 1}, {"发挥", VERB, 1}, {"对标", VERB, 1},
	{"完成", VERB, 1}, {"落实", VERB, 1}, {"推进", VERB, 1}, {"加大", VERB, 1}, {"确保", VERB, 2},
	{"抓紧", VERB, 2}, {"做好", VERB, 1}, {"抓好", VERB, 1}, {"加快", VERB, 1}, {"加强", VERB, 1},
	{"强化", VERB, 1}, {"完善", VERB, 1}, {"健全", VERB, 1}, {"建立", VERB, 1}, {"深化", VERB, 1},
	{"推动", VERB, 1}, {"提升", VERB, 1}, {"提高", VERB, 1}, {"开展", VERB, 1}, {"组织", VERB, 1},
	{"制定", VERB, 1}, {"统筹", VERB, 1}, {"严格", VERB, 1}, {"坚持", VERB, 1}, {"补齐", VERB, 1},
	{"破除", VERB, 1}, {"整合", VERB, 1}, {"优化", VERB, 1}, {"规范", VERB, 1}, {"实施", VERB, 1},
	{"启动", VERB, 1}, {"建成", VERB, 1}, {"打造", VERB, 1}, {"杜绝", VERB, 2}, {"防止", VERB, 1},
	{"排查", VERB, 1}, {"整改", VERB, 1}, {"拉出", VERB, 1}, {"配合", VERB, 1}, {"解决", VERB, 1},
	{"保障", VERB, 1}, {"抓住", VERB, 1}, {"牵头", VERB, 1}, {"承担", VERB, 1}, {"结合", VERB, 0},
	{"引进", VERB, 1}, {"成立", VERB, 1}, {"负责", VERB, 1}, {"协调", VERB, 1},
	/* when */
	{"今年", NEXT, 1}, {"明年", NEXT, 1}, {"新的一年", NEXT, 1}, {"下一步", NEXT, 1}, {"下步", NEXT, 1},
	{"今后", NEXT, 1}, {"下半年", NEXT, 1}, {"年底前", NEXT, 1}, {"月底前", NEXT, 1}, {"下一阶段", NEXT, 1},
	{"今年以来", PAST, 2}, {"去年", PAST, 2}, {"过去", PAST, 2}, {"上年", PAST, 2}, {"一年来", PAST, 2},
	{"近年来", PAST, 2}, {"回顾", PAST, 2}, {"以前", PAST, 1}, {"上半年", PAST, 1}, {"前一阶段", PAST, 2},
	/* what is done */
	{"取得了", DONE, 2}, {"取得", DONE, 1}, {"实现了", DONE, 2}, {"完成了", DONE, 2}, {"解决了", DONE, 2},
	{"克服了", DONE, 2}, {"得到了", DONE, 2}, {"荣获", DONE, 2}, {"获得了", DONE, 2},
	{"已经", DONE, 1}, {"已有", DONE, 1}, {"已完成", DONE, 2}, {"已建成", DONE, 2}, {"已先行先试", DONE, 2},
	{"先行先试", DONE, 1}, {"涌现出", DONE, 2}, {"涌现了", DONE, 2}, {"开通了", DONE, 2}, {"有了成功", DONE, 2},
	{"成功经验", DONE, 2}, {"成功实践", DONE, 2}, {"被写进", DONE, 2}, {"增了光", DONE, 2}, {"进行了", DONE, 2},
	{"做了", DONE, 2}, {"作了", DONE, 2}, {"有效缓解", DONE, 2}, {"进展顺利", DONE, 2}, {"明显成效", DONE, 2},
	{"良好效果", DONE, 2}, {"成绩", HEAD_PAST, 2}, {"干出了", DONE, 2}, {"越来越好", DONE, 1},
	{"做得非常好", DONE, 2}, {"建立了", DONE, 2}, {"推进了", DONE, 2}, {"提高了", DONE, 2}, {"提升了", DONE, 2},
	{"加强了", DONE, 2}, {"开展了", DONE, 2}, {"制定了", DONE, 2}, {"落实了", DONE, 2}, {"建成了", DONE, 2},
	{"成立了", DONE, 2}, {"听取了", DONE, 2}, {"审议了", DONE, 2}, {"形成了", DONE, 2}, {"好的做法", DONE, 1},
	{"圆满", DONE, 1}, {"累计", DONE, 1}, {"同比", DONE, 1},
	/* who says */
	{"省委", BODY, 1}, {"市委", BODY, 1}, {"党中央", BODY, 1}, {"国务院", BODY, 1}, {"省政府", BODY, 1},
	{"市政府", BODY, 1}, {"上级", BODY, 1}, {"省领导", BODY, 1}, {"市领导", BODY, 1}, {"秘书长", BODY, 1},
	{"书记", BODY, 1}, {"市长", BODY, 1}, {"省长", BODY, 1}, {"工作报告", BODY, 1}, {"巡察", BODY, 1},
	{"巡视", BODY, 1}, {"审计", BODY, 1}, {"国管局", BODY, 1}, {"中央", BODY, 1}, {"强调", SAY, 2},
	{"指出", SAY, 2}, {"提出", SAY, 2}, {"批示", SAY, 2}, {"指示", SAY, 1}, {"明确要求", SAY, 2}, {"规定", SAY, 1},
	{"会议指出", SAY, 3}, {"会议强调", SAY, 3}, {"会议认为", SAY, 3}, {"根据", BY, 1}, {"按照", BY, 1},
	{"依据", BY, 1}, {"遵照", BY, 1},
	/* what a list is about */
	{"必要性", EXPLAIN, 1}, {"原因", EXPLAIN, 1}, {"体现在", EXPLAIN, 1}, {"表现在", EXPLAIN, 1},
	{"特点", EXPLAIN, 1}, {"意义", EXPLAIN, 1}, {"存在的问题", EXPLAIN, 1},
	/* heads */
	{"总结", HEAD_PAST, 1}, {"经验", HEAD_PAST, 1}, {"成效", HEAD_PAST, 1}, {"完成情况", HEAD_PAST, 2},
	{"工作情况", HEAD_PAST, 2}, {"开展情况", HEAD_PAST, 2}, {"进展情况", HEAD_PAST, 2}, {"主要做法", HEAD_PAST, 2},
	{"任务", HEAD_ASK, 1}, {"部署", HEAD_ASK, 1}, {"打算", HEAD_ASK, 1}, {"安排", HEAD_ASK, 1},
	{"计划", HEAD_ASK, 1}, {"措施", HEAD_ASK, 1}, {"重点", HEAD_ASK, 1}, {"目标", HEAD_ASK, 1},
	{"机制", HEAD_ASK, 1}, {"思路", HEAD_ASK, 1},
};
/* clang-format on */
enum { WORDS = sizeof words / sizeof *words };
static_assert((int)WORDS <= (int)WORDS_MAX, "more words than the index holds");

static unsigned bucket_of(const char *at) {
	const unsigned char *p = (const unsigned char *)at;
	return (p[0] * 961u + p[1] * 31u + p[2]) % WORD_BUCKETS;
}

void lexicon_fill(Lexicon *lexicon) {
	lexicon->words = words;
	memset(lexicon->first, -1, sizeof lexicon->first);
	for (int16_t i = 0; i < (int16_t)WORDS; i++) {
		unsigned bucket = bucket_of(words[i].word);
		lexicon->length[i] = (uint8_t)strlen(words[i].word);
		lexicon->next[i] = lexicon->first[bucket];
		lexicon->first[bucket] = i;
	}
}

int lexicon_at(const Lexicon *lexicon, const char *text, uint32_t at, uint32_t end) {
	int best = -1;
	if (end - at < 3) return -1;
	for (int i = lexicon->first[bucket_of(text + at)]; i >= 0; i = lexicon->next[i])
		if (lexicon->length[i] <= end - at && !memcmp(text + at, words[i].word, lexicon->length[i]) &&
			(best < 0 || lexicon->length[i] > lexicon->length[best]))
			best = i;
	return best;
}
