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

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  return rest
})

/** CRC-32 (IEEE 802.3, reflected), as in zip. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 255]!
  return ~crc >>> 0
}
