#include "main/seed.h"

#include "base/instant.h"
#include "model/field.h"
#include "web/web_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void seed_init(Seed *seed, Door *door, Arena *arena, int64_t now) {
	*seed = (Seed){.door = door, .arena = arena, .now = now, .key_capacity = 4096};
	seed->keys = arena_array(arena, seed->key_capacity, sizeof *seed->keys);
}

int64_t seed_id(const Seed *seed, const char *record, const char *key) {
	size_t n = strlen(record);
	for (size_t i = seed->key_count; i > 0; i--) {
		const SeedKey *k = &seed->keys[i - 1];
		if (!strncmp(k->key, record, n) && k->key[n] == ':' && !strcmp(k->key + n + 1, key)) return k->id;
	}
	return 0;
}

void seed_name(Seed *seed, const char *record, const char *key, int64_t id) {
	if (seed->key_count == seed->key_capacity) return;
	seed->keys[seed->key_count++] = (SeedKey){arena_printf(seed->arena, "%s:%s", record, key), id};
}

static const char *seed_text(const char *file, size_t *ret_length) {
	for (size_t i = 0; i < seed_files_count; i++)
		if (!strcmp(seed_files[i].name, file)) {
			*ret_length = seed_files[i].length;
			return (const char *)seed_files[i].data;
		}
	fprintf(stderr, "gangmu: no seed file %s\n", file);
	return NULL;
}

static void say_refusals(const char *what, const Refusals *refusals) {
	for (int i = 0; i < refusals->count; i++)
		fprintf(stderr, "gangmu: seed %s: %s %s (%s)\n", what, refusals->items[i].field, refusals->items[i].zh,
			refusals->items[i].code);
}

int64_t seed_row(Seed *seed, const Record *record, const char *const *columns, const char *const *texts, int count) {
	ARENA(arena, 8u << 20);
	Refusals refusals;
	Given given[40];
	int given_count = 0;
	refusals_init(&refusals, arena);
	for (int i = 0; i < count && given_count < 40; i++) {
		int index;
		const Field *field = record_field(record, columns[i], &index);
		if (!field || !*texts[i]) continue;
		Value value = value_null();
		if (field->type == FIELD_REF) {
			int64_t id = seed_id(seed, model_records[field->ref_record].name, texts[i]);
			if (!id)
				fprintf(
					stderr, "gangmu: seed %s: %s names no %s\n", record->name, texts[i], model_records[field->ref_record].name);
			value = value_int(id);
		} else field_parse(field, texts[i], arena, &refusals, &value);
		given[given_count++] = (Given){index, value};
	}
	Call call = {.command = record_command(record, "create"), .given = given, .given_count = given_count, .trusted = true};
	Outcome outcome = {.kind = OUTCOME_REFUSED, .refusals = refusals};
	if (!refusals.count) outcome = door_call(seed->door, arena, &actor_engine, "import", seed->now, &call);
	if (outcome.kind == OUTCOME_DONE) return outcome.id;
	say_refusals(record->name, &outcome.refusals);
	return 0;
}

/* Cuts "a | b | c" in place. */
static int cells_of(char *line, char **cells, int most) {
	int count = 0;
	for (char *p = line; p && count < most;) {
		char *bar = strstr(p, " |");
		if (bar) *bar = 0;
		while (*p == ' ') p++;
		char *end = p + strlen(p);
		while (end > p && end[-1] == ' ') *--end = 0;
		cells[count++] = p;
		p = bar ? bar + 2 : NULL;
	}
	return count;
}

static bool table_line(Seed *seed, const Record *record, char *const *columns, int column_count, char *line) {
	char *cells[40];
	int count = cells_of(line, cells, 40);
	const char *texts[40];
	for (int i = 0; i < column_count; i++) texts[i] = i < count ? cells[i] : "";
	int64_t id = seed_row(seed, record, (const char *const *)columns, texts, column_count);
	if (!id) return false;
	seed_name(seed, record->name, cells[0], id);
	return true;
}

bool seed_load(Seed *seed, const char *file) {
	size_t length;
	const char *text = seed_text(file, &length);
	if (!text) return false;
	char *copy = arena_strndup(seed->arena, text, length), *columns[40];
	const Record *record = NULL;
	int column_count = 0;
	bool good = true;
	for (char *line = copy, *end; line; line = end ? end + 1 : NULL) {
		end = strchr(line, '\n');
		if (end) *end = 0;
		if (!*line || *line == '#') continue;
		if (*line != '@') {
			good = record && table_line(seed, record, columns, column_count, line) && good;
			continue;
		}
		char *save = NULL;
		const char *name = strtok_r(line + 1, " ", &save);
		record = record_by_name(name);
		if (!record) fprintf(stderr, "gangmu: seed names record %s\n", name);
		for (column_count = 0; column_count < 40 && (columns[column_count] = strtok_r(NULL, " ", &save)); column_count++)
			continue;
	}
	return good;
}

/* One csv line with quotes; in place. */
static int csv_cells(char *line, char **cells, int most) {
	int count = 0;
	for (char *p = line; count < most;) {
		char *out = p;
		cells[count++] = out;
		bool quoted = *p == '"';
		if (quoted) p++;
		while (*p && (quoted || *p != ',')) {
			if (quoted && *p == '"') {
				if (p[1] != '"') {
					quoted = false;
					p++;
					continue;
				}
				p++;
			}
			*out++ = *p++;
		}
		bool more = *p == ',';
		*out = 0;
		if (!more) break;
		p++;
	}
	return count;
}

/* Each line of a csv after its head to row(); false where one was. */
static bool csv_each(Seed *seed, const char *file, bool (*row)(Seed *seed, char *const *cells, int count)) {
	size_t length;
	const char *text = seed_text(file, &length);
	if (!text) return false;
	char *copy = arena_strndup(seed->arena, text, length), *cells[20];
	bool good = true, head = true;
	for (char *line = copy, *end; line && *line; line = end ? end + 1 : NULL) {
		end = strchr(line, '\n');
		if (end) *end = 0;
		line[strcspn(line, "\r")] = 0;
		if (!head && *line) good = row(seed, cells, csv_cells(line, cells, 20)) && good;
		head = false;
	}
	return good;
}

static bool day_row(Seed *seed, char *const *cells, int count) {
	static const char *const columns[] = {"day", "kind", "name", "source"};
	if (count < 4) return false;
	const char *kind = !strcmp(cells[1], "workday") ? "makeup" : cells[1];
	const char *texts[] = {cells[0], kind, cells[2], text_cut(seed->arena, cells[3], 290)};
	/* The National Day row tells that the year's notice is in. */
	if (text_ends(cells[0], "-10-01")) {
		static const char *const year_columns[] = {"year", "published", "source"};
		const char *year[] = {arena_strndup(seed->arena, cells[0], 4), "1", texts[3]};
		if (!seed_row(seed, record_by_name("calendar_year"), year_columns, year, 3)) return false;
	}
	return seed_row(seed, record_by_name("calendar_day"), columns, texts, 4) != 0;
}

bool seed_calendar(Seed *seed) {
	return csv_each(seed, "holidays.csv", day_row) && csv_each(seed, "calendar_habit.csv", day_row);
}

static bool policy_row(Seed *seed, char *const *cells, int count) {
	static const char *const columns[] = {
		"name", "sign", "attend", "complete", "answer", "yellow_min", "effect_days", "source", "urge_gap_min"};
	if (count < 10) return false;
	bool repair = !strcmp(cells[0], "repair");
	/* 20 % of a term of one working day is about an hour and a half; kept as minutes. Effect checks after 14 days, urging
	 * again after 4 working hours: the bureau's own defaults. */
	const char *texts[] = {cells[7], cells[2], cells[3], cells[4], cells[5], !strcmp(cells[1], "1") ? "20" : "60",
		repair ? "14" : "", text_cut(seed->arena, cells[9], 290), "240"};
	int64_t id = seed_row(seed, record_by_name("clock_policy"), columns, texts, 9);
	seed_name(seed, "clock_policy", cells[7], id);
	return id != 0;
}

bool seed_policies(Seed *seed) {
	return csv_each(seed, "clock_policies.csv", policy_row);
}
