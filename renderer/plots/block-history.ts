/** A whole stream as least and greatest of blocks of readings: hours fit, and a spike of one reading is never lost. */
import type { Lane, Stretch } from './reading-ring.ts'

/** Readings a block. */
const BLOCK = 32
/** Blocks are made room for in pieces: nothing that grows is copied. */
const BLOCKS_A_PIECE = 4096

interface Piece {
  times: Float64Array
  /** Least and greatest of each axis, block by block. */
  extremes: Float32Array
  broken: Uint8Array
}

export class BlockHistory {
  readonly #axes: number
  readonly #pieces: Piece[] = []
  #blocks = 0
  #rowsInBlock = 0

  constructor(axes: number) {
    this.#axes = axes
  }

  get oldestSeconds(): number | null {
    return this.#blocks === 0 ? null : this.#pieces[0]!.times[0]!
  }

  /** With so many readings a column, blocks show as much as the readings themselves. */
  isEnoughFor(readingsAColumn: number): boolean {
    return readingsAColumn >= 2 * BLOCK
  }

  add(seconds: number, values: Float32Array, at: number, isBroken: boolean): void {
    // A gap ends a block: no block hides one.
    if (this.#rowsInBlock === BLOCK || isBroken || this.#blocks === 0) this.#begin(seconds, isBroken)
    const index = this.#blocks - 1
    const { extremes } = this.#pieceOf(index)
    let place = (index % BLOCKS_A_PIECE) * this.#axes * 2
    const isFirst = this.#rowsInBlock === 0
    for (let axis = 0; axis < this.#axes; axis++, place += 2) {
      const value = values[at + axis]!
      if (isFirst || value < extremes[place]!) extremes[place] = value
      if (isFirst || value > extremes[place + 1]!) extremes[place + 1] = value
    }
    this.#rowsInBlock++
  }

  between({ from, to, columns }: Stretch): Lane[] {
    const first = Math.max(0, this.#firstFrom(from) - 1)
    const end = to === Number.POSITIVE_INFINITY ? this.#blocks : this.#firstFrom(to)
    const step = Math.max(1, Math.ceil((end - first) / Math.max(1, columns)))
    return Array.from({ length: this.#axes }, (_, axis) => this.#lane(axis, { first, end, step }))
  }

  #begin(seconds: number, isBroken: boolean): void {
    const place = this.#blocks % BLOCKS_A_PIECE
    if (place === 0) {
      const extremes = new Float32Array(BLOCKS_A_PIECE * this.#axes * 2)
      this.#pieces.push({
        times: new Float64Array(BLOCKS_A_PIECE),
        extremes,
        broken: new Uint8Array(BLOCKS_A_PIECE),
      })
    }
    const piece = this.#pieceOf(this.#blocks)
    piece.times[place] = seconds
    piece.broken[place] = isBroken ? 1 : 0
    this.#blocks++
    this.#rowsInBlock = 0
  }

  #pieceOf(block: number): Piece {
    return this.#pieces[Math.floor(block / BLOCKS_A_PIECE)]!
  }

  #timeOf(block: number): number {
    return this.#pieceOf(block).times[block % BLOCKS_A_PIECE]!
  }

  #firstFrom(seconds: number): number {
    let low = 0
    let high = this.#blocks
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#timeOf(middle) < seconds) low = middle + 1
      else high = middle
    }
    return low
  }

  #lane(axis: number, { first, end, step }: { first: number; end: number; step: number }): Lane {
    const times: number[] = []
    const values: (number | null)[] = []
    for (let start = first - (first % step); start < end; start += step) {
      let least = Number.POSITIVE_INFINITY
      let greatest = Number.NEGATIVE_INFINITY
      const from = Math.max(0, start)
      for (let block = from; block < Math.min(start + step, end); block++) {
        const { extremes, broken } = this.#pieceOf(block)
        const place = ((block % BLOCKS_A_PIECE) * this.#axes + axis) * 2
        if (broken[block % BLOCKS_A_PIECE] === 1 && times.length > 0) {
          times.push(this.#timeOf(block) - 1e-6)
          values.push(null)
        }
        least = Math.min(least, extremes[place]!)
        greatest = Math.max(greatest, extremes[place + 1]!)
      }
      times.push(this.#timeOf(from), this.#timeOf(from))
      values.push(least, greatest)
    }
    return { times, values }
  }
}
