/** C source of an int8 network: constants, and one kernel call an operator. */
import type { Quantization, QuantFullyConnected, QuantGraph, QuantOperator, QuantSoftmax } from '../quantize/graph.ts'
import { cComment, cFloat, cHeader, cInt, cTable, type TextFile } from './c-text.ts'
import { graphOutputs, planGraph } from './layout.ts'

function quantizationDefines(name: string, { scale, zeroPoint }: Quantization): string[] {
  return [`#define TML_${name}_SCALE ${cFloat(scale)}`, `#define TML_${name}_ZERO_POINT (${zeroPoint})`]
}

function modelHeader(graph: QuantGraph, arenaBytes: number): string {
  const body = [
    `#define TML_INPUT_BYTES ${graph.inputs}`,
    `#define TML_OUTPUT_BYTES ${graphOutputs(graph)}`,
    `/* Memory for the values between layers, held by model.c. */`,
    `#define TML_ARENA_BYTES ${arenaBytes}`,
    '',
    '/* real = (q - zero point) x scale */',
    ...quantizationDefines('INPUT', graph.input),
    ...quantizationDefines('OUTPUT', graph.output),
    '',
    '/* Runs the network: TML_INPUT_BYTES values in, TML_OUTPUT_BYTES values out. Not for two threads at once. */',
    'void tml_run(const int8_t *input, int8_t *output);',
  ].join('\n')
  return cHeader('TML_MODEL_H', 'The int8 network, as the TinyML Workbench exported it.', body)
}

function fullyConnectedConstants(layer: QuantFullyConnected, name: string): string {
  const perChannel = layer.weightScales.length > 1
  const channels = perChannel ? layer.outputs : 1
  const table = (part: string, values: Int32Array): string => {
    return cTable('int32_t', `${name}_${part}`, Array.from(values, cInt))
  }
  const size = [layer.inputs, layer.outputs]
  const pointers = ['weights', 'bias', 'multipliers', 'shifts'].map((part) => `${name}_${part}`)
  const numbers = [
    perChannel ? 1 : 0,
    -layer.input.zeroPoint + 0,
    layer.output.zeroPoint,
    layer.activationMin,
    layer.activationMax,
  ]
  const fields = [...size, ...pointers, ...numbers, 'TML_SINGLE_ROUNDING']
  return [
    `/* ${layer.inputs} -> ${layer.outputs} */\n`,
    cTable('int8_t', `${name}_weights`, Array.from(layer.weights, String)),
    table('bias', layer.bias),
    table('multipliers', layer.multipliers.subarray(0, channels)),
    table('shifts', layer.shifts.subarray(0, channels)),
    `static const tml_fully_connected_params ${name} = {\n  ${fields.join(', ')}\n};\n`,
  ].join('')
}

function softmaxConstants(layer: QuantSoftmax, name: string): string {
  const fields = [layer.size, layer.inputMultiplier, layer.inputLeftShift, layer.diffMin]
  return `static const tml_softmax_params ${name} = {${fields.join(', ')}};\n`
}

function operatorConstants(operator: QuantOperator, index: number): string {
  const name = operatorVariable(operator, index)
  return operator.type === 'softmax' ? softmaxConstants(operator, name) : fullyConnectedConstants(operator, name)
}

function operatorVariable(operator: QuantOperator, index: number): string {
  return `${operator.type === 'softmax' ? 'softmax' : 'layer'}_${index + 1}`
}

function kernelName(operator: QuantOperator): string {
  return operator.type === 'softmax' ? 'tml_softmax_s8' : 'tml_fully_connected_s8'
}

function runBody(graph: QuantGraph, offsets: number[]): string {
  const last = graph.operators.length - 1
  const place = (index: number): string => {
    if (index < 0) return 'input'
    return index === last ? 'output' : `arena + ${offsets[index] ?? 0}`
  }
  const calls = graph.operators.map((operator, index) => {
    return `  ${kernelName(operator)}(&${operatorVariable(operator, index)}, ${place(index - 1)}, ${place(index)});`
  })
  return `void tml_run(const int8_t *input, int8_t *output) {\n${calls.join('\n')}\n}\n`
}

/** `model.h` and `model.c`; they need `tml_nn` of the runtime beside them. */
export function emitModel(graph: QuantGraph): TextFile[] {
  const { offsets, arenaBytes } = planGraph(graph)
  const source = [
    `/* Labels: ${cComment(graph.labels.slice(0, 100).join(', '))} */`,
    '#include "model.h"',
    '#include "tml_nn.h"',
    '',
    '/* 0: the same bytes as TensorFlow Lite Micro and CMSIS-NN; 1: rounds once, as LiteRT on a computer. */',
    '#ifndef TML_SINGLE_ROUNDING',
    '#define TML_SINGLE_ROUNDING 0',
    '#endif',
    '',
    ...graph.operators.map(operatorConstants),
    ...(arenaBytes > 0 ? ['static int8_t arena[TML_ARENA_BYTES];', ''] : []),
    runBody(graph, offsets),
  ].join('\n')
  return [
    { path: 'model.h', text: modelHeader(graph, arenaBytes) },
    { path: 'model.c', text: source },
  ]
}
