/* Sheets of code labels. */
#ifndef GANGMU_WEB_LABELS_H
#define GANGMU_WEB_LABELS_H
#include "web/app.h"

/* Rows of the record bear a code that opens its report page. */
bool labels_possible(const Record *record);
void labels_places_get(Web *web);
void labels_assets_get(Web *web);
#endif
