/** A line plot that explains a DSP block on one window. */
import { z } from 'zod'

const float32 = z.instanceof(Float32Array)

export const figureSchema = z.object({
  title: z.string(),
  xTitle: z.string(),
  yTitle: z.string(),
  series: z.array(z.object({ name: z.string(), x: float32, y: float32 })),
})
export type Figure = z.infer<typeof figureSchema>
