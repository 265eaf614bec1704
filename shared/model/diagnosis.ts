/** Diagnosis of a board: nine numbered steps from the cable to a steady clock, each with its remedy. */
import { z } from 'zod'

export const DIAGNOSIS_STEPS = [
  ['seen', 'The port is there'],
  ['permission', 'You may use it'],
  ['free', 'No other program uses it'],
  ['opens', 'It opens'],
  ['bytes', 'Bytes arrive'],
  ['baud-rate', 'The baud rate fits'],
  ['lines', 'What arrives can be read'],
  ['board', 'The board is recognised'],
  ['clock', 'Its clock is steady'],
] as const
export type DiagnosisStepId = (typeof DIAGNOSIS_STEPS)[number][0]

export const diagnosisStepSchema = z.object({
  number: z.number().int().min(1).max(DIAGNOSIS_STEPS.length),
  id: z.enum(DIAGNOSIS_STEPS.map(([id]) => id)),
  name: z.string(),
  /** `skipped`: an earlier problem has to be solved first, or it does not apply to this board. */
  state: z.enum(['waiting', 'running', 'ok', 'problem', 'skipped']),
  /** What was seen, in one sentence; empty before. */
  found: z.string(),
  /** What to do; null unless there is a problem. */
  remedy: z.string().nullable(),
})
export type DiagnosisStep = z.infer<typeof diagnosisStepSchema>

export const diagnosisSchema = z.object({
  port: z.string(),
  ok: z.boolean(),
  steps: z.array(diagnosisStepSchema).length(DIAGNOSIS_STEPS.length),
})
export type Diagnosis = z.infer<typeof diagnosisSchema>
