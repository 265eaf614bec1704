/* I2C0 as RP2040 datasheet 4.3; register map as the MPU-6000/6050 register map document, revision 4.2. */
#include "motion_sensor.h"

#include "clocks.h"
#include "interrupts.h"
#include "registers.h"

#define ADDRESS 0x68u
#define WHO_AM_I 0x75u
#define POWER_MANAGEMENT 0x6bu
#define CONFIG 0x1au
#define SAMPLE_RATE_DIVIDER 0x19u
#define ACCEL_CONFIG 0x1cu
#define ACCEL_CONFIG_2 0x1du
#define ACCEL_DATA 0x3bu
#define READING_BYTES 6u

#define COMMAND_READ (1u << 8)
#define COMMAND_STOP (1u << 9)
#define COMMAND_RESTART (1u << 10)
#define INTERRUPT_ABORT (1u << 6)
#define INTERRUPT_STOP (1u << 9)
#define PAD_PULL_UP_INPUT ((1u << 6) | (1u << 3) | (1u << 1)) /* input on, pull-up, Schmitt trigger */

#define MOST_PATIENCE 4

static volatile int reading;
static int refusals;

static void start_bus(void) {
    release_from_reset(RESET_IO_BANK0 | RESET_PADS_BANK0 | RESET_I2C0);
    for (uint32_t pin = 4; pin <= 5; pin++) {
        REGISTER(PAD_GPIO(pin)) = PAD_PULL_UP_INPUT;
        REGISTER(GPIO_CTRL(pin)) = 3; /* I2C */
    }
    REGISTER(I2C_ENABLE) = 0;
    REGISTER(I2C_CON) = (1u << 0) | (2u << 1) | (1u << 5) | (1u << 6) | (1u << 8); /* master, fast, restarts */
    REGISTER(I2C_TX_TL) = 0;
    REGISTER(I2C_RX_TL) = 0;
    REGISTER(I2C_FS_HCNT) = 125; /* 312 cycles of 125 MHz make 400 kHz */
    REGISTER(I2C_FS_LCNT) = 187;
    REGISTER(I2C_FS_SPKLEN) = 11;
    REGISTER(I2C_SDA_HOLD) = 39; /* 300 ns */
    REGISTER(I2C_TAR) = ADDRESS;
    REGISTER(I2C_INTR_MASK) = 0;
    REGISTER(I2C_ENABLE) = 1;
}

/* 1 when the transfer ended well. A bus that hangs costs 5 ms. */
static int wait_for_stop(void) {
    uint32_t start = micros();
    while (micros() - start < 5000) {
        uint32_t events = REGISTER(I2C_RAW_INTR);
        if (!(events & INTERRUPT_STOP)) continue;
        int good = !(events & INTERRUPT_ABORT);
        (void)REGISTER(I2C_CLR_INTR);
        return good;
    }
    return 0;
}

static int write_register(uint32_t name, uint32_t value) {
    REGISTER(I2C_DATA_CMD) = name;
    REGISTER(I2C_DATA_CMD) = value | COMMAND_STOP;
    return wait_for_stop();
}

static int read_register(uint32_t name, uint32_t *value) {
    REGISTER(I2C_DATA_CMD) = name;
    REGISTER(I2C_DATA_CMD) = COMMAND_READ | COMMAND_RESTART | COMMAND_STOP;
    if (!wait_for_stop() || REGISTER(I2C_RXFLR) == 0) return 0;
    *value = REGISTER(I2C_DATA_CMD) & 0xff;
    return 1;
}

int sensor_start(void) {
    uint32_t kind = 0;
    start_bus();
    (void)REGISTER(I2C_CLR_INTR);
    if (!read_register(WHO_AM_I, &kind)) return 0;
    int newer = kind == 0x70 || kind == 0x71 || kind == 0x73; /* MPU-6500, 9250, 9255 */
    if (kind != 0x68 && !newer) return 0;
    if (!write_register(POWER_MANAGEMENT, 0x80)) return 0; /* reset */
    wait_micros(100000);
    if (!write_register(POWER_MANAGEMENT, 0x01)) return 0; /* awake, clock from the gyroscope */
    wait_micros(10000);
    int good = write_register(CONFIG, 3);         /* low-pass 44 Hz */
    good &= write_register(SAMPLE_RATE_DIVIDER, 0); /* 1 kHz: the timer picks readings, none is older than 1 ms */
    good &= write_register(ACCEL_CONFIG, 2u << 3);  /* ±8 g */
    if (newer) good &= write_register(ACCEL_CONFIG_2, 3);
    if (!good) return 0;
    REGISTER(I2C_INTR_MASK) = INTERRUPT_STOP;
    REGISTER(NVIC_CLEAR_PENDING) = 1u << IRQ_I2C0;
    REGISTER(NVIC_ENABLE) = 1u << IRQ_I2C0;
    return 1;
}

/* A transfer that never ends, because a wire moved in the middle of it, is given up. */
static void give_up_transfer(void) {
    REGISTER(I2C_ENABLE) = 0;
    REGISTER(I2C_ENABLE) = 1;
    (void)REGISTER(I2C_CLR_INTR);
    reading = 0;
}

/* The whole transfer fits the controller's 16-entry queue, so nothing has to wait for it. */
int sensor_begin_reading(void) {
    if (reading) {
        if (++refusals >= MOST_PATIENCE) give_up_transfer();
        return 0;
    }
    refusals = 0;
    reading = 1;
    REGISTER(I2C_DATA_CMD) = ACCEL_DATA;
    for (uint32_t index = 0; index < READING_BYTES; index++) {
        uint32_t command = COMMAND_READ;
        if (index == 0) command |= COMMAND_RESTART;
        if (index == READING_BYTES - 1) command |= COMMAND_STOP;
        REGISTER(I2C_DATA_CMD) = command;
    }
    return 1;
}

void i2c_interrupt(void) {
    int aborted = (REGISTER(I2C_RAW_INTR) & INTERRUPT_ABORT) != 0;
    uint32_t waiting = REGISTER(I2C_RXFLR);
    uint8_t bytes[READING_BYTES];
    int16_t values[SENSOR_AXES];
    (void)REGISTER(I2C_CLR_STOP);
    (void)REGISTER(I2C_CLR_TX_ABRT);
    for (uint32_t index = 0; index < waiting; index++) {
        uint8_t byte = (uint8_t)REGISTER(I2C_DATA_CMD);
        if (index < READING_BYTES) bytes[index] = byte;
    }
    reading = 0;
    if (aborted || waiting != READING_BYTES) {
        sensor_reading_done(0);
        return;
    }
    for (int axis = 0; axis < SENSOR_AXES; axis++) {
        uint32_t value = (uint32_t)bytes[2 * axis] << 8 | bytes[2 * axis + 1];
        values[axis] = (int16_t)(value < 0x8000u ? (int32_t)value : (int32_t)value - 0x10000);
    }
    sensor_reading_done(values);
}
