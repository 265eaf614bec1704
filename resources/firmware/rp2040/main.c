/* The recorder: answers the host, streams readings, classifies. Sleeps whenever nothing is to be done. */
#include "button.h"
#include "clocks.h"
#include "frames.h"
#include "model.h"
#include "motion_sensor.h"
#include "registers.h"
#include "requests.h"
#include "sampler.h"
#include "stream.h"
#include "usb.h"

/* Closing the port ends what its program asked for. */
static void watch_port(void) {
    static uint32_t seen;
    if (usb_bootloader_asked()) {
        wait_micros(20000); /* the host's request is still being answered */
        usb_stop();
        wait_micros(20000);
        enter_bootloader();
    }
    if (usb_closings() == seen) return;
    seen = usb_closings();
    frames_forget();
    stream_stop();
    live_stop();
}

static void sleep_until_something_happens(uint32_t rows_seen) {
    interrupts_off();
    if (!usb_take_activity() && sampler_rows() == rows_seen) wait_for_interrupt();
    interrupts_on();
}

int main(void) {
    clocks_start();
    model_open();
    requests_start(sensor_start());
    button_start();
    usb_start();
    for (;;) {
        frame request;
        uint32_t rows = sampler_rows();
        watch_port();
        while (frames_receive(&request)) requests_handle(&request);
        stream_run();
        live_run();
        button_run();
        sleep_until_something_happens(rows);
    }
}
