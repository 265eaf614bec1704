/* A push button between GP15 and ground: the host may let a take begin with it. */
#include "button.h"

#include "clocks.h"
#include "frames.h"
#include "registers.h"
#include "requests.h"
#include "sampler.h"

#define BUTTON_PIN 15u
#define FUNCTION_SIO 5u
#define PAD_PULL_UP_INPUT ((1u << 6) | (1u << 3) | (1u << 1)) /* input on, pull-up, Schmitt trigger */
/* Contacts bounce for some milliseconds. */
#define QUIET_US 20000u

static int was_down;
static uint32_t changed_at;

void button_start(void) {
    release_from_reset(RESET_IO_BANK0 | RESET_PADS_BANK0);
    REGISTER(PAD_GPIO(BUTTON_PIN)) = PAD_PULL_UP_INPUT;
    REGISTER(GPIO_CTRL(BUTTON_PIN)) = FUNCTION_SIO;
    /* The pull-up needs its time, and a button held while starting is no press. */
    was_down = 1;
}

void button_run(void) {
    uint8_t payload[4];
    int is_down = !(REGISTER(SIO_GPIO_IN) >> BUTTON_PIN & 1u);
    if (is_down == was_down || micros() - changed_at < QUIET_US) return;
    was_down = is_down;
    changed_at = micros();
    if (!is_down) return;
    put32(payload, sampler_rows());
    frames_send(ANSWER_BUTTON, payload, sizeof payload);
}
