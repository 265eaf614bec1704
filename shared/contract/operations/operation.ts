/** What every table of operations is made of. */
import { z } from 'zod'

/** Nothing goes in, or nothing comes out. */
export const none = z.object({})
export const idSchema = z.number().int().positive()

/** How far a long operation is: shown as stage, count and bar. */
export const jobProgressSchema = z.object({ stage: z.string(), done: z.number(), total: z.number() })
export type JobProgress = z.infer<typeof jobProgressSchema>

/** A file that was written. */
export const exportedFileSchema = z.object({ path: z.string(), bytes: z.number().int() })

export interface Operation<I extends z.ZodType, O extends z.ZodType, P extends z.ZodType> {
  input: I
  output: O
  progress: P
}
export function operation<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Operation<I, O, z.ZodNever>
export function operation<I extends z.ZodType, O extends z.ZodType, P extends z.ZodType>(
  input: I,
  output: O,
  progress: P,
): Operation<I, O, P>
export function operation(
  input: z.ZodType,
  output: z.ZodType,
  progress: z.ZodType = z.never(),
): Operation<z.ZodType, z.ZodType, z.ZodType> {
  return { input, output, progress }
}
