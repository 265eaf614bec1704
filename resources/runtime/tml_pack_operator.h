/* Operators of a model pack: how their records become parameters, and how they run. Private to the interpreter. */
#ifndef TML_PACK_OPERATOR_H
#define TML_PACK_OPERATOR_H

#include "tml_conv.h"
#include "tml_elementwise.h"
#include "tml_move.h"
#include "tml_nn.h"
#include "tml_pack.h"
#include "tml_pool.h"

#define TML_OPERATOR_FULLY_CONNECTED 1u
#define TML_OPERATOR_SOFTMAX 2u
#define TML_OPERATOR_CONV 3u
#define TML_OPERATOR_DEPTHWISE_CONV 4u
#define TML_OPERATOR_MAX_POOL 5u
#define TML_OPERATOR_AVERAGE_POOL 6u
#define TML_OPERATOR_ADD 7u
#define TML_OPERATOR_MUL 8u
#define TML_OPERATOR_LOOKUP 9u
#define TML_OPERATOR_COPY 10u
#define TML_OPERATOR_FILL 11u
#define TML_OPERATOR_REDUCE 12u

/* Where bytes lie: the area in the two highest bits, the place within it in the others. */
#define TML_AREA_INPUT 0u
#define TML_AREA_OUTPUT 1u
#define TML_AREA_ARENA 2u
#define TML_AREA_CONSTANTS 3u
#define TML_AREA_OF(place) ((place) >> 30)
#define TML_OFFSET_OF(place) ((place) & 0x3fffffffu)

typedef struct {
  uint32_t kind;
  uint32_t left, right, output;                /* places */
  uint32_t left_bytes, right_bytes, output_bytes; /* what it touches there; 0 where it has no such input */
  union {
    tml_fully_connected_params fully_connected;
    tml_softmax_rows_params softmax;
    tml_conv_params conv;
    tml_pool_params pool;
    tml_add_params add;
    tml_mul_params mul;
    tml_lookup_params lookup;
    tml_copy_params copy;
    tml_fill_params fill;
    tml_reduce_params reduce;
  } as;
} tml_operator;

TML_BEGIN
/* TML_OK, TML_PACK_BAD_CONTENT or TML_PACK_UNSUPPORTED. Sizes are checked; the content of tables is not. */
int tml_read_operator(const tml_pack *pack, uint32_t index, tml_operator *op);
/* The content of an operator's tables: no sum can leave 32 bits. */
int tml_check_operator(const tml_operator *op);
/* An operator whose places lie within `areas`: the starts of input, output, arena and constants. */
void tml_run_operator(const tml_operator *op, int8_t *const areas[4]);
TML_END

#endif
