/* One step of the confirmation: a section of the speech with its proposals; shared by the page and by what it saves. */
#ifndef GANGMU_MODULE_PROGRAMME_CONFIRM_H
#define GANGMU_MODULE_PROGRAMME_CONFIRM_H
#include "module/programme/page.h"

typedef struct Confirm {
	const Row *programme, *head; /* head: of the section, NULL where it is what stands under no head */
	int64_t section, from; /* piece id or 0; the first seq shown */
	Rows pieces; /* at most SECTION_ROWS; next where there are more */
	Outcomes outcomes;
} Confirm;

/* The section of ?at= and ?from=, else the first with something undecided. False where 503 is answered. */
bool confirm_load(Web *web, const Row *programme, Confirm *ret);
/* The next section with something undecided after this one, from the start again after the last; -1 where nothing is left. */
int64_t confirm_next(Web *web, int64_t programme, int64_t section);
/* "" undecided, "keep" judged as asking, "not" judged as asking nothing. */
const char *confirm_choice(const Row *piece);
#endif
