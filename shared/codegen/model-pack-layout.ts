/** Numbers of the model pack's layout, as in resources/runtime/MODEL-PACK.md and tml_pack_read.h. */

/** "TMLP" read as a little-endian number. */
export const PACK_MAGIC = 0x504c4d54
export const PACK_FORMAT = 1

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
  end: 112,
} as const

export const PACK_BLOCK = { spectralAnalysis: 1, raw: 2, flatten: 3, custom: 255 } as const
/** The word that says what a custom block is written in. */
export const PACK_LANGUAGE = { typescript: 1, c: 2 } as const
export const PACK_OPERATOR = { fullyConnected: 1, softmax: 2 } as const
