/** What can go wrong with a simulated board on purpose. */
import { z } from 'zod'

export const lineFaultsSchema = z.object({
  /** Of a thousand bytes from the board, how many are lost or get a wrong bit. */
  dropPerThousand: z.number().min(0).max(1000),
  corruptPerThousand: z.number().min(0).max(1000),
  /** Bytes come up to this much later, in order. */
  jitterMs: z.number().min(0).max(2000),
  /** The board's clock runs this much too fast; negative: too slow. */
  driftPerThousand: z.number().min(-500).max(500),
})
export type LineFaults = z.infer<typeof lineFaultsSchema>

export const NO_FAULTS: LineFaults = { dropPerThousand: 0, corruptPerThousand: 0, jitterMs: 0, driftPerThousand: 0 }

/** Things that happen once. `stall`: nothing comes for two seconds, then all of it. `rename`: comes back as another port. */
export const FAULT_ACTS = ['stall', 'reset', 'unplug', 'plug', 'rename'] as const
export const faultActSchema = z.enum(FAULT_ACTS)
export type FaultAct = z.infer<typeof faultActSchema>
