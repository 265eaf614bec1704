#include "tml_selftest.h"

#define TML_RUN_GROUP(part, group, hash) \
  hashes[index] = tml_self_test_##group(scratch); \
  if (failed == 0 && hashes[index] != hash) failed = index + 1; \
  index += 1;

int tml_self_test(uint32_t hashes[TML_SELF_TEST_GROUPS], float scratch[TML_SELF_TEST_SCRATCH_FLOATS]) {
  int index = 0, failed = 0;
  TML_SELF_TEST_LIST(TML_RUN_GROUP)
  return failed;
}
