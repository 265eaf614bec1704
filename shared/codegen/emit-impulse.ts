/** C source of a whole impulse: raw readings in, one score a label out. */
import type { QuantModel } from '../quantize/quant-model.ts'
import { flattenHistoryFloats } from '../dsp/flatten.ts'
import { cComment, cFloat, cHeader, cInt, cString, cTable, type TextFile } from './c-text.ts'
import { AppError } from '../contract/errors.ts'
import { anomalyCall, anomalyConstants, anomalyDeclarations } from './emit-anomaly.ts'
import type { PackBlock, PackCustom, PackInput, PackRecord, PackSpectral } from './pack-blocks.ts'

export interface ImpulseSource {
  input: PackInput
  model: Pick<QuantModel, 'labels' | 'scaler'>
  /** SHA-256 of the model pack: the model's name. */
  modelHash: string
}

function impulseHeader({ input, model, modelHash }: ImpulseSource): string {
  const body = [
    `/* One window: ${input.rows} readings of ${input.axes} axes (${cComment(input.axisNames.join(', '))}), reading by reading. */`,
    `#define TML_RAW_LENGTH ${input.rows * input.axes}`,
    `#define TML_ROWS ${input.rows}`,
    `#define TML_AXES ${input.axes}`,
    `#define TML_RATE_HZ ${cFloat(input.rateHz)}`,
    '/* Readings from one window to the next. */',
    `#define TML_STRIDE_ROWS ${input.strideRows}`,
    `#define TML_FEATURE_COUNT ${input.features}`,
    `#define TML_LABEL_COUNT ${model.labels.length}`,
    `#define TML_MODEL_HASH "${modelHash}"`,
    '',
    'extern const char *const tml_labels[TML_LABEL_COUNT];',
    '',
    '/* raw: TML_RAW_LENGTH readings; scores: TML_LABEL_COUNT values 0 ... 1. Answers 0, or 2 where a reading is not',
    ' * a finite number; then scores are not written. Not for two threads at once. */',
    'int tml_classify(const float *raw, float *scores);',
    ...anomalyDeclarations(input.anomaly),
    ...(input.blocks.some(keepsHistory)
      ? [
          '/* Forgets the windows before: call it where the next window does not follow the last one. */',
          'void tml_start(void);',
        ]
      : []),
    '/* Its first two steps, to look inside: readings to features, and those to the input of the network. The second',
    ' * leaves the scaled features behind. */',
    'int tml_features(const float *raw, float *features);',
    'void tml_quantize_features(float *features, int8_t *input);',
  ].join('\n')
  return cHeader('TML_IMPULSE_H', 'The impulse: features and network, as the TinyML Workbench exported it.', body)
}

function floatTable(name: string, values: Float32Array): string {
  return values.length > 0 ? cTable('float', name, Array.from(values, cFloat)) : ''
}

function tableName(name: string, values: Float32Array): string {
  return values.length > 0 ? name : '0'
}

function spectralConstants(block: PackSpectral, name: string): string {
  const factors = [0, 1, 2].map((index) => block.decimationFactors[index] ?? 1)
  const fields = [
    cFloat(block.scale),
    block.decimationFactors.length,
    `{${factors.join(', ')}}`,
    tableName(`${name}_decimations`, block.decimations),
    block.filterSections,
    tableName(`${name}_filter`, block.filter),
    block.fftLength,
    block.overlap,
    block.takeLog,
    block.firstBin,
    block.binCount,
    block.lowFirstBin,
    block.lowBinCount,
    tableName(`${name}_low_decimation`, block.lowDecimation),
    Number(block.shape),
  ]
  return [
    floatTable(`${name}_decimations`, block.decimations),
    floatTable(`${name}_filter`, block.filter),
    floatTable(`${name}_low_decimation`, block.lowDecimation),
    `static const tml_spectral_params ${name} = {\n  ${fields.join(', ')}\n};\n`,
  ].join('')
}

function recordConstants({ layout, fields }: PackRecord, name: string): string {
  const tables: string[] = []
  const values = fields.map((field, index) => {
    if (typeof field === 'number') return cInt(field)
    if ('float' in field) return cFloat(field.float)
    const table = `${name}_table_${index}`
    const [type, literals] =
      'floats' in field ? ['float', Array.from(field.floats, cFloat)] : ['int32_t', field.integers.map(cInt)]
    if (literals.length === 0) return '0'
    tables.push(cTable(type, table, literals))
    return table
  })
  if (layout.braces) {
    const [first, count] = layout.braces
    values.splice(first, count, `{${values.slice(first, first + count).join(', ')}}`)
  }
  return `${tables.join('')}static const ${layout.struct} ${name} = {\n  ${values.join(', ')}\n};\n`
}

function blockConstants(block: PackBlock, index: number): string {
  const name = `block_${index + 1}`
  const axes = cTable('int32_t', `${name}_axes`, block.axes.map(String))
  if (block.kind === 'spectral') return axes + spectralConstants(block, name)
  if (block.kind === 'raw') return axes
  if (block.kind === 'record') return axes + recordConstants(block, name)
  if (block.kind === 'custom') return axes + customConstants(block, name, index)
  const params = `{${cFloat(block.scale)}, ${block.statistics}, ${block.windows}}`
  const floats = flattenHistoryFloats(block.windows, block.axes.length)
  const history = floats > 0 ? `static float ${name}_history[${floats}];\n` : ''
  return `${axes}static const tml_flatten_params ${name} = ${params};\n${history}`
}

function customConstants({ params }: PackCustom, name: string, index: number): string {
  const table = params.length > 0 ? cTable('float', `${name}_params`, Array.from(params, cFloat)) : ''
  return `${table}void custom_${index + 1}_features(const tml_signal *window, const float *params, float *features);\n`
}

/** The person's own file, under names that are its own however many there are. */
function customFile(block: PackBlock, index: number): TextFile[] {
  if (block.kind !== 'custom') return []
  if (block.language !== 'c') throw new AppError('code/no-board')
  const names = ['feature_count', 'features']
  const own = names.map((name) => `#define custom_${name} custom_${index + 1}_${name}`).join('\n')
  return [{ path: `custom_${index + 1}.c`, text: `${own}\n${block.text}` }]
}

/** Whether it looks back at the windows before. */
function keepsHistory(block: PackBlock): boolean {
  return block.kind === 'flatten' && block.windows > 0
}

/** `tml_start`, where a block looks back. */
function startFunction(blocks: PackBlock[]): string[] {
  const lines = blocks.flatMap((block, index) =>
    keepsHistory(block)
      ? [`  clear(block_${index + 1}_history, sizeof block_${index + 1}_history / sizeof(float));`]
      : [],
  )
  if (lines.length === 0) return []
  const clear = 'static void clear(float *values, uint32_t count) {\n  while (count > 0) values[--count] = 0.0f;\n}\n'
  return [clear, ['void tml_start(void) {', ...lines, '}', ''].join('\n')]
}

/** The calls that turn one window into this block's features, from `offset` on. */
function blockCalls(block: PackBlock, index: number, offset: number): string[] {
  const name = `block_${index + 1}`
  const target = `features + ${offset}`
  const signal = [`  signal.axes = ${block.axes.length};`, `  signal.axis = ${name}_axes;`]
  if (block.kind === 'raw') return [...signal, `  tml_raw(${cFloat(block.scale)}, &signal, ${target});`]
  if (block.kind === 'flatten') {
    const history = keepsHistory(block) ? `${name}_history` : '0'
    return [...signal, `  tml_flatten(&${name}, &signal, ${target}, scratch, ${history});`]
  }
  if (block.kind === 'custom') {
    const params = block.params.length > 0 ? `${name}_params` : '0'
    return [...signal, `  custom_${index + 1}_features(&signal, ${params}, ${target});`]
  }
  if (block.kind === 'record') {
    const { name: called, prepare } = block.layout
    const first = prepare ? [`  tml_${called}_prepare(&${name}, scratch);`] : []
    return [...signal, ...first, `  tml_${called}(&${name}, &signal, ${target}, scratch);`]
  }
  return [
    ...signal,
    `  tml_spectral_prepare(&${name}, scratch);`,
    `  tml_spectral(&${name}, &signal, ${target}, scratch);`,
  ]
}

function scratchFloats({ scratchFloats: floats, blocks }: PackInput): number {
  return blocks.every(({ kind }) => kind === 'raw' || kind === 'custom') ? 0 : Math.max(1, floats)
}

function featuresFunction(input: PackInput): string {
  let offset = 0
  const calls = input.blocks.flatMap((block, index) => {
    const lines = blockCalls(block, index, offset)
    offset += block.features
    return lines
  })
  return [
    'int tml_features(const float *raw, float *features) {',
    '  tml_signal signal;',
    '  if (!all_finite(raw, TML_RAW_LENGTH)) return TML_NOT_FINITE;',
    '  signal.values = raw;',
    '  signal.rows = TML_ROWS;',
    '  signal.stride = TML_AXES;',
    ...calls,
    '  return all_finite(features, TML_FEATURE_COUNT) ? TML_OK : TML_NOT_FINITE;',
    '}',
  ].join('\n')
}

const ALL_FINITE = `static int all_finite(const float *values, int32_t count) {
  int32_t i;
  for (i = 0; i < count; i++) {
    if (!tml_is_finite(values[i])) return 0;
  }
  return 1;
}
`

function quantizeFunction({ scaler }: ImpulseSource['model']): string {
  const scale = scaler ? ['  tml_scale_f32(features, TML_INPUT_BYTES, scaler_mean, scaler_scale);'] : []
  return [
    'void tml_quantize_features(float *features, int8_t *input) {',
    ...scale,
    '  tml_quantize_f32_s8(features, TML_INPUT_BYTES, TML_INPUT_SCALE, TML_INPUT_ZERO_POINT, input);',
    '}',
  ].join('\n')
}

function classifyFunction({ anomaly }: PackInput): string {
  return [
    'int tml_classify(const float *raw, float *scores) {',
    '  static float features[TML_FEATURE_COUNT];',
    '  static int8_t input[TML_INPUT_BYTES];',
    '  static int8_t output[TML_OUTPUT_BYTES];',
    '  int status = tml_features(raw, features);',
    '  if (status != TML_OK) return status;',
    ...anomalyCall(anomaly),
    '  tml_quantize_features(features, input);',
    '  tml_run(input, output);',
    '  tml_dequantize_s8_f32(output, TML_OUTPUT_BYTES, TML_OUTPUT_SCALE, TML_OUTPUT_ZERO_POINT, scores);',
    '  return TML_OK;',
    '}',
    '',
  ].join('\n')
}

function includes(input: PackInput): string[] {
  const has = (...kinds: PackBlock['kind'][]): boolean => input.blocks.some(({ kind }) => kinds.includes(kind))
  return [
    'tml_guard.h',
    'impulse.h',
    'model.h',
    'tml_math.h',
    'tml_nn.h',
    'tml_signal.h',
    'tml_status.h',
    ...(input.anomaly ? ['tml_anomaly.h'] : []),
    ...(has('spectral') ? ['tml_spectral.h'] : []),
    ...(has('raw', 'flatten') ? ['tml_flatten.h'] : []),
    ...new Set(input.blocks.flatMap((block) => (block.kind === 'record' ? [`tml_${block.layout.name}.h`] : []))),
  ].map((file) => `#include "${file}"`)
}

function impulseBody({ input, model }: ImpulseSource): string {
  const scratch = scratchFloats(input)
  const labels = model.labels.map((label) => `  ${cString(label)},`).join('\n')
  return [
    ...includes(input),
    '',
    `const char *const tml_labels[TML_LABEL_COUNT] = {\n${labels}\n};`,
    '',
    ...input.blocks.map(blockConstants),
    ...(model.scaler
      ? [floatTable('scaler_mean', model.scaler.mean) + floatTable('scaler_scale', model.scaler.scale)]
      : []),
    ...(scratch > 0 ? [`static float scratch[${scratch}];`, ''] : []),
    ALL_FINITE,
    ...startFunction(input.blocks),
    featuresFunction(input),
    '',
    quantizeFunction(model),
    '',
    ...anomalyConstants(input.anomaly),
    classifyFunction(input),
  ].join('\n')
}

/** `impulse.h` and `impulse.c`; they need `model.*` and the runtime beside them. */
export function emitImpulse(source: ImpulseSource): TextFile[] {
  return [
    { path: 'impulse.h', text: impulseHeader(source) },
    { path: 'impulse.c', text: impulseBody(source) },
    ...source.input.blocks.flatMap(customFile),
  ]
}
