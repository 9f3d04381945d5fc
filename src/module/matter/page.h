/* The staff's pages of a matter: what the record page, the desk's pane and their forms share. Only this module's page files include it. */
#ifndef GANGMU_MODULE_MATTER_PAGE_H
#define GANGMU_MODULE_MATTER_PAGE_H
#include "clock/due.h"
#include "module/matter/duty.h"
#include "web/web.h"

enum { PAGE_ORDERS_MAX = 50, PAGE_EVENTS_MAX = 300 };

/* Roles that see what is inside only. */
enum {
	PAGE_STAFF = ROLE_BIT(ROLE_WORKER) | ROLE_BIT(ROLE_TEAM) | ROLE_BIT(ROLE_DESK) | ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_LEADER) |
				 ROLE_BIT(ROLE_INSPECTOR) | ROLE_BIT(ROLE_DISCIPLINE)
};

typedef struct MatterPage {
	const Row *row;
	int64_t id;
	const char *path; /* "/matters/17" */
	bool staff;
	bool in_pane; /* of the desk: what it offers as a form is no button */
	Rows orders; /* of the matter, oldest first, with labels */
	Rows files; /* attachments this actor may see, oldest first */
	Duties duties;
	DutyFacts facts;
	DueRun run;
	ClockResult clocks[CLOCK_KINDS]; /* CLOCK_OFF where the book cannot be read */
	bool has_clocks;
} MatterPage;

/* Reads the matter and what belongs to it, within the actor's scope. False where it is answered already (not found, fault). with_steps: the
 * clocks keep their steps. */
bool matter_page_load(Web *web, int64_t id, bool with_steps, MatterPage *ret);

/* ── parts of the record page; `page` is loaded ── */
void put_matter_head(Web *web, const MatterPage *page, bool with_actions);
void put_matter_clocks(Web *web, const MatterPage *page);
void put_matter_duties(Web *web, const MatterPage *page);
void put_matter_actions(Web *web, const MatterPage *page);
void put_matter_steps(Web *web, const MatterPage *page);
/* short: the last few, for the desk's pane. */
void put_matter_timeline(Web *web, const MatterPage *page, bool short_one);
/* How many entries the timeline of the last put_matter_timeline has; counted for the tab. */
void put_matter_files(Web *web, const MatterPage *page);
void put_matter_orders(Web *web, const MatterPage *page);
void put_matter_links(Web *web, const MatterPage *page);
void put_matter_aside(Web *web, const MatterPage *page);
void put_matter_content(Web *web, const MatterPage *page);
/* Photos of the files whose indexes are given. */
void put_matter_photos(Web *web, const MatterPage *page, const int *files, int count);
/* 近 12 个月: counts at this place, asset and problem, each the list it counts. */
void put_matter_here(Web *web, const MatterPage *page);
/* The record page, also after a refused remark. */
void matter_record_show(Web *web, int64_t id);

/* How long the clock may run, in words; the page's kind has a policy. */
const char *matter_limit_words(Web *web, const MatterPage *page, ClockKind kind);
/* The lamp in words of working time: 剩 2 小时 15 分; 暂停 …; 已办结. */
const char *matter_lamp_words(Web *web, const MatterPage *page);
const char *matter_state_words(Web *web, const Row *row);
#endif
