/** The last readings of a stream, kept in place: new ones overwrite the oldest. No React, no copies while storing. */

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

export class ReadingRing {
  readonly axisCount: number
  readonly capacity: number
  #times: Float64Array
  #values: Float32Array
  /** 1 where readings are missing just before. */
  #broken: Uint8Array
  #written = 0
  lost = 0

  constructor(axisCount: number, capacity: number) {
    this.axisCount = axisCount
    this.capacity = capacity
    this.#times = new Float64Array(capacity)
    this.#values = new Float32Array(capacity * axisCount)
    this.#broken = new Uint8Array(capacity)
  }

  get length(): number {
    return Math.min(this.#written, this.capacity)
  }

  get newestSeconds(): number {
    return this.#written === 0 ? 0 : this.#times[(this.#written - 1) % this.capacity]!
  }

  add(batch: Batch): void {
    const rows = Math.floor(batch.values.length / this.axisCount)
    // The board's clock went back: it was restarted, and what came before lies on no common axis.
    if (this.#written > 0 && batch.tMs / 1000 < this.newestSeconds) this.#written = 0
    this.lost += batch.lost
    for (let row = 0; row < rows; row++) {
      const place = this.#written % this.capacity
      this.#times[place] = (batch.tMs + (row * 1000) / batch.rateHz) / 1000
      this.#broken[place] = row === 0 && batch.lost > 0 ? 1 : 0
      for (let axis = 0; axis < this.axisCount; axis++)
        this.#values[place * this.axisCount + axis] = batch.values[row * this.axisCount + axis]!
      this.#written += 1
    }
  }

  latest(axis: number): number | null {
    if (this.#written === 0) return null
    return this.#values[((this.#written - 1) % this.capacity) * this.axisCount + axis]!
  }

  /** Everything from `fromSeconds` on, thinned to the least and greatest of each of `columns` stretches. */
  since(fromSeconds: number, columns: number): Lane[] {
    const oldest = this.#written - this.length
    let first = this.#written
    while (first > oldest && this.#times[(first - 1) % this.capacity]! >= fromSeconds) first -= 1
    const step = Math.max(1, Math.ceil((this.#written - first) / Math.max(1, columns)))
    return Array.from({ length: this.axisCount }, (_, axis) => this.#lane(axis, first, step))
  }

  #lane(axis: number, first: number, step: number): Lane {
    const values: (number | null)[] = []
    const times: number[] = []
    const at = (reading: number): number => this.#values[(reading % this.capacity) * this.axisCount + axis]!
    // Stretches begin at multiples of `step`, so that a moving picture does not flicker.
    for (let start = first - (first % step); start < this.#written; start += step) {
      const from = Math.max(start, first)
      const to = Math.min(start + step, this.#written)
      let least = from
      let greatest = from
      for (let reading = from; reading < to; reading++) {
        if (this.#broken[reading % this.capacity] === 1 && times.length > 0) {
          times.push(this.#times[reading % this.capacity]! - 1e-6)
          values.push(null)
        }
        if (at(reading) < at(least)) least = reading
        if (at(reading) > at(greatest)) greatest = reading
      }
      for (const reading of least === greatest ? [least] : [Math.min(least, greatest), Math.max(least, greatest)]) {
        times.push(this.#times[reading % this.capacity]!)
        values.push(at(reading))
      }
    }
    return { times, values }
  }
}
