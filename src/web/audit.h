/* The audit page. */
#ifndef GANGMU_WEB_AUDIT_H
#define GANGMU_WEB_AUDIT_H
#include "web/app.h"

void audit_get(Web *web);
void audit_anchor_get(Web *web);
#endif
