/** A line plot that explains a DSP block on one window. */
import { z } from 'zod'
import { float32ArraySchema } from './arrays.ts'

export const figureSchema = z.object({
  title: z.string(),
  xTitle: z.string(),
  yTitle: z.string(),
  series: z.array(z.object({ name: z.string(), x: float32ArraySchema, y: float32ArraySchema })),
})
export type Figure = z.infer<typeof figureSchema>
