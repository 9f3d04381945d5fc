/* Answers to the extra questions of a kind, given with a matter in the same transaction. */
#ifndef GANGMU_MODULE_MATTER_ANSWERS_H
#define GANGMU_MODULE_MATTER_ANSWERS_H
#include "command/door.h"

enum { QUESTIONS_MAX = 40 };

typedef struct AnswerGiven {
	int64_t question;
	const char *value; /* as typed; NULL or blank: not answered */
} AnswerGiven;

/* Checks the answers against the questions in use of the kind and writes them as rows of `answer` (a new one, or the old one changed).
 * Stored: a number as typed, a date as 2026-11-24, yes_no as "yes" or "no". Refused by question (field "question-ID"): one that is not of
 * the kind, twice answered, wrong for its type, or required and missing. Returns how many rows were written; -1 where something was refused
 * or failed (txn_failed), and then the transaction is undone. */
int matter_give_answers(Txn *txn, int64_t matter, int64_t kind, const AnswerGiven *given, int count);
#endif
