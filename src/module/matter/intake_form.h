/* The form of a new matter: what was typed, its extra questions, the caller. */
#ifndef GANGMU_MODULE_MATTER_INTAKE_FORM_H
#define GANGMU_MODULE_MATTER_INTAKE_FORM_H
#include "module/matter/answers.h"
#include "module/matter/caller.h"
#include "module/matter/page.h"
#include "module/matter/similar.h"

enum { INTAKE_FILES = 9, INTAKE_SIMILAR = 5 };

typedef struct Intake {
	int64_t kind, problem, place, asset;
	const char *title, *detail;
	bool urgent, anonymous;
	int64_t client; /* an old one; 0: a new one by phone, or none */
	const char *phone, *name; /* of a new client; "" where none */
	int64_t client_unit;
	AnswerGiven answers[QUESTIONS_MAX];
	int answer_count;
	Upload uploads[INTAKE_FILES];
	int upload_count;
	int64_t into; /* it is this matter again */
	bool accept; /* the desk takes it at once */
	const char *once;
} Intake;

/* The caller card with its search box; the client chosen or the only one found, 0 where there is none. */
int64_t put_caller_card(Web *web);
/* Reads the whole form; what is wrong is collected. */
void intake_read(Web *web, bool desk, Intake *ret);
/* Registers it. Outcome.id is the matter it is (the new one, or the one it was joined or added to). */
Outcome intake_run(Web *web, Intake *intake);
/* Likely the same; none where this actor may see none. */
int intake_similar(Web *web, const Intake *intake, Similar ret[INTAKE_SIMILAR]);
#endif
