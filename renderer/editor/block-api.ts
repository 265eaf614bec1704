/** What TypeScript knows of the world in which a custom block's code runs. Held against the interpreter by a test. */
export const BLOCK_API = `
/** One window of readings. */
interface Window {
  /** Number of readings. */
  readonly rows: number
  /** Names of the axes that the block reads. */
  readonly axes: string[]
  /** Readings a second. */
  readonly rateHz: number
  /** All readings, row by row: the first reading of each axis, then the second. */
  readonly values: Float32Array
  /** The readings of one axis, by its name or its place. */
  axis(which: string | number): Float32Array
}

/** What stays the same from window to window. */
interface Context {
  readonly rateHz: number
  readonly rows: number
  readonly axes: string[]
  /** The block's settings, by their id. */
  readonly params: { readonly [id: string]: number | string | boolean }
}

/** A setting of the block: it becomes a field of its form. */
interface Parameter {
  /** The name in context.params. */
  id: string
  label?: string
  /** For example Hz or ms. */
  unit?: string
  type: 'int' | 'float' | 'select' | 'boolean' | 'string'
  default: number | string | boolean
  min?: number
  max?: number
  /** What a select may be. */
  options?: (number | string | boolean)[]
  /** One sentence that says what it does. */
  help?: string
}

/** Shown under the code when it runs on one window. */
declare const console: {
  log(...words: unknown[]): void
  info(...words: unknown[]): void
  warn(...words: unknown[]): void
  error(...words: unknown[]): void
}
`
