/** A plot that explains a DSP block on one window: lines, or a field of colours. */
import { z } from 'zod'
import { float32ArraySchema } from './arrays.ts'

export const figureSchema = z.object({
  title: z.string(),
  xTitle: z.string(),
  yTitle: z.string(),
  /** Lines; none where there is a heat map. */
  series: z.array(z.object({ name: z.string(), x: float32ArraySchema, y: float32ArraySchema })),
  heat: z
    .object({
      zTitle: z.string(),
      /** Middles of the columns, evenly spread. */
      x: float32ArraySchema,
      /** Middles of the rows, the lowest first; they need not be evenly spread. */
      y: float32ArraySchema,
      /** `[columns, rows]` */
      values: float32ArraySchema,
    })
    .optional(),
})
export type Figure = z.infer<typeof figureSchema>
