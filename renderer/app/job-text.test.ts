import { describe, expect, it } from 'vitest'
import type { Job } from '../../shared/model/state.ts'
import { jobText } from './job-text.ts'

const job: Job = {
  id: 1,
  name: 'Flash',
  page: 'deploy',
  state: 'running',
  stage: 'writing',
  done: 20,
  total: 80,
  startedAt: 10_000,
  endedAt: null,
  result: '',
}

describe('jobText', () => {
  it('says stage, count and the time left at the rate so far', () => {
    expect(jobText(job, 12_000)).toBe('writing, 20 of 80, 6.00 s left')
  })
  it('promises no time at the very beginning', () => {
    expect(jobText({ ...job, done: 1 }, 12_000)).toBe('writing, 1 of 80')
    expect(jobText({ ...job, done: 0, total: 0 }, 12_000)).toBe('writing')
  })
  it('says how it ended', () => {
    expect(jobText({ ...job, state: 'cancelled' }, 12_000)).toBe('Cancelled')
  })
})
