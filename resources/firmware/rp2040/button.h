/* A push button between GP15 and ground. */
#ifndef BUTTON_H
#define BUTTON_H

void button_start(void);
/* Tells the host of a press, once. */
void button_run(void);

#endif
