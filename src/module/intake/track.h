/* A matter seen through its secret link: what is read once for the page and its forms. */
#ifndef GANGMU_MODULE_INTAKE_TRACK_H
#define GANGMU_MODULE_INTAKE_TRACK_H
#include "module/intake/intake.h"

typedef struct Track {
	const char *token;
	int64_t id; /* the matter of the link */
	const Actor *guest; /* who the holder of the link is: the asker by log-in, else a guest who sees this one row */
	Row *row; /* of the matter of the link */
	Row *shown; /* whose progress is shown: the row, or the one it was joined to in the end */
	Standing standing; /* of shown */
	int64_t yellow_at;
	bool repair, joined;
	const char *worker, *unit_phone, *desk_phone; /* "" where there is none; the worker's post */
} Track;

/* NULL where there is no such link (*ret_expired: there was one). A fault counts as no link. At most 3 statements; 5 where it was joined to
 * another. */
Track *track_read(Web *web, const char *token, bool *ret_expired);
/* 维修师傅今天 15:00 前到 for each of the rows of an asker's list: the standing of one row. book may be NULL. */
Standing standing_of(Web *web, const Row *row, bool repair, Promise promise);
/* A link that ended: so many days after the matter did. */
bool track_is_expired(const char *state, int64_t ended_at, int64_t now);
void track_page(Web *web, const Track *track);
void put_track_forms(Web *web, const Track *track);
void track_missing(Web *web, bool expired);
#endif
