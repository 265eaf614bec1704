/** Names and numbers of the TensorFlow Lite schema, version 3, as far as the workbench speaks of them. */

export const FILE_IDENTIFIER = 'TFL3'
export const SCHEMA_VERSION = 3

/** `bits` is 0 for types whose elements have no fixed size. */
export const TENSOR_TYPES = [
  { name: 'float32', bits: 32 },
  { name: 'float16', bits: 16 },
  { name: 'int32', bits: 32 },
  { name: 'uint8', bits: 8 },
  { name: 'int64', bits: 64 },
  { name: 'string', bits: 0 },
  { name: 'bool', bits: 8 },
  { name: 'int16', bits: 16 },
  { name: 'complex64', bits: 64 },
  { name: 'int8', bits: 8 },
  { name: 'float64', bits: 64 },
  { name: 'complex128', bits: 128 },
  { name: 'uint64', bits: 64 },
  { name: 'resource', bits: 0 },
  { name: 'variant', bits: 0 },
  { name: 'uint32', bits: 32 },
  { name: 'uint16', bits: 16 },
  { name: 'int4', bits: 4 },
] as const

export type TensorType = (typeof TENSOR_TYPES)[number]['name']

export function tensorTypeCode(name: TensorType): number {
  return TENSOR_TYPES.findIndex((type) => type.name === name)
}

/** Builtin operators by code. */
const OPERATOR_NAMES =
  `ADD AVERAGE_POOL_2D CONCATENATION CONV_2D DEPTHWISE_CONV_2D DEPTH_TO_SPACE DEQUANTIZE EMBEDDING_LOOKUP FLOOR
FULLY_CONNECTED HASHTABLE_LOOKUP L2_NORMALIZATION L2_POOL_2D LOCAL_RESPONSE_NORMALIZATION LOGISTIC LSH_PROJECTION LSTM
MAX_POOL_2D MUL RELU RELU_N1_TO_1 RELU6 RESHAPE RESIZE_BILINEAR RNN SOFTMAX SPACE_TO_DEPTH SVDF TANH CONCAT_EMBEDDINGS
SKIP_GRAM CALL CUSTOM EMBEDDING_LOOKUP_SPARSE PAD UNIDIRECTIONAL_SEQUENCE_RNN GATHER BATCH_TO_SPACE_ND
SPACE_TO_BATCH_ND TRANSPOSE MEAN SUB DIV SQUEEZE UNIDIRECTIONAL_SEQUENCE_LSTM STRIDED_SLICE BIDIRECTIONAL_SEQUENCE_RNN
EXP TOPK_V2 SPLIT LOG_SOFTMAX DELEGATE BIDIRECTIONAL_SEQUENCE_LSTM CAST PRELU MAXIMUM ARG_MAX MINIMUM LESS NEG PADV2
GREATER GREATER_EQUAL LESS_EQUAL SELECT SLICE SIN TRANSPOSE_CONV SPARSE_TO_DENSE TILE EXPAND_DIMS EQUAL NOT_EQUAL LOG
SUM SQRT RSQRT SHAPE POW ARG_MIN FAKE_QUANT REDUCE_PROD REDUCE_MAX PACK LOGICAL_OR ONE_HOT LOGICAL_AND LOGICAL_NOT
UNPACK REDUCE_MIN FLOOR_DIV REDUCE_ANY SQUARE ZEROS_LIKE FILL FLOOR_MOD RANGE RESIZE_NEAREST_NEIGHBOR LEAKY_RELU
SQUARED_DIFFERENCE MIRROR_PAD ABS SPLIT_V UNIQUE CEIL REVERSE_V2 ADD_N GATHER_ND COS WHERE RANK ELU REVERSE_SEQUENCE
MATRIX_DIAG QUANTIZE MATRIX_SET_DIAG ROUND HARD_SWISH IF WHILE NON_MAX_SUPPRESSION_V4 NON_MAX_SUPPRESSION_V5 SCATTER_ND
SELECT_V2 DENSIFY SEGMENT_SUM BATCH_MATMUL PLACEHOLDER_FOR_GREATER_OP_CODES CUMSUM CALL_ONCE BROADCAST_TO RFFT2D CONV_3D
IMAG REAL COMPLEX_ABS HASHTABLE HASHTABLE_FIND HASHTABLE_IMPORT HASHTABLE_SIZE REDUCE_ALL CONV_3D_TRANSPOSE VAR_HANDLE
READ_VARIABLE ASSIGN_VARIABLE BROADCAST_ARGS RANDOM_STANDARD_NORMAL BUCKETIZE RANDOM_UNIFORM MULTINOMIAL GELU
DYNAMIC_UPDATE_SLICE RELU_0_TO_1`.split(/\s+/)

export function operatorName(code: number): string {
  return OPERATOR_NAMES[code] ?? `BUILTIN_${code}`
}

export function operatorCode(name: string): number {
  return OPERATOR_NAMES.indexOf(name)
}

/** Fused activation functions by code. */
export const ACTIVATIONS = ['none', 'relu', 'relu-n1-to-1', 'relu6', 'tanh', 'sign-bit'] as const
export type Activation = (typeof ACTIVATIONS)[number]

/** Tags of the options union. */
export const OPTIONS_FULLY_CONNECTED = 8
export const OPTIONS_SOFTMAX = 9
