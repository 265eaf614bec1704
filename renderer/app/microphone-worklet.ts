/** Runs beside the page's thread: gathers the microphone's sound into pieces, numbered so that a lost one is noticed. */

/** The part of the worklet's world that is used here. */
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void
declare const currentFrame: number
declare const sampleRate: number

/** So much of the sound may be lost when all is cut off. */
const PIECE_SECONDS = 0.04
const FULL_SCALE = 32_768

class Capture extends AudioWorkletProcessor {
  #first: number | null = null
  #row = 0
  #filled = 0
  #piece = new Float32Array(Math.round(sampleRate * PIECE_SECONDS))

  process([input]: Float32Array[][]): boolean {
    const channel = input?.[0]
    if (!channel) return true
    this.#first ??= currentFrame
    const row = currentFrame - this.#first
    // Frames that never came here: what was gathered goes out, and the jump in numbers tells the rest.
    if (row !== this.#row + this.#filled) this.#send(row)
    for (const value of channel) {
      this.#piece[this.#filled++] = Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, Math.round(value * FULL_SCALE)))
      if (this.#filled === this.#piece.length) this.#send(this.#row + this.#filled)
    }
    return true
  }

  #send(nextRow: number): void {
    if (this.#filled > 0) this.port.postMessage({ row: this.#row, values: this.#piece.slice(0, this.#filled) })
    this.#row = nextRow
    this.#filled = 0
  }
}

registerProcessor('capture', Capture)
