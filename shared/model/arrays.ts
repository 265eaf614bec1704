/** Typed arrays in schemas: samples travel as these, never as arrays of numbers. */
import { z } from 'zod'

export const float32ArraySchema = z.custom<Float32Array>(
  (value) => value instanceof Float32Array,
  'expected a Float32Array',
)
export const int32ArraySchema = z.custom<Int32Array>((value) => value instanceof Int32Array, 'expected an Int32Array')
export const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')
