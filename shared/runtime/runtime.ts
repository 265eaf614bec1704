/** The C runtime as typed calls. Nothing here computes: every number comes from the code that also runs on boards. */
import { AppError } from '../contract/errors.ts'
import { partsOf, type AnomalyParams } from './anomaly-params.ts'
import { GraphRunner, type GraphRunOptions } from './graph-runner.ts'
import type { GraphProgram } from './kernel-call.ts'
import type { UserCode } from './user-code.ts'
import { PackModel } from './pack-model.ts'
import type {
  BlockRecord,
  FlattenParams,
  FullyConnectedParams,
  SoftmaxParams,
  SpectralParams,
  WindowBatch,
} from './params.ts'
import { checkSignalStatus } from './status.ts'
import {
  putAnomalyParams,
  putBlockRecord,
  putFlattenParams,
  putFullyConnectedParams,
  putSoftmaxParams,
  putSpectralParams,
  putWindowBatch,
} from './structs.ts'
import { WasmMemory } from './wasm-memory.ts'

/** In the order of resources/runtime/tml_selftest_list.h. */
export const SELF_TEST_GROUPS = [
  'arithmetic',
  'functions',
  'fully connected',
  'softmax',
  'quantize',
  'FFT',
  'statistics',
  'spectral analysis',
  'wavelet',
  'flatten and raw',
  'MFCC',
  'MFE',
  'MFCC in fixed point',
  'MFE in fixed point',
  'spectral analysis in fixed point',
  'spectrogram',
  'image',
  'normalization',
  'band energies',
  'envelope',
  'Hjorth',
  'peaks',
  'sensor fusion',
  'spectral analysis, version 1',
  'anomaly',
] as const
const SELF_TEST_SCRATCH_FLOATS = 1024

export interface SelfTest {
  /** One hash a group of SELF_TEST_GROUPS. */
  hashes: Uint32Array
  /** The first group whose arithmetic differs; null where all is well. */
  failed: string | null
}

export class Runtime {
  /** Runs custom blocks; null where a person's code is not to run. */
  userCode: UserCode | null = null
  readonly #module: WebAssembly.Module
  readonly #memory: WasmMemory

  constructor(module: WebAssembly.Module) {
    this.#module = module
    this.#memory = new WasmMemory(module)
  }

  /** Features of each window, `[starts, features]`. */
  spectralAnalysis(params: SpectralParams, batch: WindowBatch): Float32Array {
    const memory = this.#memory
    return memory.scoped(() => {
      const p = putSpectralParams(memory, params)
      const windows = putWindowBatch(memory, batch)
      const width = memory.call('tml_spectral_feature_count', p, batch.axes.length)
      const out = memory.reserve(4 * width * batch.starts.length)
      const scratch = memory.reserve(4 * memory.call('tml_spectral_scratch_floats', p, batch.rows))
      checkSignalStatus(memory.call('batch_spectral', p, windows, out, scratch))
      return memory.floats(out, width * batch.starts.length).slice()
    })
  }

  /** Windows follow one another: a moving average looks back over those before. */
  flatten(params: FlattenParams, batch: WindowBatch): Float32Array {
    const memory = this.#memory
    return memory.scoped(() => {
      const p = putFlattenParams(memory, params)
      const windows = putWindowBatch(memory, batch)
      const width = memory.call('tml_flatten_feature_count', p, batch.axes.length)
      const out = memory.reserve(4 * width * batch.starts.length)
      const scratch = memory.reserve(4 * batch.rows)
      const history = memory.reserve(4 * memory.call('tml_flatten_history_floats', p, batch.axes.length))
      checkSignalStatus(memory.call('batch_flatten', p, windows, out, scratch, history))
      return memory.floats(out, width * batch.starts.length).slice()
    })
  }

  /** Features of each window, `[starts, features]`, of any block that comes as a record. */
  block(record: BlockRecord, batch: WindowBatch): Float32Array {
    const memory = this.#memory
    return memory.scoped(() => {
      const { kind } = record
      const p = putBlockRecord(memory, record)
      const windows = putWindowBatch(memory, batch)
      // Sizes can only be asked for once the settings are known to be good.
      checkSignalStatus(memory.call('batch_block', kind, p, windows, 0, 0))
      const width = memory.call('tml_block_feature_count', kind, p, windows)
      const out = memory.reserve(4 * width * batch.starts.length)
      const scratch = memory.reserve(4 * memory.call('tml_block_scratch_floats', kind, p, windows))
      checkSignalStatus(memory.call('batch_block', kind, p, windows, out, scratch))
      return memory.floats(out, width * batch.starts.length).slice()
    })
  }

  raw(scale: number, batch: WindowBatch): Float32Array {
    const memory = this.#memory
    return memory.scoped(() => {
      const windows = putWindowBatch(memory, batch)
      const values = batch.rows * batch.axes.length * batch.starts.length
      const out = memory.reserve(4 * values)
      checkSignalStatus(memory.call('batch_raw', scale, windows, out))
      return memory.floats(out, values).slice()
    })
  }

  /** input: any number of rows `[n, inputs]`; answers `[n, outputs]`. */
  fullyConnected(params: FullyConnectedParams, input: Int8Array): Int8Array {
    const memory = this.#memory
    return memory.scoped(() => {
      const p = putFullyConnectedParams(memory, params)
      const rows = rowsOf(input.length, params.inputs)
      const from = memory.putBytes(input)
      const to = memory.reserve(rows * params.outputs)
      memory.call('batch_fully_connected', p, from, rows, to)
      return memory.signedBytes(to, rows * params.outputs).slice()
    })
  }

  /** input: any number of rows `[n, size]`. */
  softmax(params: SoftmaxParams, input: Int8Array): Int8Array {
    const memory = this.#memory
    return memory.scoped(() => {
      const p = putSoftmaxParams(memory, params)
      const rows = rowsOf(input.length, params.size)
      const from = memory.putBytes(input)
      const to = memory.reserve(input.length)
      memory.call('batch_softmax', p, from, rows, to)
      return memory.signedBytes(to, input.length).slice()
    })
  }

  quantize(values: Float32Array, scale: number, zeroPoint: number): Int8Array {
    const memory = this.#memory
    return memory.scoped(() => {
      const from = memory.putFloats(values)
      const to = memory.reserve(values.length)
      memory.call('tml_quantize_f32_s8', from, values.length, scale, zeroPoint, to)
      return memory.signedBytes(to, values.length).slice()
    })
  }

  dequantize(values: Int8Array, scale: number, zeroPoint: number): Float32Array {
    const memory = this.#memory
    return memory.scoped(() => {
      const from = memory.putBytes(values)
      const to = memory.reserve(4 * values.length)
      memory.call('tml_dequantize_s8_f32', from, values.length, scale, zeroPoint, to)
      return memory.floats(to, values.length).slice()
    })
  }

  /** x' = (x − mean) · scale for rows `[n, mean.length]`; the input stays as it is. */
  scaleFeatures(values: Float32Array, scaler: { mean: Float32Array; scale: Float32Array }): Float32Array {
    const memory = this.#memory
    const width = scaler.mean.length
    return memory.scoped(() => {
      const data = memory.putFloats(values)
      const [mean, scale] = [memory.putFloats(scaler.mean), memory.putFloats(scaler.scale)]
      memory.call('batch_scale', data, rowsOf(values.length, width), width, mean, scale)
      return memory.floats(data, values.length).slice()
    })
  }

  /** How strange each window is; features: `[n, inputs]`. */
  anomalyScores(params: AnomalyParams, features: Float32Array, inputs: number): Float32Array {
    const memory = this.#memory
    return memory.scoped(() => {
      const p = putAnomalyParams(memory, params)
      const rows = rowsOf(features.length, inputs)
      const from = memory.putFloats(features)
      const to = memory.reserve(4 * rows)
      const scratch = memory.reserve(4 * (2 * params.places.length + partsOf(params)))
      memory.call('batch_anomaly', p, from, rows, inputs, to, scratch)
      return memory.floats(to, rows).slice()
    })
  }

  openPack(bytes: Uint8Array): PackModel {
    return new PackModel(this.#module, bytes)
  }

  /** A network of any shape, ready to run. */
  openGraph(program: GraphProgram, options: GraphRunOptions = { singleRounding: false }): GraphRunner {
    return new GraphRunner(this.#module, program, options)
  }

  selfTest(): SelfTest {
    const memory = this.#memory
    return memory.scoped(() => {
      const hashes = memory.reserve(4 * SELF_TEST_GROUPS.length)
      const scratch = memory.reserve(4 * SELF_TEST_SCRATCH_FLOATS)
      const failed = memory.call('tml_self_test', hashes, scratch)
      return {
        hashes: Uint32Array.from(memory.integers(hashes, SELF_TEST_GROUPS.length), (word) => word >>> 0),
        failed: SELF_TEST_GROUPS[failed - 1] ?? null,
      }
    })
  }

  /** One of the runtime's own functions, for tests against a better-rounded one. */
  math(name: 'sqrtf' | 'expf' | 'logf' | 'log10f' | 'sinf' | 'cosf', x: number): number {
    return this.#memory.call(`tml_${name}`, x)
  }

  /** Bytes of memory the runtime holds; stays the same over repeated calls of one size. */
  get heldBytes(): number {
    return this.#memory.heldBytes
  }
}

function rowsOf(values: number, width: number): number {
  if (values % width === 0) return values / width
  throw new AppError('app/bug', { message: `${values} values are no whole rows of ${width}.` })
}

/** wasm: the bytes of `runtime.wasm`. */
export function loadRuntime(wasm: Uint8Array): Runtime {
  return new Runtime(new WebAssembly.Module(wasm))
}

export type { PackModel } from './pack-model.ts'
