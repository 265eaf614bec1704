/** Numbers of the model pack's layout, as in resources/runtime/MODEL-PACK.md and tml_pack_read.h. */

/** "TMLP" read as a little-endian number. */
export const PACK_MAGIC = 0x504c4d54
export const PACK_FORMAT = 2

export const PACK_AT = {
  version: 4,
  length: 8,
  crc32: 12,
  hash: 16,
  payload: 48,
  rateHz: 48,
  rows: 52,
  axes: 56,
  strideRows: 60,
  axisNames: 64,
  blockCount: 68,
  blocks: 72,
  features: 76,
  scaler: 80,
  inputScale: 84,
  inputZeroPoint: 88,
  operatorCount: 92,
  operators: 96,
  labelCount: 100,
  labels: 104,
  arenaBytes: 108,
  outputScale: 112,
  outputZeroPoint: 116,
  scratchFloats: 120,
  anomaly: 124,
  end: 128,
} as const

export const PACK_BLOCK = { spectralAnalysis: 1, raw: 2, flatten: 3, custom: 255 } as const
/** The word that says what a custom block is written in. */
export const PACK_LANGUAGE = { typescript: 1, c: 2 } as const

/** Kinds of operators, by the kernel that computes them. */
export const PACK_OPERATOR: ReadonlyMap<string, number> = new Map([
  ['tml_fully_connected_s8', 1],
  ['tml_softmax_rows_s8', 2],
  ['tml_conv_s8', 3],
  ['tml_depthwise_conv_s8', 4],
  ['tml_max_pool_s8', 5],
  ['tml_average_pool_s8', 6],
  ['tml_add_s8', 7],
  ['tml_mul_s8', 8],
  ['tml_lookup_s8', 9],
  ['tml_copy_s8', 10],
  ['tml_fill_s8', 11],
  ['tml_reduce_s8', 12],
])

/** Where an operator's bytes lie: the area in the two highest bits of a word, the place within it in the others. */
export const PACK_AREA = { input: 0, output: 1, arena: 2, constants: 3 } as const
