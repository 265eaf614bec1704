/** The readings of a stream while it runs: the last ones as they came, all before them as least and greatest of blocks. */
import { BlockHistory } from './block-history.ts'

export interface Batch {
  tMs: number
  rateHz: number
  axes: readonly string[]
  values: Float32Array
  lost: number
}

/** One axis, ready to draw. */
export interface Lane {
  /** Seconds of board time. */
  times: number[]
  /** null where readings are missing. */
  values: (number | null)[]
}

export interface Stretch {
  from: number
  to: number
  /** Room on screen: more points than a few a column cannot be seen. */
  columns: number
}

const RATE_SECONDS = 2

export class ReadingRing {
  readonly axisCount: number
  readonly capacity: number
  #times: Float64Array
  #values: Float32Array
  /** 1 where readings are missing just before. */
  #broken: Uint8Array
  #written = 0
  #history: BlockHistory
  lost = 0

  constructor(axisCount: number, capacity: number) {
    this.axisCount = axisCount
    this.capacity = capacity
    this.#times = new Float64Array(capacity)
    this.#values = new Float32Array(capacity * axisCount)
    this.#broken = new Uint8Array(capacity)
    this.#history = new BlockHistory(axisCount)
  }

  get length(): number {
    return Math.min(this.#written, this.capacity)
  }

  get newestSeconds(): number {
    return this.#written === 0 ? 0 : this.#times[(this.#written - 1) % this.capacity]!
  }

  /** Where the stream began, however long ago. */
  get oldestSeconds(): number {
    return this.#history.oldestSeconds ?? this.newestSeconds
  }

  add(batch: Batch): void {
    const rows = Math.floor(batch.values.length / this.axisCount)
    // The board's clock went back: it was restarted, and what came before lies on no common axis.
    if (this.#written > 0 && batch.tMs / 1000 < this.newestSeconds) {
      this.#written = 0
      this.#history = new BlockHistory(this.axisCount)
    }
    this.lost += batch.lost
    for (let row = 0; row < rows; row++) {
      const place = this.#written % this.capacity
      const seconds = (batch.tMs + (row * 1000) / batch.rateHz) / 1000
      const isBroken = row === 0 && batch.lost > 0
      this.#times[place] = seconds
      this.#broken[place] = isBroken ? 1 : 0
      for (let axis = 0; axis < this.axisCount; axis++)
        this.#values[place * this.axisCount + axis] = batch.values[row * this.axisCount + axis]!
      this.#history.add(seconds, batch.values, row * this.axisCount, isBroken)
      this.#written += 1
    }
  }

  latest(axis: number): number | null {
    return this.#written === 0 ? null : this.#at(this.#written - 1, axis)
  }

  /** The reading of an axis at a moment of the kept ones; null where there is none. */
  valueAt(axis: number, seconds: number): number | null {
    const reading = this.#firstFrom(seconds)
    return reading < this.#written ? this.#at(reading, axis) : null
  }

  /** Readings a second by the board's clock, over the last two seconds; null while there is too little to tell. */
  rateHz(): number | null {
    const first = this.#firstFrom(this.newestSeconds - RATE_SECONDS)
    const seconds = this.newestSeconds - (this.#times[first % this.capacity] ?? 0)
    return this.#written - first < 2 || seconds <= 0 ? null : (this.#written - 1 - first) / seconds
  }

  /** The kept readings from `fromSeconds` on, thinned to the least and greatest of each of `columns` stretches. */
  since(fromSeconds: number, columns: number): Lane[] {
    return this.#lanes({ first: this.#firstFrom(fromSeconds), end: this.#written, columns })
  }

  /** A stretch, however long ago; the cost depends on the columns, not on the length. */
  between({ from, to, columns }: Stretch): Lane[] {
    const first = this.#firstFrom(from)
    const end = to === Number.POSITIVE_INFINITY ? this.#written : this.#firstFrom(to)
    const isOlder = this.#written > this.capacity && from < this.#times[this.#written % this.capacity]!
    if (isOlder || this.#history.isEnoughFor((end - first) / Math.max(1, columns))) {
      return this.#history.between({ from, to, columns })
    }
    return this.#lanes({ first, end, columns })
  }

  #lanes({ first, end, columns }: { first: number; end: number; columns: number }): Lane[] {
    const step = Math.max(1, Math.ceil((end - first) / Math.max(1, columns)))
    return Array.from({ length: this.axisCount }, (_, axis) => this.#lane(axis, { first, end, step }))
  }

  #at(reading: number, axis: number): number {
    return this.#values[(reading % this.capacity) * this.axisCount + axis]!
  }

  /** The first kept reading from this time on. */
  #firstFrom(seconds: number): number {
    let low = this.#written - this.length
    let high = this.#written
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#times[middle % this.capacity]! < seconds) low = middle + 1
      else high = middle
    }
    return low
  }

  #lane(axis: number, { first, end, step }: { first: number; end: number; step: number }): Lane {
    const values: (number | null)[] = []
    const times: number[] = []
    // Stretches begin at multiples of `step`, so that a moving picture does not flicker.
    for (let start = first - (first % step); start < end; start += step) {
      const from = Math.max(start, first)
      const to = Math.min(start + step, end)
      let least = from
      let greatest = from
      for (let reading = from; reading < to; reading++) {
        if (this.#broken[reading % this.capacity] === 1 && times.length > 0) {
          times.push(this.#times[reading % this.capacity]! - 1e-6)
          values.push(null)
        }
        if (this.#at(reading, axis) < this.#at(least, axis)) least = reading
        if (this.#at(reading, axis) > this.#at(greatest, axis)) greatest = reading
      }
      for (const reading of least === greatest ? [least] : [Math.min(least, greatest), Math.max(least, greatest)]) {
        times.push(this.#times[reading % this.capacity]!)
        values.push(this.#at(reading, axis))
      }
    }
    return { times, values }
  }
}
