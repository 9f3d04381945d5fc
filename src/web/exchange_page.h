/* The pages of export and import. */
#ifndef GANGMU_WEB_EXCHANGE_PAGE_H
#define GANGMU_WEB_EXCHANGE_PAGE_H
#include "web/web.h"

/* True where the path was /PATH.xlsx or /PATH.csv of a record. */
bool export_handle(Web *web);
/* Answers with an open file to keep, named with the time; the descriptor goes to the server. */
void exchange_send(Web *web, int file, bool csv, const char *name);
#endif
