#include "command/change.h"
#include "model_gen.h"

#include <string.h>

enum { OPTIONS_MAX = 20 };

/* A choice has two to twenty options, none empty and none twice; other types have none. */
void guard_question_options(Change *change) {
	const Value *after = change->after;
	bool choice = !strcmp(value_str(after[QUESTION_TYPE]), QUESTION_TYPE_IS_CHOICE);
	if (!choice) {
		if (!value_is_null(after[QUESTION_OPTIONS]))
			change_refuse_input(change, "question-options", QUESTION_OPTIONS, "只有单选题才有选项，请留空",
				"Only a choice has options; leave them empty");
		return;
	}
	char *options[OPTIONS_MAX + 1] = {NULL};
	int count = text_list(change->arena, value_str(after[QUESTION_OPTIONS]), options, OPTIONS_MAX + 1);
	bool wrong = count < 2 || count > OPTIONS_MAX;
	for (int i = 0; i < count && !wrong; i++) {
		wrong |= text_is_blank(options[i]);
		for (int j = 0; j < i; j++) wrong |= !strcmp(options[i], options[j]);
	}
	if (wrong)
		change_refuse_input(change, "question-options", QUESTION_OPTIONS, "请写 2 到 20 个不同的选项，用逗号分隔",
			"Write 2 to 20 different options parted by commas");
}
