#include "command/change.h"
#include "model_gen.h"

/* Guard: the command is the page's, which makes the one-time password; without one there is nothing to do. */
void guard_person_password_given(Change *change) {
	if (change_touches(change, PERSON_PASSWORD)) return;
	change_refuse(change, "use-the-page", "", "请在人员页上用“设置口令”生成一次性口令",
		"Use “Set password” on the person's page; it makes the password");
}
