/* Lines into paragraphs; and what a paragraph is before anything is read in it: noise, title, salutation, head or text. */
#include "module/programme/outline_draft.h"

#include <string.h>

typedef struct Line {
	uint32_t start, end, chars;
	bool indented, after_blank, open; /* open: does not end with a closing mark */
} Line;

bool char_is_blank(uint32_t c) {
	return c <= ' ' || c == 0x7f || c == 0x85 || c == 0xa0 || c == 0x3000 || c == 0xfeff || (c >= 0x2000 && c <= 0x200b) ||
		   c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f;
}

static bool char_ends_line(uint32_t c) {
	return c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool char_ends_sentence(uint32_t c) {
	return c == U'。' || c == U'！' || c == U'？' || c == '!' || c == '?' || c == U'｡';
}

bool char_closes(uint32_t c) {
	return c == U'”' || c == U'’' || c == U'」' || c == U'』' || c == U'）' || c == ')' || c == U'】' || c == U'》' || c == '"';
}

bool char_ends_clause(uint32_t c) {
	return c == U'，' || c == ',' || c == U'；' || c == ';' || c == U'：' || c == ':';
}

/* The next line at or after *at that is not blank; false at the end. */
static bool line_next(Draft *draft, uint32_t *at, Line *ret) {
	uint32_t next, breaks = 0, indent = 0, c = 0;
	for (; *at < draft->length; *at = next) {
		c = draft_char(draft, *at, &next);
		if (!char_is_blank(c)) break;
		if (char_ends_line(c)) {
			breaks += c != '\r';
			indent = 0;
		} else indent += c == 0x3000 || c == '\t' ? 2 : 1;
	}
	if (*at >= draft->length) return false;
	*ret = (Line){.start = *at, .end = *at, .indented = indent >= 2, .after_blank = breaks > 1};
	uint32_t last = 0;
	for (; *at < draft->length; *at = next) {
		c = draft_char(draft, *at, &next);
		if (char_ends_line(c)) break;
		ret->chars++;
		if (char_is_blank(c)) continue;
		last = c;
		ret->end = next;
	}
	ret->open = !char_ends_sentence(last) && !char_closes(last) && last != U'：' && last != ':' && last != U'；' &&
				last != U'…' && last != '.';
	return true;
}

/* Was the text wrapped by hand? Then most long lines end in the middle of a sentence and are about as long as the longest.
 * Returns the length from which on a line may have been broken, 0 where the text was not wrapped. */
static uint32_t wrap_width(Draft *draft) {
	uint32_t longest = 0, open_long = 0, open_full = 0, long_lines = 0;
	Line line;
	for (uint32_t at = 0; line_next(draft, &at, &line);)
		if (line.chars > longest) longest = line.chars;
	if (longest < 20 || longest > 120) return 0;
	for (uint32_t at = 0; line_next(draft, &at, &line);) {
		if (line.chars < 20) continue;
		long_lines++;
		if (!line.open) continue;
		open_long++;
		open_full += line.chars * 10 >= longest * 8;
	}
	bool wrapped = long_lines >= 4 && open_long * 10 >= long_lines * 5 && open_full * 10 >= open_long * 7;
	return wrapped ? longest * 8 / 10 : 0;
}

static Para *para_add(Draft *draft, uint32_t start, uint32_t end) {
	draft->paras = draft_room(draft->paras, draft->para_count, &draft->para_room, sizeof(Para));
	Para *para = &draft->paras[draft->para_count++];
	*para = (Para){.start = start, .end = end, .kind = OUTLINE_SENTENCE, .mark = mark_at(draft, start, end)};
	return para;
}

/* Does the paragraph at `at` start a sentence with a mark that heads run into one line would bear? */
static bool flat_mark(const Mark *mark) {
	return mark->style == OUTLINE_PART || mark->style == OUTLINE_CN || mark->style == OUTLINE_CN_PAREN;
}

/* Calls for each place in [start, end) where a sentence starts behind another: the next one at or after *at, false at the end. */
static bool sentence_start_next(Draft *draft, uint32_t *at, uint32_t end) {
	bool ended = false;
	for (uint32_t next; *at < end; *at = next) {
		uint32_t c = draft_char(draft, *at, &next);
		if (ended && !char_is_blank(c) && !char_closes(c) && !char_ends_sentence(c)) return true;
		if (char_ends_sentence(c) || char_is_blank(c)) ended = true;
		else if (!char_closes(c)) ended = false;
	}
	return false;
}

/* Heads run together in one line (一、…。二、…。): two of a style in order, the second behind the end of a sentence. */
static bool para_is_flat(Draft *draft, const Para *para) {
	uint16_t last[OUTLINE_STYLES] = {0};
	if (flat_mark(&para->mark)) last[para->mark.style] = para->mark.number;
	for (uint32_t at = para->start, next; sentence_start_next(draft, &at, para->end); at = next) {
		Mark mark = mark_at(draft, at, para->end);
		draft_char(draft, at, &next);
		if (!flat_mark(&mark)) continue;
		if (last[mark.style] && mark.number == last[mark.style] + 1) return true;
		last[mark.style] = mark.number;
	}
	return false;
}

/* Splits the last paragraph at its heads. */
static void para_split(Draft *draft) {
	Para whole = draft->paras[--draft->para_count];
	uint32_t start = whole.start;
	for (uint32_t at = whole.start, next; sentence_start_next(draft, &at, whole.end); at = next) {
		Mark mark = mark_at(draft, at, whole.end);
		draft_char(draft, at, &next);
		if (!flat_mark(&mark) && mark.style != OUTLINE_ARABIC) continue;
		uint32_t end = at; /* the blanks before it belong to neither */
		while (end > start && draft->text[end - 1] == ' ') end--;
		para_add(draft, start, end);
		start = at;
	}
	para_add(draft, start, whole.end);
}

void draft_find_paragraphs(Draft *draft) {
	uint32_t width = wrap_width(draft), last_chars = 0;
	bool joined = false, flat = false, last_open = false;
	Line line;
	for (uint32_t at = 0; line_next(draft, &at, &line); last_chars = line.chars, last_open = line.open) {
		Para *last = draft->para_count ? &draft->paras[draft->para_count - 1] : NULL;
		bool goes_on = width && last && last_open && last_chars >= width && !line.indented && !line.after_blank &&
					   mark_at(draft, line.start, line.end).style == OUTLINE_PLAIN;
		if (goes_on) {
			last->end = line.end;
			joined = true;
			continue;
		}
		if (last && para_is_flat(draft, last)) {
			para_split(draft);
			flat = true;
		}
		Para *para = para_add(draft, line.start, line.end);
		para->indented = line.indented;
		para->after_blank = line.after_blank;
	}
	if (draft->para_count && para_is_flat(draft, &draft->paras[draft->para_count - 1])) {
		para_split(draft);
		flat = true;
	}
	if (joined)
		draft_warn(draft, OUTLINE_NONE, "outline.wrapped", "每行都被硬换行，已按句子接起；原文一字未动。",
			"Lines were broken by hand; sentences were read across the breaks. The text itself is unchanged.");
	if (flat)
		draft_warn(draft, OUTLINE_NONE, "outline.flat", "几个标题连在一行里，已按句首的编号分开，请核对。",
			"Several heads stand in one line; they were told apart by the numbers at sentence starts. Please check.");
}

/* The paragraph without dashes and blanks at its ends, as at most 40 characters of ASCII (Chinese words of page lines as letters). */
static size_t page_shape(Draft *draft, const Para *para, char out[48]) {
	size_t length = 0;
	for (uint32_t at = para->start, next; at < para->end; at = next) {
		uint32_t c = draft_char(draft, at, &next);
		if (char_is_blank(c)) continue;
		if (length >= 40) return 0;
		char shape =
			c == '-' || c == U'—' || c == U'–' || c == U'－' || c == U'·' || c == U'―' || c == '_' || c == '=' || c == '*' ? '-'
			: char_is_digit(c)																							   ? '9'
			: c == U'第' || c == U'共'																					   ? '#'
			: c == U'页'																								   ? 'p'
			: c == '/' || c == U'／'																					   ? '/'
																														   : '?';
		if (shape == '?') return 0;
		if (length && out[length - 1] == shape) continue;
		out[length++] = shape;
	}
	out[length] = 0;
	return length;
}

/* - 1 -, 第 1 页 共 9 页, 1/9, a rule of dashes, a bare number of at most three digits. */
static bool para_is_page_number(Draft *draft, const Para *para) {
	static const char *const shapes[] = {"-", "-9-", "9-", "-9", "#9p", "#9p#9p", "9/9", "-9/9-", "-#9p-", "9p"};
	char shape[48];
	if (para->end - para->start > 120 || !page_shape(draft, para, shape)) return false;
	if (!strcmp(shape, "9")) return para->end - para->start <= 3;
	if (!strcmp(shape, "-")) return para->end - para->start >= 3;
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		if (!strcmp(shape, shapes[i])) return true;
	return false;
}

/* A line of a table of contents: ……12 or ....12 at its end. */
static bool para_is_contents(Draft *draft, const Para *para) {
	uint32_t dots = 0, digits = 0;
	if (para->end - para->start > 300) return false;
	for (uint32_t at = para->start, next; at < para->end; at = next) {
		uint32_t c = draft_char(draft, at, &next);
		if (char_is_blank(c)) continue;
		if (dots >= 3 && char_is_digit(c)) digits++;
		else if (c == '.' || c == U'…' || c == U'·' || c == U'．') {
			dots = digits ? 0 : dots + (c == U'…' ? 3 : 1);
			digits = 0;
		} else dots = digits = 0;
	}
	return digits > 0;
}

/* What web pages and print services put around a text. */
static const char *const furniture_top[] = {"当前位置", "浏览次数", "阅读次数", "点击次数", "点击量", "发布时间", "发布日期",
	"信息来源", "文章来源", "来源：", "字体：", "字号：", "字体大小", "打印本页", "【打印", "关闭窗口", "分享到", "网站首页",
	"首页 >", "首页>", "http://", "https://", "www.", NULL};
static const char *const furniture_bottom[] = {"打印本页", "【打印", "关闭窗口", "上一篇", "下一篇", "主办单位：", "版权所有",
	"ICP备", "责任编辑", "分享到", "浏览次数", "网站地图", NULL};

static bool para_is_furniture(Draft *draft, const Para *para, const char *const *words) {
	if (para->end - para->start > 240) return false;
	for (uint32_t at = para->start, next; at < para->end; at = next) {
		if (char_ends_sentence(draft_char(draft, at, &next)) && next == para->end) return false;
		for (const char *const *word = words; *word; word++)
			if (draft_has(draft, at, para->end, *word)) return true;
	}
	return false;
}

/* 同志们：, 各位领导、各位代表：, 各处室： */
static bool para_is_salutation(Draft *draft, const Para *para) {
	static const char *const words[] = {
		"同志", "各位", "尊敬的", "女士", "先生", "领导", "代表", "委员", "朋友", "各单位", "各处室", "各部门", "各科室", NULL};
	if (para->end - para->start > 120 || para->mark.style) return false;
	if (!draft_has(draft, para->end - 1, para->end, ":") &&
		!(para->end - para->start > 3 && draft_has(draft, para->end - 3, para->end, "：")))
		return false;
	for (uint32_t at = para->start, next; at < para->end; at = next) {
		if (char_ends_sentence(draft_char(draft, at, &next))) return false;
		for (const char *const *word = words; *word; word++)
			if (draft_has(draft, at, para->end, *word)) return true;
	}
	return false;
}

/* Short and without the mark that ends a sentence: it can be a title. */
static bool para_can_be_title(Draft *draft, const Para *para) {
	uint32_t last = 0;
	if (para->end - para->start > 180 || para->mark.style) return false;
	for (uint32_t at = para->start, next; at < para->end; at = next) last = draft_char(draft, at, &next);
	return !char_ends_sentence(last) && !char_ends_clause(last) && last != U'…';
}

/* The lines above the salutation or the first head, at most eight, all of them short; otherwise the first line alone with those that
 * start with a dash or a bracket. */
static void name_titles(Draft *draft, size_t stop, bool sure) {
	size_t named = 0;
	Para *titles[8];
	bool all = sure;
	for (size_t i = 0; i < stop && named < 8; i++) {
		Para *para = &draft->paras[i];
		if (para->kind == OUTLINE_NOISE) continue;
		if (!para_can_be_title(draft, para)) {
			all = false;
			break;
		}
		titles[named++] = para;
	}
	if (!named || (draft->para_count < 2)) return;
	titles[0]->kind = OUTLINE_TITLE;
	for (size_t i = 1; i < named; i++) {
		uint32_t next, c = draft_char(draft, titles[i]->start, &next);
		if (!all && c != U'—' && c != U'（' && c != '(' && c != U'─' && c != '-') break;
		titles[i]->kind = OUTLINE_TITLE;
	}
}

void draft_name_lines(Draft *draft) {
	size_t stop = draft->para_count, salutation = draft->para_count;
	for (size_t i = 0; i < draft->para_count; i++) {
		Para *para = &draft->paras[i];
		if (para_is_page_number(draft, para) || para_is_contents(draft, para)) para->kind = OUTLINE_NOISE;
		bool head = para->mark.style && para->kind != OUTLINE_NOISE;
		if (stop == draft->para_count && head) stop = i;
		if (i < stop && salutation > i && para_is_salutation(draft, para)) {
			para->kind = OUTLINE_SALUTATION;
			stop = salutation = i;
		}
	}
	for (size_t i = 0; i < stop && i < 12; i++)
		if (draft->paras[i].kind == OUTLINE_SENTENCE && para_is_furniture(draft, &draft->paras[i], furniture_top))
			draft->paras[i].kind = OUTLINE_NOISE;
	for (size_t i = draft->para_count, n = 0; i > stop && n < 6; i--, n++)
		if (draft->paras[i - 1].kind == OUTLINE_SENTENCE && para_is_furniture(draft, &draft->paras[i - 1], furniture_bottom))
			draft->paras[i - 1].kind = OUTLINE_NOISE;
	name_titles(draft, stop, stop < draft->para_count);
}
