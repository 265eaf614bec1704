/** Runs tasks in compute workers, each one at a time, and gives each call progress, cancel and stop. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { AppError, errorDataSchema, fromErrorData } from '../../shared/contract/errors.ts'
import { built } from '../paths.ts'
import { BEAT_FLAG, CANCEL_FLAG, FLAGS, STOP_FLAG, type TaskName, type Tasks, type WorkerMessage } from './tasks.ts'

export interface ComputeOptions<K extends TaskName> {
  signal: AbortSignal
  onProgress?: (progress: Tasks[K]['progress']) => void
  /** Ends the task early but keeps its result. */
  stop?: AbortSignal
}

export interface ComputeClient {
  run<K extends TaskName>(task: K, input: Tasks[K]['input'], options: ComputeOptions<K>): Promise<Tasks[K]['output']>
  /** How many parts of one task can run side by side. */
  readonly workers: number
  /** Parts of one task side by side, at most one a worker; answers in the order of the parts. The first failure ends all. */
  runParts<K extends TaskName>(
    task: K,
    parts: Tasks[K]['input'][],
    options: { signal: AbortSignal; onProgress?: (part: number, progress: Tasks[K]['progress']) => void },
  ): Promise<Tasks[K]['output'][]>
  close(): Promise<void>
}

/** One worker with its queue. */
type Lane = Pick<ComputeClient, 'run' | 'close'>

/** More than this bring little: memory is shared by all. */
const MOST_WORKERS = 4

const LOOK_MS = 500
/** Longer than the code's own limit: only what does not even answer to that is still in the same window. */
const STUCK_LOOKS = 6

/** The interpreter cannot interrupt everything; a window that never ends takes its worker with it. */
function watchBeat(flags: Int32Array, onStuck: () => void): () => void {
  let last = 0
  let looks = 0
  const timer = setInterval(() => {
    const beat = Atomics.load(flags, BEAT_FLAG)
    looks = beat % 2 === 1 && beat === last ? looks + 1 : 0
    last = beat
    if (looks >= STUCK_LOOKS) onStuck()
  }, LOOK_MS)
  return () => clearInterval(timer)
}

function createLane(workerFile: string): Lane {
  let worker: Worker | null = null
  let queue: Promise<unknown> = Promise.resolve()

  function liveWorker(): Worker {
    worker ??= new Worker(workerFile)
    // An idle worker does not keep the process alive; a running task does, through its own listeners.
    worker.unref()
    return worker
  }

  function runNow<K extends TaskName>(
    task: K,
    input: Tasks[K]['input'],
    options: ComputeOptions<K>,
  ): Promise<Tasks[K]['output']> {
    if (options.signal.aborted) return Promise.reject(new AppError('app/cancelled'))
    const target = liveWorker()
    target.ref()
    const flags = new Int32Array(new SharedArrayBuffer(4 * FLAGS))
    return new Promise((resolve, reject) => {
      const cancel = (): void => void Atomics.store(flags, CANCEL_FLAG, 1)
      const stop = (): void => void Atomics.store(flags, STOP_FLAG, 1)
      const unwatch = watchBeat(flags, () => {
        end()
        worker = null
        void target.terminate()
        reject(options.signal.aborted ? new AppError('app/cancelled') : new AppError('code/limit'))
      })
      const end = (): void => {
        unwatch()
        target.off('message', onMessage).off('error', onDeath).off('exit', onDeath)
        options.signal.removeEventListener('abort', cancel)
        options.stop?.removeEventListener('abort', stop)
        target.unref()
      }
      const onDeath = (cause: unknown): void => {
        end()
        worker = null
        reject(new AppError('app/bug', { message: 'The calculation ended unexpectedly. Your data are safe.', cause }))
      }
      const onMessage = (message: WorkerMessage): void => {
        if (message.kind === 'progress') return options.onProgress?.(message.progress as Tasks[K]['progress'])
        end()
        if (message.kind === 'done') return resolve(message.output as Tasks[K]['output'])
        const parsed = errorDataSchema.safeParse(message.error)
        reject(
          parsed.success
            ? fromErrorData(parsed.data)
            : new AppError('app/bug', { data: { detail: String(message.error) } }),
        )
      }
      options.signal.addEventListener('abort', cancel, { once: true })
      options.stop?.addEventListener('abort', stop, { once: true })
      target.on('message', onMessage).on('error', onDeath).on('exit', onDeath)
      target.postMessage({ task, input, flags })
    })
  }

  return {
    run(task, input, options) {
      const result = queue.then(() => runNow(task, input, options))
      // The queue goes on whatever became of this call; its caller gets the error.
      queue = result.catch(() => undefined)
      return result
    },
    async close() {
      const ending = worker
      worker = null
      await ending?.terminate()
    },
  }
}

/** workers: as many as the computer has cores, up to four; they are started when they are needed. */
export function createComputeClient({
  workerFile = built('main', 'jobs', 'compute-worker.js'),
  workers = Math.min(MOST_WORKERS, availableParallelism()),
}: { workerFile?: string; workers?: number } = {}): ComputeClient {
  const lanes = Array.from({ length: workers }, () => createLane(workerFile))
  const laneOf = (part: number): Lane => {
    const lane = lanes[part % workers]
    if (!lane) throw new Error('a compute client has at least one worker')
    return lane
  }
  return {
    workers,
    run: (task, input, options) => laneOf(0).run(task, input, options),
    async runParts(task, parts, { signal, onProgress }) {
      const failed = new AbortController()
      const any = AbortSignal.any([signal, failed.signal])
      const running = parts.map(async (input, part) => {
        try {
          return await laneOf(part).run(task, input, {
            signal: any,
            ...(onProgress && { onProgress: (progress) => onProgress(part, progress) }),
          })
        } catch (error) {
          failed.abort()
          throw error
        }
      })
      const ends = await Promise.allSettled(running)
      // The part that failed first says why; the others were only cancelled by it.
      const errors = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []))
      if (errors.length > 0) throw errors.find((error) => !isCancelled(error)) ?? errors[0]
      return ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
    },
    async close() {
      await Promise.all(lanes.map((lane) => lane.close()))
    },
  }
}

function isCancelled(error: unknown): boolean {
  return error instanceof AppError && error.code === 'app/cancelled'
}
