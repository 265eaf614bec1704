/** One call of a kernel as plain data: what the WebAssembly runtime executes, and what C source is written from. */

/** A parameter of a kernel, in the order of its C struct. */
export type KernelField =
  | { name: string; integer: number }
  | { name: string; float: number }
  /** An array inside the struct, or a struct inside it. */
  | { name: string; integers: number[] }
  /** A pointer to constants. */
  | { name: string; table: Int8Array | Int32Array }
  /** A pointer to constants that depend on the rounding. */
  | { name: string; double: Int8Array; single: Int8Array }
  /** 0: double rounding, 1: single. */
  | { name: string; rounding: true }

export interface Kernel {
  /** C function `function(const struct *, inputs…, output)`, declared in `header`. */
  function: string
  struct: string
  header: string
  fields: KernelField[]
}

/** Where a tensor's bytes lie. */
export interface TensorPlace {
  area: 'input' | 'output' | 'arena' | 'constants'
  /** In bytes; for constants the index of the table. */
  offset: number
}

export interface KernelCall {
  kernel: Kernel
  inputs: TensorPlace[]
  output: TensorPlace
}

/** A whole network as calls, in order. All inputs lie back to back, and so do the outputs. */
export interface GraphProgram {
  calls: KernelCall[]
  constants: Int8Array[]
  inputBytes: number
  outputBytes: number
  arenaBytes: number
  /** No arrangement of the arena can be smaller. */
  arenaLowerBoundBytes: number
}
