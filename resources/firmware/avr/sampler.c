#include "sampler.h"

#include <avr/interrupt.h>
#include <avr/io.h>
#include <util/atomic.h>

/* Timer 1 counts 4 microseconds a step; 65,536 of them are the slowest. */
#define STEPS_A_SECOND 250000ul
#define SLOWEST_MILLIHERTZ 4000ul
/* Three conversions take 0.35 ms. */
#define FASTEST_MILLIHERTZ 1000000ul
/* An analog accelerometer at 3.3 V rests at half its supply: 1.65 V of 5 V. */
#define REST 338

static volatile uint32_t rows_due;
static uint32_t rows_seen;

ISR(TIMER1_COMPA_vect) { rows_due++; }

uint8_t sampler_start(uint32_t rate_millihertz) {
    if (rate_millihertz < SLOWEST_MILLIHERTZ || rate_millihertz > FASTEST_MILLIHERTZ) return 0;
    sampler_stop();
    /* Reference: the supply; clock 125 kHz. */
    ADMUX = 1 << REFS0;
    ADCSRA = (1 << ADEN) | (1 << ADPS2) | (1 << ADPS1) | (1 << ADPS0);
    rows_due = 0;
    rows_seen = 0;
    TCNT1 = 0;
    OCR1A = (uint16_t)((STEPS_A_SECOND * 1000ul + rate_millihertz / 2u) / rate_millihertz - 1u);
    TIFR1 = 1 << OCF1A;
    TIMSK1 = 1 << OCIE1A;
    TCCR1B = (1 << WGM12) | (1 << CS11) | (1 << CS10);
    return 1;
}

void sampler_stop(void) {
    TCCR1B = 0;
    TIMSK1 = 0;
}

static int16_t convert(uint8_t pin) {
    ADMUX = (uint8_t)((1 << REFS0) | pin);
    ADCSRA |= 1 << ADSC;
    while (ADCSRA & (1 << ADSC)) {
    }
    return (int16_t)(ADC - REST);
}

uint8_t sampler_take(reading *into) {
    uint32_t due;
    ATOMIC_BLOCK(ATOMIC_RESTORESTATE) { due = rows_due; }
    if (due == rows_seen) return 0;
    rows_seen = due;
    into->row = due - 1u;
    for (uint8_t pin = 0; pin < AXES; pin++) into->values[pin] = convert(pin);
    return 1;
}
