/** What stands beside a job's bar: stage, count, time left. */
import type { Job } from '../../shared/model/state.ts'
import { formatCount, formatSeconds } from '../components/format.ts'

const WORDS = {
  queued: 'Waiting',
  running: 'Running',
  cancelling: 'Cancelling',
  done: 'Done',
  cancelled: 'Cancelled',
  failed: 'Stopped by a problem',
} as const

export function jobWord(state: Job['state']): string {
  return WORDS[state]
}

export function jobSeconds(job: Job, nowMs: number): number {
  return Math.max(0, ((job.endedAt ?? nowMs) - job.startedAt) / 1000)
}

/** "writing, 12 of 40, 3.20 s left". No time left is promised before a twentieth is done. */
export function jobText(job: Job, nowMs: number): string {
  if (job.state !== 'running') return jobWord(job.state)
  const count = job.total > 0 ? `${formatCount(job.done)} of ${formatCount(job.total)}` : ''
  const share = job.total > 0 ? job.done / job.total : 0
  const left = share >= 0.05 && share < 1 ? `${formatSeconds((jobSeconds(job, nowMs) * (1 - share)) / share)} left` : ''
  return [job.stage, count, left].filter(Boolean).join(', ')
}
