/* Locks the running process: from here on it can read what it has open, write to descriptor 1, use memory and end; nothing else. */
#ifndef GANGMU_OUTPUT_READER_LOCK_H
#define GANGMU_OUTPUT_READER_LOCK_H
#include <stdbool.h>

enum { READER_CPU_S = 10, READER_MEMORY = 256 << 20 };

/* No new privileges, no dump; closes descriptors from 3 on; limits CPU (10 s), memory (256 MB of own data), descriptors, file size, processes;
 * Landlock without any right where the kernel has it; a list of allowed system calls, everything else answers EPERM. False when the kernel
 * refuses a step: the caller must not read the file then. In a build with the address sanitizer, which needs more calls and
 * terabytes of address space, memory limit and call list are left out. */
bool reader_lock(void);
/* The lock tries itself out (for the test of it): counts attempts that succeeded among opening /etc/passwd, listing /, making a file, a socket,
 * a process, running a program, signalling the parent, executable memory, writing to a second descriptor. A line about each goes to `report`. */
int reader_lock_probe(void (*report)(void *context, const char *name, bool reached), void *context);
#endif
