/* A timer alarm begins each reading; the I2C interrupt puts it into the ring. */
#include "sampler.h"

#include "clocks.h"
#include "interrupts.h"
#include "registers.h"

static int16_t ring[SAMPLER_ROWS][SENSOR_AXES];
static uint8_t good[SAMPLER_ROWS];
static volatile uint32_t rows, misses, rate;
static uint32_t due, period_us, period_rest, collected_rest;

static void set_alarm(void) {
    /* 1e9 / rate is seldom a whole number of microseconds: the rest is carried so that the rate stays exact. */
    due += period_us;
    collected_rest += period_rest;
    if (collected_rest >= rate) {
        collected_rest -= rate;
        due++;
    }
    REGISTER(TIMER_ALARM0) = due;
}

void sampler_start(uint32_t rate_millihertz) {
    interrupts_off();
    rows = misses = 0;
    rate = rate_millihertz;
    period_us = 1000000000u / rate;
    period_rest = 1000000000u % rate;
    collected_rest = 0;
    due = micros();
    SET_BITS(TIMER_INTE) = 1;
    REGISTER(NVIC_ENABLE) = 1u << IRQ_TIMER_0;
    set_alarm();
    interrupts_on();
}

void sampler_stop(void) {
    interrupts_off();
    CLEAR_BITS(TIMER_INTE) = 1;
    REGISTER(TIMER_ARMED) = 1;
    REGISTER(TIMER_INTR) = 1;
    rate = 0;
    interrupts_on();
}

void sensor_reading_done(const int16_t *values) {
    uint32_t place = rows % SAMPLER_ROWS;
    if (!rate) return; /* stopped while the sensor was being read */
    good[place] = values != 0;
    misses = values ? 0 : misses + 1;
    for (int axis = 0; values && axis < SENSOR_AXES; axis++) ring[place][axis] = values[axis];
    rows++;
}

void timer_interrupt(void) {
    REGISTER(TIMER_INTR) = 1;
    if (!rate) return;
    set_alarm();
    /* An alarm in the past would fire only after the counter has gone round: catch up row by row. */
    while ((int32_t)(due - micros()) <= 0) {
        sensor_reading_done(0);
        set_alarm();
    }
    if (!sensor_begin_reading()) sensor_reading_done(0);
}

uint32_t sampler_rate(void) { return rate; }
uint32_t sampler_rows(void) { return rows; }
uint32_t sampler_misses(void) { return misses; }

const int16_t *sampler_row(uint32_t row) {
    uint32_t age = rows - row;
    if (age == 0 || age >= SAMPLER_ROWS || !good[row % SAMPLER_ROWS]) return 0;
    return ring[row % SAMPLER_ROWS];
}
