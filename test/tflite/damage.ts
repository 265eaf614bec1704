/** Damages real and made models and demands an error that says what is wrong, or a model that runs. */
import { readFileSync } from 'node:fs'
import { AppError } from '../../shared/contract/errors.ts'
import { graphProgram } from '../../shared/codegen/graph-program.ts'
import { tfliteInfo } from '../../shared/tflite/info.ts'
import { readTflite } from '../../shared/tflite/read.ts'
import { quantizeNetwork } from '../../shared/quantize/convert.ts'
import type { TfliteModel } from '../../shared/tflite/model.ts'
import { tfliteToFloatGraph } from '../../shared/tflite/to-float-graph.ts'
import { computesFloats, tfliteToTensorGraph } from '../../shared/tflite/to-tensor-graph.ts'
import { randomNumbers } from '../support/random-model.ts'
import { testRuntime } from '../support/runtime.ts'
import { sharedData } from '../support/shared-data.ts'

export interface Outcome {
  refused: number
  ran: number
  /** Longest time of one case. */
  slowestMs: number
}

/** Broken files, and networks that cannot be: shapes that do not fit, numbers beyond all measure. */
const REFUSALS = /^(model\/|impulse\/invalid|training\/diverged)/
const VALUES = [0, 1, 2, 4, 7, 0x10, 0x7f, 0x80, 0xff]

/** Up to six bytes changed, or the end cut off; mostly in the part before the weights, which says what is where. */
function damage(model: Uint8Array, next: () => number): Uint8Array {
  // A slice of what Node reads from files would be no copy.
  const copy = Uint8Array.from(model)
  const bytes = next() < 0.05 ? copy.slice(0, Math.floor(next() * model.length)) : copy
  const edits = 1 + Math.floor(next() ** 3 * 6)
  for (let edit = 0; edit < edits && bytes.length > 0; edit++) {
    bytes[Math.floor(next() * bytes.length)] = VALUES[Math.floor(next() * VALUES.length)]!
  }
  return bytes
}

/** A float model that is small enough is converted and asked. */
function tryFloats(model: TfliteModel): boolean {
  const { graph } = tfliteToFloatGraph(model)
  const work = graph.layers.reduce((sum, layer) => sum + ('weights' in layer ? layer.weights.length : 0), graph.inputs)
  if (work < 2 ** 12) quantizeNetwork(graph, new Float32Array(graph.inputs).fill(0.5))
  return true
}

/** Throws for anything but a proper error. */
function tryModel(bytes: Uint8Array, runtime: ReturnType<typeof testRuntime>): boolean {
  try {
    const model = readTflite(bytes)
    tfliteInfo(model)
    if (computesFloats(model)) return tryFloats(model)
    const program = graphProgram(tfliteToTensorGraph(model))
    if (program.arenaBytes < 2 ** 20 && program.inputBytes < 2 ** 20 && program.outputBytes < 2 ** 20) {
      runtime.openGraph(program).run(new Uint8Array(program.inputBytes))
    }
    return true
  } catch (error) {
    if (error instanceof AppError && REFUSALS.test(error.code) && error.message) return false
    throw error
  }
}

export function tryDamaged(models: Uint8Array[], cases: number, seed: number): Outcome {
  const next = randomNumbers(seed)
  const runtime = testRuntime()
  const outcome: Outcome = { refused: 0, ran: 0, slowestMs: 0 }
  for (let index = 0; index < cases; index++) {
    const damaged = damage(models[index % models.length]!, next)
    const started = performance.now()
    if (tryModel(damaged, runtime)) outcome.ran += 1
    else outcome.refused += 1
    outcome.slowestMs = Math.max(outcome.slowestMs, performance.now() - started)
  }
  return outcome
}

/** Small published float models. */
export function floatFiles(): Uint8Array[] {
  return ['hello_world_float', 'brilliantsole_trained', 'magic_wand_model'].map((name) =>
    readFileSync(sharedData('models', name, `${name}.tflite`)),
  )
}
