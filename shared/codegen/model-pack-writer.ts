/** Grows a model pack section by section; every section begins at a multiple of four. */

/** A word of a record: an integer or, wrapped, a float. */
export type Word = number | { float: number }

export class PackWriter {
  readonly #head: DataView<ArrayBuffer>
  readonly #sections: Uint8Array[] = []
  #length: number

  /** headBytes: room for the header and the payload table, filled in by `set…`. */
  constructor(headBytes: number) {
    this.#head = new DataView(new ArrayBuffer(headBytes))
    this.#length = headBytes
  }

  setUint32(at: number, value: number): void {
    this.#head.setUint32(at, value, true)
  }

  setFloat32(at: number, value: number): void {
    this.#head.setFloat32(at, value, true)
  }

  /** Offset of the new section. */
  bytes(values: Int8Array | Uint8Array): number {
    const section = new Uint8Array((values.length + 3) & ~3)
    section.set(values)
    const at = this.#length
    this.#sections.push(section)
    this.#length += section.length
    return at
  }

  record(words: Word[]): number {
    const view = new DataView(new ArrayBuffer(4 * words.length))
    words.forEach((word, index) => {
      if (typeof word === 'number') view.setUint32(4 * index, word, true)
      else view.setFloat32(4 * index, word.float, true)
    })
    return this.bytes(new Uint8Array(view.buffer))
  }

  words(values: Iterable<number>): number {
    return this.record([...values])
  }

  floats(values: number[]): number {
    return this.record(values.map((float) => ({ float })))
  }

  /** Offset of a table of offsets, one a string. */
  strings(values: string[]): number {
    const encoder = new TextEncoder()
    return this.words(values.map((value) => this.bytes(encoder.encode(`${value}\0`))))
  }

  finish(): Uint8Array<ArrayBuffer> {
    const result = new Uint8Array(this.#length)
    result.set(new Uint8Array(this.#head.buffer))
    let at = this.#head.byteLength
    for (const section of this.#sections) {
      result.set(section, at)
      at += section.length
    }
    return result
  }
}
