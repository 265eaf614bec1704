/** The worker thread that owns the runtime, the training kernels and every live model. */
import { parentPort } from 'node:worker_threads'
import { toErrorData } from '../../shared/contract/errors.ts'
import { createTaskHandlers } from './task-handlers.ts'
import { CANCEL_FLAG, STOP_FLAG, type TaskName, type Tasks, type WorkerMessage } from './tasks.ts'

interface Request {
  task: TaskName
  input: Tasks[TaskName]['input']
  flags: Int32Array
}

const port = parentPort
if (!port) throw new Error('compute-worker runs only as a worker thread')
const handlers = createTaskHandlers()

function answer(message: WorkerMessage): void {
  port?.postMessage(message)
}

port.on('message', ({ task, input, flags }: Request) => {
  const context = {
    progress: (progress: unknown) => answer({ kind: 'progress', progress }),
    cancelled: () => Atomics.load(flags, CANCEL_FLAG) === 1,
    stopped: () => Atomics.load(flags, STOP_FLAG) === 1,
  }
  try {
    // The table's types tie each input to its task; a union of functions cannot be called with a union of inputs.
    const handler = handlers[task] as (input: unknown, context: unknown) => unknown
    answer({ kind: 'done', output: handler(input, context) })
  } catch (error) {
    answer({ kind: 'failed', error: toErrorData(error) })
  }
})
