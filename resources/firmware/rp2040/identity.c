/*
 * The serial number lies in its own flash page, which no model or firmware update touches:
 * "TMLI", then up to 31 characters and a zero. A board without it uses a common number.
 */
#include "identity.h"

#include <stdint.h>

#define IDENTITY_ADDRESS 0x1003ff00u
#define LONGEST 31

const char *identity_serial_number(void) {
    const char *page = (const char *)(uintptr_t)IDENTITY_ADDRESS;
    if (page[0] != 'T' || page[1] != 'M' || page[2] != 'L' || page[3] != 'I') return "TMLW0000";
    for (int index = 0; index <= LONGEST; index++) {
        char letter = page[4 + index];
        if (letter == 0 && index > 0) return page + 4;
        if (letter < 0x20 || letter > 0x7e) break;
    }
    return "TMLW0000";
}
