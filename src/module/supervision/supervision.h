/* The pages of supervision; this module only. */
#ifndef GANGMU_MODULE_SUPERVISION_H
#define GANGMU_MODULE_SUPERVISION_H
#include "web/web.h"

enum {
	GIVERS = ROLE_BIT(ROLE_DESK) | ROLE_BIT(ROLE_LEADER),
	URGERS = ROLE_BIT(ROLE_DESK) | ROLE_BIT(ROLE_LEADER) | ROLE_BIT(ROLE_HEAD),
	REPORTERS = ROLE_BIT(ROLE_WORKER) | ROLE_BIT(ROLE_TEAM) | ROLE_BIT(ROLE_HEAD),
	INSTRUCTION_READERS = ROLE_BIT(ROLE_WORKER) | ROLE_BIT(ROLE_TEAM) | ROLE_BIT(ROLE_DESK) | ROLE_BIT(ROLE_HEAD) |
						  ROLE_BIT(ROLE_LEADER) | ROLE_BIT(ROLE_INSPECTOR) | ROLE_BIT(ROLE_DISCIPLINE)
};

void instruction_new_get(Web *web);
void instruction_new_post(Web *web);
void instructions_get(Web *web);
/* GET /instructions/:id: the matter is its page. */
void instruction_get(Web *web);
/* The leader's words on top of the matter. */
void put_instruction(Web *web, const Row *matter);
/* What else hangs on it, and what this actor may do about it. */
void put_supervision_of_matter(Web *web, const Row *matter);
void put_supervision_of_order(Web *web, const Row *order);
void slip_new_get(Web *web);
void slip_new_post(Web *web);
/* The slip as it is printed. */
void slip_get(Web *web);
void progress_new_get(Web *web);
void progress_new_post(Web *web);
const char *slip_lamp(const Row *slip);
/* 二级（催办） */
const char *slip_level_words(Web *web, int64_t level);
/* 2026-11-24 · 局长 · 批示件 */
const char *instruction_origin(Web *web, const Row *instruction);
#endif
