/** Real int8 models beside the project, with inputs to try them on. */
import { readFileSync } from 'node:fs'
import { graphProgram } from '../../shared/codegen/graph-program.ts'
import type { TensorGraph } from '../../shared/quantize/tensor-graph.ts'
import type { GraphProgram } from '../../shared/runtime/kernel-call.ts'
import { readTflite } from '../../shared/tflite/read.ts'
import { tfliteToTensorGraph } from '../../shared/tflite/to-tensor-graph.ts'
import { sharedData } from '../support/shared-data.ts'
import { randomNumbers } from '../support/random-model.ts'

/** Name and how many inputs suit a short test. */
export const PUBLISHED = [
  { name: 'hello_world_int8', runs: 1000 },
  { name: 'magic_wand_quantized_model', runs: 1000 },
  { name: 'micro_speech_quantized', runs: 1000 },
  { name: 'mnist_lstm_int8', runs: 300 },
  { name: 'ad01_int8', runs: 1000 },
  { name: 'kws_ref_model', runs: 100 },
  { name: 'vww_96_int8', runs: 40 },
]

export interface PublishedModel {
  bytes: Uint8Array
  graph: TensorGraph
  program: GraphProgram
}

export function publishedModel(name: string): PublishedModel {
  const bytes = readFileSync(sharedData('models', name, `${name}.tflite`))
  const graph = tfliteToTensorGraph(readTflite(bytes))
  return { bytes, graph, program: graphProgram(graph) }
}

interface Golden {
  cases: { inputs: number[][] }[]
}

export function goldenInputs(name: string): number[][] {
  const { cases } = JSON.parse(readFileSync(sharedData('models', name, 'golden.json'), 'utf8')) as Golden
  return cases.map(({ inputs }) => inputs[0]!)
}

/** Extremes and patterns that random bytes never come near. */
function structured(width: number): number[][] {
  const rows = [-128, 127, 0, -1].map((value) => Array.from({ length: width }, () => value))
  const ramp = Array.from({ length: width }, (_, index) => ((index * 7) % 256) - 128)
  const checkers = Array.from({ length: width }, (_, index) => (index % 2 ? 127 : -128))
  const waves = [3, 17, 61].map((period) =>
    Array.from({ length: width }, (_, index) => Math.round(127 * Math.sin(index / period))),
  )
  return [...rows, ramp, checkers, ...waves]
}

/** Given rows first, then patterns, then random ones: uniform and, every other, smooth. */
export function tryInputs(width: number, runs: number, given: number[][] = [], seed = 0): Int8Array {
  const next = randomNumbers(width + runs + 1000 * seed)
  const rows = [...given, ...structured(width)].slice(0, runs)
  while (rows.length < runs) {
    const smooth = rows.length % 2 === 0
    let value = 0
    rows.push(
      Array.from({ length: width }, () => {
        const fresh = Math.floor(next() * 256) - 128
        value = smooth ? 0.9 * value + 0.4 * fresh : fresh
        return Math.max(-128, Math.min(127, Math.round(value)))
      }),
    )
  }
  return Int8Array.from(rows.flat())
}
