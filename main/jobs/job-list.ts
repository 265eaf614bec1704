/** Jobs of this sitting: what runs, how far it is, how it ended. Every long operation passes through here. */
import { AppError, toErrorData } from '../../shared/contract/errors.ts'
import type { Job } from '../../shared/model/state.ts'

const KEPT_FINISHED_JOBS = 1000

export interface JobOptions {
  name: string
  page: string
  /** The caller's signal: aborting it cancels the job. */
  signal: AbortSignal
}

export interface RunningJob {
  signal: AbortSignal
  progress(stage: string, done: number, total: number): void
}

export interface JobList {
  /** Runs `work` as a job; its result is described by `describe` in the job's row. */
  run<T>(options: JobOptions, work: (job: RunningJob) => Promise<T>, describe: (result: T) => string): Promise<T>
  cancel(id: number): void
  cancelAll(): void
  list(): Job[]
  isRunning(name: string): boolean
}

export function createJobList(onChange: () => void, now: () => number = Date.now): JobList {
  const jobs: Job[] = []
  const controllers = new Map<number, AbortController>()
  let nextId = 1

  function start(options: JobOptions): { job: Job; controller: AbortController } {
    const job: Job = {
      id: nextId++,
      name: options.name,
      page: options.page,
      state: 'running',
      stage: '',
      done: 0,
      total: 0,
      startedAt: now(),
      endedAt: null,
      result: '',
    }
    const controller = new AbortController()
    jobs.push(job)
    if (jobs.length > KEPT_FINISHED_JOBS) jobs.shift()
    controllers.set(job.id, controller)
    return { job, controller }
  }

  function finish(job: Job, state: 'done' | 'cancelled' | 'failed', result: string): void {
    job.state = state
    job.result = result
    job.endedAt = now()
    controllers.delete(job.id)
    onChange()
  }

  function cancel(id: number): void {
    const job = jobs.find((entry) => entry.id === id)
    if (job?.state !== 'running') return
    job.state = 'cancelling'
    controllers.get(id)?.abort(new AppError('app/cancelled'))
    onChange()
  }

  async function run<T>(
    options: JobOptions,
    work: (job: RunningJob) => Promise<T>,
    describe: (result: T) => string,
  ): Promise<T> {
    if (jobs.some((job) => job.name === options.name && job.endedAt === null)) {
      throw new AppError('app/busy', { message: `"${options.name}" is already running.` })
    }
    const { job, controller } = start(options)
    const forward = (): void => {
      // A page that is gone does not end its job: reload it and the job is still there.
      if (!isPageGone(options.signal.reason)) cancel(job.id)
    }
    if (options.signal.aborted) forward()
    else options.signal.addEventListener('abort', forward, { once: true })
    onChange()
    try {
      const result = await work({
        signal: controller.signal,
        progress(stage, done, total) {
          Object.assign(job, { stage, done, total })
          onChange()
        },
      })
      finish(job, 'done', describe(result))
      return result
    } catch (error) {
      const cancelled = controller.signal.aborted
      finish(job, cancelled ? 'cancelled' : 'failed', cancelled ? 'Cancelled' : toErrorData(error).message)
      throw cancelled ? new AppError('app/cancelled', { cause: error }) : error
    } finally {
      options.signal.removeEventListener('abort', forward)
    }
  }

  return {
    run,
    cancel,
    cancelAll: () => [...controllers.keys()].forEach(cancel),
    list: () => jobs,
    isRunning: (name) => jobs.some((job) => job.name === name && job.endedAt === null),
  }
}

function isPageGone(reason: unknown): boolean {
  return reason instanceof AppError && reason.code === 'bridge/closed'
}
