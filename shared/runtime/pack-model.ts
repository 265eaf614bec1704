/** A model pack opened by the same interpreter that runs on the board. */
import { hexOf } from '../formats/bytes.ts'
import { AppError } from '../contract/errors.ts'
import { checkPackStatus, checkSignalStatus } from './status.ts'
import { WasmMemory } from './wasm-memory.ts'

export interface Classification {
  /** Before the scaler. */
  features: Float32Array
  /** Of the network: as many of the first features as it takes. */
  input: Int8Array
  output: Int8Array
  /** (output − zero point) · scale */
  scores: Float32Array
  /** How strange the window is; empty where the pack has no anomaly detector. */
  anomaly: Float32Array
}

/** Results of several windows, one row a window. */
export interface ClassificationBatch extends Classification {
  count: number
}

/** Each model has a memory of its own, so that nothing another caller does can touch it. */
export class PackModel {
  readonly rawLength: number
  readonly rows: number
  readonly axes: number
  readonly strideRows: number
  readonly rateHz: number
  readonly features: number
  /** Features that the network takes: the first ones. */
  readonly networkFeatures: number
  /** The score above which a window is an anomaly; null without a detector. */
  readonly anomalyThreshold: number | null
  readonly labels: string[]
  /** SHA-256 of the payload, lower-case hex. */
  readonly hash: string
  readonly arenaBytes: number
  /** Of the outputs. */
  readonly scale: number
  readonly zeroPoint: number
  #memory: WasmMemory | null
  readonly #pack: number
  readonly #arena: number

  constructor(module: WebAssembly.Module, bytes: Uint8Array) {
    const memory = new WasmMemory(module)
    this.#memory = memory
    const data = memory.putBytes(bytes)
    this.#pack = memory.reserve(memory.call('pack_struct_bytes'))
    checkPackStatus(memory.call('tml_pack_open', this.#pack, data, bytes.length))
    const ask = (name: string): number => memory.call(`tml_pack_${name}`, this.#pack)
    this.rawLength = ask('raw_length')
    this.rows = ask('rows')
    this.axes = ask('axes')
    this.strideRows = ask('stride_rows')
    this.rateHz = ask('rate_hz')
    this.features = ask('feature_count')
    this.networkFeatures = ask('network_features')
    this.anomalyThreshold = ask('has_anomaly') === 1 ? ask('anomaly_threshold') : null
    this.arenaBytes = ask('arena_bytes')
    this.scale = ask('output_scale')
    this.zeroPoint = ask('output_zero_point')
    this.hash = hexOf(memory.bytes(ask('hash'), 32))
    this.labels = Array.from({ length: ask('label_count') }, (_, index) =>
      memory.text(memory.call('tml_pack_label', this.#pack, index)),
    )
    this.#arena = memory.reserve(this.arenaBytes)
    this.start()
  }

  /** raw: one window by itself, interleaved rows of the impulse's axes, `rawLength` long. */
  classify(raw: Float32Array): Classification {
    this.start()
    return this.classifyNext(raw)
  }

  /** Forgets the windows before; some blocks look back at them. */
  start(): void {
    this.#alive().call('tml_pack_start', this.#pack, this.#arena)
  }

  /** The window that follows the one before. */
  classifyNext(raw: Float32Array): Classification {
    if (raw.length !== this.rawLength) {
      throw new AppError('dsp/bad-signal', {
        message: `The model needs ${this.rawLength} values a window, not ${raw.length}.`,
      })
    }
    return this.#windows(raw, Int32Array.of(0))
  }

  /** Windows of one signal that begin at row `startRows[i]` of `raw`, which has the impulse's axes. */
  classifyBatch(raw: Float32Array, startRows: Int32Array): ClassificationBatch {
    this.start()
    return this.#windows(raw, startRows)
  }

  #windows(raw: Float32Array, startRows: Int32Array): ClassificationBatch {
    const count = startRows.length
    const last = Math.floor(raw.length / this.axes) - this.rows
    for (const start of startRows) {
      if (start < 0 || start > last) {
        throw new AppError('dsp/bad-signal', { message: `No whole window begins at reading ${start}.` })
      }
    }
    const memory = this.#alive()
    return memory.scoped(() => {
      const values = memory.putFloats(raw)
      const starts = memory.putIntegers(startRows.map((start) => start * this.axes))
      const features = memory.reserve(4 * count * this.features)
      const inputs = memory.reserve(count * this.networkFeatures)
      const outputs = memory.reserve(count * this.labels.length)
      const anomalies = memory.reserve(4 * count)
      const status = memory.call(
        'batch_classify',
        this.#pack,
        values,
        starts,
        count,
        this.#arena,
        features,
        inputs,
        outputs,
        anomalies,
      )
      checkSignalStatus(status)
      const output = memory.signedBytes(outputs, count * this.labels.length).slice()
      return {
        count,
        features: memory.floats(features, count * this.features).slice(),
        input: memory.signedBytes(inputs, count * this.networkFeatures).slice(),
        output,
        scores: Float32Array.from(output, (q) => (q - this.zeroPoint) * this.scale),
        anomaly: memory.floats(anomalies, this.anomalyThreshold === null ? 0 : count).slice(),
      }
    })
  }

  get heldBytes(): number {
    return this.#memory?.heldBytes ?? 0
  }

  dispose(): void {
    this.#memory = null
  }

  #alive(): WasmMemory {
    if (!this.#memory) throw new AppError('app/bug', { message: 'This model was disposed of before it was used.' })
    return this.#memory
  }
}
