/* 我也遇到: whoever stands before the same thing is not told "known already" and sent away; they get a matter of their own, joined to the open
 * one, so that they are answered like the first. */
#include "model_gen.h"
#include "module/intake/intake.h"

#include <string.h>

enum { ME_TOO_HOUR_MAX = 3, HOUR_S = 3600 };

typedef struct MeToo {
	int64_t matter, person, client, own;
	const Spot *spot;
	const char *once;
	Limit limits[3];
	int limit_count;
} MeToo;

static Value known(const Cursor *cursor, int at) {
	return cursor_is_null(cursor, at) ? value_null() : value_int(cursor_int(cursor, at));
}

/* Guests have no right to read matters: of the open one at this spot what the new one needs, and the tile's or the kind's word for a subject,
 * not the other asker's words. False where it is not open here any more. */
static bool matter_read(Txn *txn, const MeToo *m, Given ret[5]) {
	Value params[] = {value_int(m->matter), value_int(m->spot->asset), value_int(m->spot->asset), value_int(m->spot->place)};
	Cursor *cursor = conn_query(txn_conn(txn),
		"SELECT coalesce(p.name, k.name), m.kind, m.problem, m.place, m.asset FROM matter m JOIN kind k ON k.id = m.kind LEFT "
		"JOIN problem p ON p.id = m.problem WHERE m.id = ? AND m.state IN ('new', 'accepted', 'sent', 'working') AND ((? > 0 AND "
		"m.asset = ?) OR m.place = ?) AND k.code IN ('repair', 'complaint', 'seek_help')",
		params, 4);
	bool open = cursor && cursor_next(cursor);
	if (open) {
		ret[0] = (Given){MATTER_TITLE, value_text(arena_strdup(txn_arena(txn), cursor_text(cursor, 0)))};
		ret[1] = (Given){MATTER_KIND, known(cursor, 1)};
		ret[2] = (Given){MATTER_PROBLEM, known(cursor, 2)};
		ret[3] = (Given){MATTER_PLACE, known(cursor, 3)};
		ret[4] = (Given){MATTER_ASSET, known(cursor, 4)};
	}
	cursor_end(cursor);
	return open;
}

/* By log-in or by a known phone: once for each. Whoever left neither cannot be told from another; the limit holds them. */
static bool is_said(Txn *txn, const MeToo *m) {
	Value params[] = {value_int(m->matter), value_int(m->person), value_int(m->client), value_int(m->matter),
		value_int(m->person), value_int(m->client)};
	return conn_query_int(txn_conn(txn),
			   "SELECT (SELECT count(*) FROM matter WHERE id = ? AND (asker = ? OR client = ?)) + (SELECT count(*) FROM rejoin "
			   "WHERE matter = ? AND (person = ? OR client = ?))",
			   params, 6, 0, NULL) > 0;
}

static void me_too_work(Txn *txn, void *user) {
	MeToo *m = user;
	const CommandDef *commands = model_records[RECORD_MATTER].commands;
	Given given[7], into = {MATTER_MERGED_INTO, value_int(m->matter)};
	if (!matter_read(txn, m, given)) {
		txn_refuse(txn, REFUSAL_STATE, "finished", "", "这件事刚刚办结，不用再报；如果还没好，请在下面报一次",
			"This has just been finished; if it is not well still, report it below");
		return;
	}
	if (!limit_is_free(txn_conn(txn), m->limits, m->limit_count, txn_now(txn))) {
		txn_refuse(txn, REFUSAL_LIMIT, "me-too", "", "这一小时已有几位从这里报过，都已记下；急事请打电话",
			"Several have said so from here within this hour, and it is noted; call if it is urgent");
		return;
	}
	given[5] = (Given){MATTER_CHANNEL, value_text(CHANNEL_IS_QR)};
	given[6] = (Given){MATTER_CLIENT, m->client ? value_int(m->client) : value_null()};
	/* Trusted: everything comes from the open matter at this spot; whoever stands here may add to it, seen or not. */
	Call report = {.command = &commands[MATTER_CMD_REPORT], .given = given, .given_count = 7, .idem = m->once, .trusted = true};
	bool said = is_said(txn, m);
	m->own = txn_call(txn, &report);
	if (!m->own) return;
	if (said) {
		txn_refuse(txn, REFUSAL_STATE, "me-too", "", "您已经报过这件事，有进展会告诉您",
			"You have told us already; you will hear of its progress");
		return;
	}
	Call merge = {.command = &commands[MATTER_CMD_MERGE], .id = m->own, .given = &into, .given_count = 1, .trusted = true};
	if (txn_call(txn, &merge)) limit_use(txn, m->limits, m->limit_count);
}

bool me_too_take(Web *web, const Spot *spot, const char **ret_token) {
	const char *typed = web_value(web, "matter"), *once = web_value(web, "once");
	MeToo m = {.spot = spot, .person = web->actor->person, .once = once && *once && strlen(once) <= 64 ? once : NULL};
	if (!typed || !text_to_int(typed, &m.matter)) m.matter = 0;
	if (!m.person) m.client = caller_read(web).client;
	m.limit_count = report_limits(web, spot->code, m.limits);
	/* A guest cannot be told from another in the same house: a few times for one matter from one source. */
	if (!m.person)
		m.limits[m.limit_count++] =
			(Limit){arena_printf(web->arena, "me_too:%lld:%s", (long long)m.matter, limit_source(web->arena, web->request->peer)),
				ME_TOO_HOUR_MAX, HOUR_S};
	Outcome outcome = web_run(web, me_too_work, &m);
	if (outcome.kind != OUTCOME_DONE) return false;
	*ret_token = report_token(web, m.own ? m.own : outcome.id);
	if (*ret_token && !m.person) remembered_add(web, *ret_token);
	return *ret_token != NULL;
}
