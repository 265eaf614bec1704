/* The records of fixed-point blocks in a model pack. Private to tml_pack_blocks.c. */
#ifndef TML_PACK_FIXED_H
#define TML_PACK_FIXED_H

#include "tml_blocks.h"
#include "tml_pack.h"

TML_BEGIN
int tml_read_audio_fixed(const tml_pack *pack, uint32_t at, tml_audio_fixed_params *p);
int tml_read_spectral_fixed(const tml_pack *pack, uint32_t at, tml_spectral_fixed_params *p);
TML_END

#endif
