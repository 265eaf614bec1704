/** A network that a person describes in TypeScript, and what its hooks may answer. */
import { z } from 'zod'

export const modelCodeSchema = z.object({ text: z.string().max(200_000) })
export type ModelCode = z.infer<typeof modelCodeSchema>

/** What the code is told of the data. */
export interface ModelContext {
  /** Features of a window. */
  inputs: number
  /** How the features lie: `[frames, coefficients]`, `[height, width, channels]` or `[features]`. */
  shape: number[]
  labels: string[]
}

/** What a hook answers after an epoch; nothing goes on as it was. */
export const epochChoiceSchema = z
  .object({
    /** The learning rate from now on; the schedule goes on from it. */
    learningRate: z.number().positive().max(1e12).optional(),
    /** Ends the training and keeps its best epoch. */
    stop: z.boolean().optional(),
  })
  .nullable()
export type EpochChoice = z.infer<typeof epochChoiceSchema>
