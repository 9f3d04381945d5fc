#include "module/matter/answers.h"

#include "base/decimal.h"
#include "base/instant.h"
#include "model_gen.h"

#include <string.h>

enum { VALUE_MAX = 300, OPTIONS_MAX = 20 };

typedef struct Question {
	int64_t id;
	const char *label, *label_en, *type, *options;
	bool required, answered;
} Question;

static int questions_read(Txn *txn, int64_t kind, Question *ret) {
	Value id = value_int(kind);
	Arena *arena = txn_arena(txn);
	int count = 0;
	Cursor *cursor = conn_query(txn_conn(txn),
		"SELECT id, label, coalesce(label_en, label), type, coalesce(options, ''), coalesce(required, 0) FROM question WHERE "
		"kind = ? "
		"AND coalesce(active, 1) = 1 ORDER BY sort, id LIMIT 40",
		&id, 1);
	while (cursor && count < QUESTIONS_MAX && cursor_next(cursor))
		ret[count++] = (Question){cursor_int(cursor, 0), arena_strdup(arena, cursor_text(cursor, 1)),
			arena_strdup(arena, cursor_text(cursor, 2)), arena_strdup(arena, cursor_text(cursor, 3)),
			arena_strdup(arena, cursor_text(cursor, 4)), cursor_int(cursor, 5) == 1, false};
	return cursor_end(cursor) ? -1 : count;
}

static void wrong(Txn *txn, int64_t question, const char *code, const char *zh, const char *en) {
	txn_refuse(txn, REFUSAL_INPUT, code, arena_printf(txn_arena(txn), "question-%lld", (long long)question), zh, en);
}

static bool is_one_of(Arena *arena, const Question *question, const char *value) {
	char *options[OPTIONS_MAX];
	int count = text_list(arena, question->options, options, OPTIONS_MAX);
	for (int i = 0; i < count; i++)
		if (!strcmp(options[i], value)) return true;
	return false;
}

static const char *yes_no(const char *value) {
	static const char *const yes[] = {"yes", "1", "是", "true"}, *const no[] = {"no", "0", "否", "false"};
	for (int i = 0; i < 4; i++) {
		if (!strcmp(value, yes[i])) return "yes";
		if (!strcmp(value, no[i])) return "no";
	}
	return NULL;
}

/* The value to store, or NULL where it does not fit its type (told). */
static const char *answer_check(Txn *txn, const Question *question, const char *value) {
	Arena *arena = txn_arena(txn);
	int64_t number;
	int32_t day;
	const char *good = value, *zh = NULL, *en = NULL;
	if (!strcmp(question->type, QUESTION_TYPE_IS_NUMBER)) {
		if (!decimal_parse(value, 4, &number)) zh = "请填数字", en = "give a number";
	} else if (!strcmp(question->type, QUESTION_TYPE_IS_DATE)) {
		if (!day_parse(value, &day)) zh = "请填日期，如 2026-11-24", en = "give a date like 2026-11-24";
	} else if (!strcmp(question->type, QUESTION_TYPE_IS_CHOICE)) {
		if (!is_one_of(arena, question, value)) zh = "请从选项里选一个", en = "choose one of the options";
	} else if (!strcmp(question->type, QUESTION_TYPE_IS_YES_NO)) {
		good = yes_no(value);
		if (!good) zh = "请选择是或否", en = "choose yes or no";
	}
	if (!zh && text_count(value) > VALUE_MAX) zh = "最多 300 个字", en = "300 characters at most";
	if (!zh && text_has_control(value)) zh = "含有不可见的控制字符，请删除", en = "it holds control characters";
	if (!zh) return good;
	wrong(txn, question->id, "answer-type", arena_printf(arena, "%s：%s", question->label, zh),
		arena_printf(arena, "%s: %s", question->label_en, en));
	return NULL;
}

static Question *question_find(Question *questions, int count, int64_t id) {
	for (int i = 0; i < count; i++)
		if (questions[i].id == id) return &questions[i];
	return NULL;
}

/* New where there is none yet, changed where it differs; 1 where a row was written. */
static int answer_write(Txn *txn, int64_t matter, int64_t question, const char *value) {
	Value params[] = {value_int(matter), value_int(question)};
	int fault = STORE_OK;
	int64_t id = conn_query_int(
		txn_conn(txn), "SELECT id FROM answer WHERE matter = ? AND question = ? ORDER BY id DESC LIMIT 1", params, 2, 0, &fault);
	Given given[] = {
		{ANSWER_MATTER, value_int(matter)}, {ANSWER_QUESTION, value_int(question)}, {ANSWER_VALUE, value_text(value)}};
	const CommandDef *commands = model_records[RECORD_ANSWER].commands;
	Call create = {.command = &commands[ANSWER_CMD_CREATE], .given = given, .given_count = 3, .trusted = true};
	Call edit = {.command = &commands[ANSWER_CMD_EDIT], .id = id, .given = &given[2], .given_count = 1, .trusted = true};
	if (fault) {
		txn_refuse(txn, REFUSAL_STATE, "fault", "", "抱歉，系统出错，请稍后重试", "Sorry, a fault of ours; try again later");
		return 0;
	}
	return txn_call(txn, id ? &edit : &create) != 0;
}

int matter_give_answers(Txn *txn, int64_t matter, int64_t kind, const AnswerGiven *given, int count) {
	Question questions[QUESTIONS_MAX];
	Arena *arena = txn_arena(txn);
	int known = questions_read(txn, kind, questions), written = 0;
	if (known < 0 || count < 0 || txn_failed(txn)) return -1;
	const char **values = arena_array(arena, (size_t)count + 1, sizeof *values);
	for (int i = 0; i < count; i++) {
		Question *question = question_find(questions, known, given[i].question);
		const char *value = given[i].value ? text_trim(arena, given[i].value) : "";
		if (!*value) continue;
		if (!question)
			wrong(
				txn, given[i].question, "question", "没有这个问题，请刷新页面", "There is no such question; load the page again");
		else if (question->answered)
			wrong(txn, question->id, "answer-twice", "这个问题只能答一次", "This question can be answered once");
		else {
			values[i] = answer_check(txn, question, value);
			question->answered = true;
		}
	}
	for (int i = 0; i < known; i++)
		if (questions[i].required && !questions[i].answered)
			wrong(txn, questions[i].id, "required", arena_printf(arena, "请填写%s", questions[i].label),
				arena_printf(arena, "Please answer: %s", questions[i].label_en));
	for (int i = 0; i < count && !txn_failed(txn); i++)
		if (values[i]) written += answer_write(txn, matter, given[i].question, values[i]);
	return txn_failed(txn) ? -1 : written;
}
