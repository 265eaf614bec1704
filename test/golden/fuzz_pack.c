/* Changes random words of a model pack, makes the checksum right again, and runs what still opens. Built with the
 * address and undefined-behaviour sanitizers, so that any access outside the exactly sized buffers ends the program.
 * Arguments: rounds, then files that each hold one pack. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "tml_pack.h"

static uint32_t state = 2463534242u;
static uint32_t next_random(void) {
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}

static uint32_t odd_word(uint32_t old) {
  static const uint32_t odd[] = {0, 1, 2, 3, 4, 111, 112, 113, 0x7fffffffu, 0x80000000u, 0xffffffffu, 0x7fc00000u, 0x40000000u};
  switch (next_random() % 4) {
    case 0: return odd[next_random() % (sizeof odd / sizeof *odd)];
    case 1: return old + (next_random() % 9) * 4 - 16;
    case 2: return next_random() % 4096;
    default: return old ^ (1u << (next_random() % 32));
  }
}

static uint32_t word_at(const uint8_t *bytes, uint32_t at) {
  uint32_t word;
  memcpy(&word, bytes + at, 4);
  return word;
}

/* Most changes go to the table or to the record of an operator or detector, where the offsets and sizes are. */
static uint32_t place_of_change(const uint8_t *original, uint32_t length) {
  uint32_t operators = word_at(original, 92), record;
  uint32_t anomaly = word_at(original, 124);
  switch (next_random() % (anomaly ? 4 : 3)) {
    case 3: return anomaly + 4 * (next_random() % 11u);
    case 0: return 48 + 4 * (next_random() % (length / 4 - 12));
    case 1: return 48 + 4 * (next_random() % 20u);
    default:
      record = word_at(original, word_at(original, 96) + 4 * (next_random() % operators));
      record += 4 * (next_random() % 27u);
      return record + 4 <= length ? record : length - 4;
  }
}

static int attempt(const uint8_t *original, uint32_t length) {
  uint8_t *bytes = malloc(length);
  uint32_t changes = 1 + next_random() % 3, crc, i;
  int opened = 0;
  tml_pack pack;
  memcpy(bytes, original, length);
  for (i = 0; i < changes; i++) {
    uint32_t at = place_of_change(original, length), word;
    memcpy(&word, bytes + at, 4);
    word = odd_word(word);
    memcpy(bytes + at, &word, 4);
  }
  crc = tml_crc32(bytes + 16, length - 16);
  memcpy(bytes + 12, &crc, 4);
  if (tml_pack_open(&pack, bytes, length) == TML_OK && tml_pack_raw_length(&pack) < 100000u) {
    float *raw = calloc(tml_pack_raw_length(&pack), sizeof(float));
    uint8_t *arena = malloc(tml_pack_arena_bytes(&pack));
    float anomaly;
    int8_t *output = malloc(tml_pack_label_count(&pack));
    for (i = 0; i < tml_pack_raw_length(&pack); i++) raw[i] = (float)(int32_t)next_random() / 1e8f;
    tml_pack_classify(&pack, raw, arena, tml_pack_arena_bytes(&pack), NULL, NULL, output, &anomaly);
    for (i = 0; i <= tml_pack_label_count(&pack); i++) opened += tml_pack_label(&pack, i)[0] != 1;
    free(raw);
    free(arena);
    free(output);
  }
  free(bytes);
  return opened > 0;
}

int main(int argc, char **argv) {
  static uint8_t file[1 << 20];
  long rounds = strtol(argv[1], NULL, 10), round;
  int argument, opened = 0;
  for (argument = 2; argument < argc; argument++) {
    FILE *in = fopen(argv[argument], "rb");
    uint32_t length = in ? (uint32_t)fread(file, 1, sizeof file, in) : 0;
    if (length < 112) return 2;
    fclose(in);
    for (round = 0; round < rounds; round++) opened += attempt(file, length);
  }
  printf("%d\n", opened);
  return 0;
}
