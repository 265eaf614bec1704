/* The interrupt handlers that the vector table names. Each runs short; none interrupts another. */
#ifndef INTERRUPTS_H
#define INTERRUPTS_H

void timer_interrupt(void);
void wake_interrupt(void);
void usb_interrupt(void);
void i2c_interrupt(void);

#endif
