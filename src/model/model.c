#include "model/model.h"

#include <string.h>

const Record *record_by_name(const char *name) {
	for (int i = 0; i < model_record_count; i++)
		if (!strcmp(model_records[i].name, name)) return &model_records[i];
	return NULL;
}

const Record *record_by_path(const char *path) {
	for (int i = 0; i < model_record_count; i++)
		if (model_records[i].path && !strcmp(model_records[i].path, path)) return &model_records[i];
	return NULL;
}

const Field *record_field(const Record *record, const char *name, int *ret_index) {
	for (int i = 0; i < record->field_count; i++) {
		if (strcmp(record->fields[i].name, name)) continue;
		if (ret_index) *ret_index = i;
		return &record->fields[i];
	}
	return NULL;
}

const CommandDef *record_command(const Record *record, const char *name) {
	for (int i = 0; i < record->command_count; i++)
		if (!strcmp(record->commands[i].name, name)) return &record->commands[i];
	return NULL;
}

const View *record_view(const Record *record, const char *name) {
	for (int i = 0; i < record->view_count; i++)
		if (!strcmp(record->views[i].name, name)) return &record->views[i];
	return NULL;
}

const Choice *choice_by_code(const ChoiceSet *set, const char *code) {
	for (int i = 0; i < set->count; i++)
		if (!strcmp(set->choices[i].code, code)) return &set->choices[i];
	return NULL;
}

int state_index(const Record *record, const char *state) {
	for (int i = 0; record->states && i < record->states->count; i++)
		if (!strcmp(record->states->choices[i].code, state)) return i;
	return -1;
}

static const struct {
	const char *name;
	Label label;
} roles[ROLE_COUNT] = {
	[ROLE_GUEST] = {"guest", {"访客", "Guest"}},
	[ROLE_ASKER] = {"asker", {"服务对象", "Person served"}},
	[ROLE_LIAISON] = {"liaison", {"单位联络员", "Unit liaison"}},
	[ROLE_WORKER] = {"worker", {"一线职工", "Front-line worker"}},
	[ROLE_TEAM] = {"team", {"班组长", "Team leader"}},
	[ROLE_DESK] = {"desk", {"调度台", "Dispatch desk"}},
	[ROLE_HEAD] = {"head", {"部门负责人", "Department head"}},
	[ROLE_LEADER] = {"leader", {"局领导", "Bureau leader"}},
	[ROLE_INSPECTOR] = {"inspector", {"检查员", "Inspector"}},
	[ROLE_FINANCE] = {"finance", {"财务", "Finance"}},
	[ROLE_DISCIPLINE] = {"discipline", {"纪检", "Discipline"}},
	[ROLE_SYSTEM] = {"system", {"系统管理员", "System administrator"}},
	[ROLE_SECURITY] = {"security", {"安全管理员", "Security administrator"}},
	[ROLE_AUDIT] = {"audit", {"审计管理员", "Audit administrator"}},
	[ROLE_ENGINE] = {"engine", {"系统", "System"}},
};

Label role_label(Role role) {
	return roles[role].label;
}

const char *role_name(Role role) {
	return roles[role].name;
}

Role role_by_name(const char *name) {
	for (int i = 0; i < ROLE_COUNT; i++)
		if (!strcmp(roles[i].name, name)) return (Role)i;
	return ROLE_COUNT;
}
