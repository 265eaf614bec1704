/** What learning "what is usual" gives: a detector as plain data, and the score from which a window is strange. */
import type { AnomalyParams } from '../../runtime/anomaly-params.ts'

export interface AnomalyModel extends AnomalyParams {
  /** Number of all features of a window. */
  inputs: number
  /** Names of the features it looks at. */
  names: string[]
  /** Windows that score above it are an ANOMALY. */
  threshold: number
}
