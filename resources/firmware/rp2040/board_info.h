/* The answer to hello. */
#ifndef BOARD_INFO_H
#define BOARD_INFO_H

void board_info_send(int sensor_found);

#endif
