/* Readings at a steady rate, kept in a ring until they are sent or classified. */
#ifndef SAMPLER_H
#define SAMPLER_H

#include <stdint.h>

#include "motion_sensor.h"

#define SAMPLER_ROWS 4096u
#define SAMPLER_SLOWEST_MILLIHERTZ 1000u
#define SAMPLER_FASTEST_MILLIHERTZ 1000000u

/* Rows count from 0. The interrupts take readings from here on. */
void sampler_start(uint32_t rate_millihertz);
void sampler_stop(void);
uint32_t sampler_rate(void); /* 0 when stopped */

/* Rows so far, with those that went wrong. The last SAMPLER_ROWS can be read. */
uint32_t sampler_rows(void);
/* The row's values, or null where the sensor gave none or the ring has gone on. */
const int16_t *sampler_row(uint32_t row);
/* Rows in a line, up to now, that the sensor did not answer. */
uint32_t sampler_misses(void);

#endif
