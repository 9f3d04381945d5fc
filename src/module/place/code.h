/* Codes of places and assets, as they stand on a label and in /q/CODE: six characters that cannot be taken for one another (no 0 O 1 I L),
 * five of chance and a check character. The check is the pure system of ISO/IEC 7064 with modulus 31, the size of the alphabet, and radix 3,
 * a primitive root of 31: every single wrong character and every exchange of two is found. */
#ifndef GANGMU_MODULE_PLACE_CODE_H
#define GANGMU_MODULE_PLACE_CODE_H
#include "command/change.h"

enum { CODE_LENGTH = 6 };

/* A code no place and no asset has yet; NULL on a fault (told to the change). */
char *code_make(Change *change);
/* Six characters of the alphabet, the check right; lower case counts as upper. False also for codes a site chose itself. */
bool code_is_right(const char *code);
/* Gives the row a code where it has none, and refuses one that another place or asset bears. field: the record's code field. */
void code_keep(Change *change, int field);
#endif
