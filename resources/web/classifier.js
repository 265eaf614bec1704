/**
 * Runs an impulse of the TinyML Workbench in Node or a browser: readings in, scores out, the same bits as on a board.
 *
 *   const classifier = await loadClassifier()
 *   const { label, scores } = classifier.classify(readings)
 */

const PAGE_BYTES = 65536
const ARENA_ALIGNMENT = 16
const MESSAGES = {
  2: 'A reading is not a finite number.',
  10: 'This is not a model pack.',
  11: 'The model pack was made for another version of runtime.wasm.',
  12: 'The model pack is cut short.',
  13: 'The model pack is damaged.',
}

/** Bytes of a file beside this one: by fetch in a browser, from disk in Node. */
async function bytesOf(name) {
  const url = new URL(name, import.meta.url)
  if (url.protocol === 'file:') {
    const { readFile } = await import('node:fs/promises')
    return new Uint8Array(await readFile(url))
  }
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${name} could not be loaded: ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

/** Without arguments, `runtime.wasm` and `model.pack` beside this file. */
export async function loadClassifier(files = {}) {
  const [runtime, pack] = await Promise.all([
    files.runtime ?? bytesOf('runtime.wasm'),
    files.pack ?? bytesOf('model.pack'),
  ])
  const { instance } = await WebAssembly.instantiate(runtime)
  return new Classifier(instance.exports, pack)
}

function check(status) {
  if (status !== 0) throw new Error(MESSAGES[status] ?? `The model cannot be run (status ${status}).`)
}

class Classifier {
  #code
  #top
  #places

  constructor(code, pack) {
    this.#code = code
    this.#top = code.__heap_base.value
    const data = this.#reserve(pack.length)
    const model = this.#reserve(code.pack_struct_bytes())
    new Uint8Array(code.memory.buffer).set(pack, data)
    check(code.tml_pack_open(model, data, pack.length))
    /** Readings a window, values a reading, readings a second, readings from one window to the next. */
    this.rows = code.tml_pack_rows(model)
    this.axes = code.tml_pack_axes(model)
    this.rateHz = code.tml_pack_rate_hz(model)
    this.strideRows = code.tml_pack_stride_rows(model)
    /** Numbers that `classify` takes: rows × axes, reading by reading. */
    this.rawLength = code.tml_pack_raw_length(model)
    /** Anomaly score above which a window is unlike all that was learned; null where the model has no detector. */
    this.anomalyThreshold = code.tml_pack_has_anomaly(model) ? code.tml_pack_anomaly_threshold(model) : null
    const count = code.tml_pack_label_count(model)
    this.labels = Array.from({ length: count }, (_, index) => this.#text(code.tml_pack_label(model, index)))
    this.#places = {
      model,
      raw: this.#reserve(4 * this.rawLength),
      start: this.#reserve(4),
      arena: this.#reserve(code.tml_pack_arena_bytes(model)),
      features: this.#reserve(4 * code.tml_pack_feature_count(model)),
      input: this.#reserve(code.tml_pack_network_features(model)),
      output: this.#reserve(count),
      anomaly: this.#reserve(4),
    }
  }

  /**
   * The most likely label and every label's score; for a regression the scores are the values. With an anomaly detector
   * also its score, and whether it is above the threshold: then the label means nothing.
   */
  classify(readings) {
    if (readings.length !== this.rawLength) {
      throw new Error(`The model takes ${this.rawLength} numbers a window, not ${readings.length}.`)
    }
    const {
      memory,
      batch_classify: run,
      tml_pack_output_scale: scaleOf,
      tml_pack_output_zero_point: zeroOf,
    } = this.#code
    const { model, raw, start, arena, features, input, output, anomaly } = this.#places
    new Float32Array(memory.buffer, raw, this.rawLength).set(readings)
    new Int32Array(memory.buffer, start, 1)[0] = 0
    check(run(model, raw, start, 1, arena, features, input, output, anomaly))
    const bytes = new Int8Array(memory.buffer, output, this.labels.length)
    const scores = Float32Array.from(bytes, (value) => (value - zeroOf(model)) * scaleOf(model))
    const best = scores.indexOf(Math.max(...scores))
    const answer = { label: this.labels[best], score: scores[best], scores: [...scores] }
    if (this.anomalyThreshold === null) return answer
    const [strangeness] = new Float32Array(memory.buffer, anomaly, 1)
    return { ...answer, anomaly: strangeness, isAnomaly: strangeness > this.anomalyThreshold }
  }

  #reserve(bytes) {
    const at = Math.ceil(this.#top / ARENA_ALIGNMENT) * ARENA_ALIGNMENT
    this.#top = at + bytes
    const missing = this.#top - this.#code.memory.buffer.byteLength
    if (missing > 0) this.#code.memory.grow(Math.ceil(missing / PAGE_BYTES))
    return at
  }

  #text(at) {
    const bytes = new Uint8Array(this.#code.memory.buffer)
    return new TextDecoder().decode(bytes.slice(at, bytes.indexOf(0, at)))
  }
}
