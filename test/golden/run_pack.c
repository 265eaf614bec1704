/* Runs a model pack on this computer: the file holds the pack's length, the number of windows, the pack, the windows.
 * Prints the self-test's answer, then the bits of every feature, int8 input, output and anomaly. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tml_pack.h"
#include "tml_selftest.h"

static void print_words(const char *name, const void *data, size_t bytes) {
  const unsigned char *b = data;
  size_t i;
  printf("%s ", name);
  for (i = 0; i < bytes; i++) printf("%02x", b[i]);
  printf("\n");
}

int main(int argc, char **argv) {
  static uint8_t file[1 << 20], arena[1 << 17];
  static float scratch[TML_SELF_TEST_SCRATCH_FLOATS];
  uint32_t hashes[TML_SELF_TEST_GROUPS], sizes[2], i;
  FILE *in = fopen(argv[argc - 1], "rb");
  tml_pack pack;
  int status;
  if (!in || fread(file, 1, sizeof file, in) < 8) return 2;
  memcpy(sizes, file, 8);
  status = tml_pack_open(&pack, file + 8, sizes[0]);
  printf("self-test %d\nopen %d\n", tml_self_test(hashes, scratch), status);
  if (status != TML_OK) return 0;
  for (i = 0; i < sizes[1]; i++) {
    const float *raw = (const float *)(const void *)(file + 8 + sizes[0]) + i * tml_pack_raw_length(&pack);
    static float features[4096];
    static int8_t input[4096], output[64];
    float anomaly;
    status = tml_pack_classify(&pack, raw, arena, sizeof arena, features, input, output, &anomaly);
    if (status != TML_OK) return 3;
    print_words("features", features, 4 * tml_pack_feature_count(&pack));
    print_words("input", input, tml_pack_network_features(&pack));
    print_words("output", output, tml_pack_label_count(&pack));
    if (tml_pack_has_anomaly(&pack)) print_words("anomaly", &anomaly, sizeof anomaly);
  }
  return 0;
}
