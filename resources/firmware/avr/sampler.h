/* Three analog pins at a steady rate. */
#pragma once
#include <stdint.h>

#define AXES 3u

typedef struct {
    /* Counted from 0 at the start, also where a row was missed. */
    uint32_t row;
    int16_t values[AXES];
} reading;

/* False where the rate is out of range. */
uint8_t sampler_start(uint32_t rate_millihertz);
void sampler_stop(void);
/* True when a row was due and has been taken. */
uint8_t sampler_take(reading *into);
