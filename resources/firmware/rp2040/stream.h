/* Sends readings, and classifies windows of them, while the host wants it. */
#ifndef STREAM_H
#define STREAM_H

#include "frames.h"

void stream_start(const frame *request);
void stream_stop(void);
void live_start(const frame *request);
void live_stop(void);
/* One round of work; called whenever something may have happened. */
void stream_run(void);
void live_run(void);

#endif
