/* Says whether this compiler and processor give the arithmetic that the model was tested with. */
#ifndef TML_SELFTEST_H
#define TML_SELFTEST_H

#include "tml_guard.h"
#include "tml_selftest_list.h"

#define TML_COUNT_GROUP(part, group, hash) +1
/* How many groups tml_selftest_list.h has. */
enum { TML_SELF_TEST_GROUPS = 0 TML_SELF_TEST_LIST(TML_COUNT_GROUP) };
#define TML_SELF_TEST_SCRATCH_FLOATS 1024

TML_BEGIN
/* Fills the hashes and answers 0 where all are as expected, else 1 + the first group of the list that is not. */
int tml_self_test(uint32_t hashes[TML_SELF_TEST_GROUPS], float scratch[TML_SELF_TEST_SCRATCH_FLOATS]);
TML_END

#endif
