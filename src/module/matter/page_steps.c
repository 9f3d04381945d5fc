/* 怎么算的: every clock of a matter with every step that led to where it stands. */
#include "base/instant.h"
#include "model_gen.h"
#include "module/matter/page.h"

static void put_policy(Web *web, const MatterPage *page, ClockKind kind) {
	const BookPolicy *policy = page->run.policy;
	const ClockResult *clock = &page->clocks[kind];
	Buf *out = web->out;
	if (!policy) {
		H(out, "<p class=\"muted\">%s</p>", TR(web, "这个类别没有时限规则，不计时", "This kind has no policy: no clock"));
		return;
	}
	H(out, "<p>%s <b>%s</b>", TR(web, "时限", "Limit"), matter_limit_words(web, page, kind));
	if (clock->state != CLOCK_OFF && clock->state != CLOCK_NOT_STARTED)
		H(out, "%s%s", TR(web, "，现在：", "; now: "),
			TR(web, clock_standing_zh(web->arena, clock), clock_standing_en(web->arena, clock)));
	H(out, "</p>");
	if (clock->provisional_year)
		H(out, "<p class=\"note soft\">%s</p>",
			TR(web, clock_provisional_zh(web->arena, clock), clock_provisional_en(web->arena, clock)));
}

static void put_steps(Web *web, const ClockResult *clock) {
	Buf *out = web->out;
	if (!clock->step_count) return;
	H(out, "<ol class=\"lines tight\" data-steps>\n");
	for (size_t i = 0; i < clock->step_count; i++)
		H(out, "<li>%s</li>\n",
			TR(web, clock_step_zh(web->arena, clock, &clock->steps[i]), clock_step_en(web->arena, clock, &clock->steps[i])));
	H(out, "</ol>\n");
}

void put_matter_steps(Web *web, const MatterPage *page) {
	Buf *out = web->out;
	H(out, "<div class=\"panel-body stack\">\n<p class=\"muted\">%s</p>\n",
		TR(web, "签收和到场从最近一次派单起算，办结和回音从第一次派单起算，退单、改派不停钟；暂停的工作时间不计。",
			"Signing and arriving run from the latest dispatch, completing and answering from the first; a return does not stop "
			"them; "
			"paused working time does not count."));
	if (page->run.policy)
		H(out, "<details><summary>%s <b>%s</b></summary><p class=\"muted small\">%s</p></details>\n", TR(web, "规则", "Policy"),
			page->run.policy->name, page->run.policy->source);
	for (int kind = 0; kind < CLOCK_KINDS; kind++) {
		H(out, "<section id=\"clock-%d\"><h2>%s</h2>\n", kind,
			TR(web, clock_kind_zh((ClockKind)kind), clock_kind_en((ClockKind)kind)));
		put_policy(web, page, (ClockKind)kind);
		put_steps(web, &page->clocks[kind]);
		H(out, "</section>\n");
	}
	H(out, "</div>\n");
}
