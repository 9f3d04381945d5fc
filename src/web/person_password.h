/* One-time passwords: given by the security administrator, changed by the person before anything else. */
#ifndef GANGMU_WEB_PERSON_PASSWORD_H
#define GANGMU_WEB_PERSON_PASSWORD_H
#include "web/app.h"

void person_password_get(Web *web);
void person_password_post(Web *web);
/* True, and answered, where the person must change the password and wants another page. */
bool person_must_change(Web *web);
#endif
