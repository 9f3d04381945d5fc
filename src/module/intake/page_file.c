/* Photos: for staff by log-in within their scope, for the asker by the link of the matter. Internal ones are for staff alone. */
#include "model_gen.h"
#include "module/intake/track.h"

#include <string.h>

#define NOT_STAFF (ROLE_BIT(ROLE_GUEST) | ROLE_BIT(ROLE_ASKER) | ROLE_BIT(ROLE_LIAISON))

static void attachment_send(Web *web, const Actor *actor, int64_t id, bool thumb) {
	Row *row = query_row(web_conn(web), web->arena, actor, &model_records[RECORD_ATTACHMENT], id, false, NULL);
	bool internal = row && row_int(row, ATTACHMENT_INTERNAL) == 1;
	if (!row || (internal && !(actor->roles & ~NOT_STAFF))) {
		web_not_found(web);
		return;
	}
	const char *small = row_text(row, ATTACHMENT_THUMB);
	file_send(web, thumb && *small ? small : row_text(row, ATTACHMENT_DIGEST),
		thumb && *small ? "image/jpeg" : row_text(row, ATTACHMENT_MIME), row_text(row, ATTACHMENT_NAME));
}

void file_get(Web *web) {
	attachment_send(web, web->actor, web->ids[0], false);
}

void file_thumb_get(Web *web) {
	attachment_send(web, web->actor, web->ids[0], true);
}

static void track_send(Web *web, bool thumb) {
	bool expired;
	Track *track = track_read(web, web->words[0], &expired);
	if (!track) web_not_found(web);
	/* As a guest, whoever has the link: exactly what the page of the link shows. */
	else attachment_send(web, actor_guest(web->arena, RECORD_MATTER, track->id), web->ids[0], thumb);
}

void track_file_get(Web *web) {
	track_send(web, false);
}

void track_thumb_get(Web *web) {
	track_send(web, true);
}
