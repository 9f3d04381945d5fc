/* Reading a matter and what belongs to it, once for a page. */
#include "model_gen.h"
#include "module/matter/page.h"

#include <string.h>

static int read_within(Web *web, const Record *record, int field, int64_t matter, Rows *ret) {
	Query query;
	query_init(&query, record);
	query_add(&query, web->arena, field, FILTER_IN, value_int(matter));
	query.sort_field = FIELD_ID_AT;
	query.sort_down = false;
	query.limit = PAGE_ORDERS_MAX;
	return query_rows(web_conn(web), web->arena, web->actor, &query, false, ret);
}

/* Askers see what is for them only. */
static void drop_internal(MatterPage *page) {
	int kept = 0;
	for (int i = 0; i < page->files.count && !page->staff; i++)
		if (row_int(&page->files.rows[i], ATTACHMENT_INTERNAL) != 1) page->files.rows[kept++] = page->files.rows[i];
	if (!page->staff) page->files.count = kept;
}

static int read_clocks(Web *web, bool with_steps, MatterPage *page) {
	const Book *book = web_book(web);
	if (!book) return STORE_FAULT;
	int fault = due_run_of(web_conn(web), web->arena, book, page->row->values, web->now, &page->run);
	if (fault) return fault;
	for (int kind = 0; kind < CLOCK_KINDS; kind++) {
		ClockAsk ask = due_ask(&page->run, (ClockKind)kind);
		ask.want_steps = with_steps;
		page->clocks[kind] = clock_run(web->arena, &ask);
	}
	page->has_clocks = true;
	return STORE_OK;
}

bool matter_page_load(Web *web, int64_t id, bool with_steps, MatterPage *ret) {
	const Record *record = &model_records[RECORD_MATTER];
	int fault = STORE_OK;
	*ret = (MatterPage){.id = id, .path = arena_printf(web->arena, "/matters/%lld", (long long)id)};
	ret->staff = web->actor->roles & PAGE_STAFF;
	ret->row = query_row(web_conn(web), web->arena, web->actor, record, id, true, &fault);
	if (!ret->row) {
		if (fault) web_fault(web);
		else web_not_found(web);
		return false;
	}
	fault = read_within(web, &model_records[RECORD_WORK_ORDER], WORK_ORDER_MATTER, id, &ret->orders);
	if (!fault) fault = read_within(web, &model_records[RECORD_ATTACHMENT], ATTACHMENT_MATTER, id, &ret->files);
	drop_internal(ret);
	if (!fault) fault = duty_facts(web_conn(web), id, &ret->facts);
	if (!fault) fault = read_clocks(web, with_steps, ret);
	if (fault) {
		web_fault(web);
		return false;
	}
	ret->duties = duties_of(web->arena, ret->row->values, &ret->facts, web->now);
	return true;
}

const char *matter_state_words(Web *web, const Row *row) {
	const Choice *state = choice_by_code(row->record->states, row_text(row, MATTER_STATE));
	return state ? label_in(state->label, web->language) : "";
}

const char *matter_lamp_words(Web *web, const MatterPage *page) {
	const ClockResult *complete = &page->clocks[CLOCK_COMPLETE];
	const char *lamp = row_lamp(page->row, web->now);
	bool ended = *lamp == 'b', off = !page->has_clocks || complete->state == CLOCK_OFF || complete->state == CLOCK_NOT_STARTED;
	if (ended || off) return matter_state_words(web, page->row);
	return TR(web, clock_standing_zh(web->arena, complete), clock_standing_en(web->arena, complete));
}
