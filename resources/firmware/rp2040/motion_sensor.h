/* Accelerometer of the MPU-6050 family on I2C0 (GPIO 4 data, GPIO 5 clock), ±8 g. */
#ifndef MOTION_SENSOR_H
#define MOTION_SENSOR_H

#include <stdint.h>

#define SENSOR_AXES 3

/* 1 when a sensor answers and is set up. */
int sensor_start(void);
/* Begins a reading; 0 when the last one has not ended. The I2C interrupt ends it. */
int sensor_begin_reading(void);
/* Implemented by the sampler. `values` is null when the sensor did not answer. */
void sensor_reading_done(const int16_t *values);

/* Metres per second squared for one raw step: 9.80665 × 8 / 32768. */
#define SENSOR_SCALE 0.00239420169f

#endif
