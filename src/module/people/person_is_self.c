#include "command/change.h"
#include "model_gen.h"

/* One's own password and way of display are one's own. */
void guard_person_is_self(Change *change) {
	/* Over the API the command comes without the new password: it is set on the page of one's own settings, which asks the old one. */
	if (change->command == &model_records[RECORD_PERSON].commands[PERSON_CMD_OWN_PASSWORD] && !change_is_issued(change))
		refuse(change->refusals, REFUSAL_RIGHT, "own-page", "", "口令请在“我的设置”里修改", "Change the password in My settings");
	if (change->actor->person == change->id || actor_is(change->actor, ROLE_ENGINE) || change_is_issued(change)) return;
	refuse(change->refusals, REFUSAL_RIGHT, "not-self", "", "只能改自己的；别人的口令由安全管理员设置",
		"You can change your own only; the security administrator sets others'");
}
