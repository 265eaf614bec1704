/* Reads the record of a block of tml_blocks.h out of a model pack. Private to the interpreter. */
#ifndef TML_PACK_BLOCKS_H
#define TML_PACK_BLOCKS_H

#include "tml_blocks.h"
#include "tml_pack.h"

TML_BEGIN
/* at: where the parameters begin. TML_OK, TML_PACK_BAD_CONTENT or TML_PACK_UNSUPPORTED. */
int tml_read_record(const tml_pack *pack, uint32_t at, uint32_t kind, uint32_t version, tml_block_params *p);
TML_END

#endif
