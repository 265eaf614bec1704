/** What runs code that a person wrote. Where none is given, such code does not run. */
import type { BlockCode } from '../model/block-code.ts'
import type { WindowBatch } from './params.ts'

export interface UserWindows {
  batch: WindowBatch
  rateHz: number
  axes: string[]
  params: Record<string, number | string | boolean>
}

export interface UserCode {
  /** Features of each window, `[windows, features]`; demands as many as the code has declared, all finite. */
  features(code: BlockCode, windows: UserWindows): Float32Array
}
