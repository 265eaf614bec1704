/** The worker thread that owns the runtime, the training kernels and every live model. */
import { parentPort } from 'node:worker_threads'
import { toErrorData } from '../../shared/contract/errors.ts'
import { createTaskHandlers } from './task-handlers.ts'
import { codesOf, withUserCode } from './user-code.ts'
import { BEAT_FLAG, CANCEL_FLAG, STOP_FLAG, type TaskName, type Tasks, type WorkerMessage } from './tasks.ts'

interface Request {
  task: TaskName
  input: Tasks[TaskName]['input']
  flags: Int32Array
}

const port = parentPort
if (!port) throw new Error('compute-worker runs only as a worker thread')
const handlers = createTaskHandlers()

function answer(message: WorkerMessage, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer)
}

/** Memory of the features, which need not be copied: nobody here looks at them again. */
function buffersOf(parts: Tasks['blockFeatures']['output']): ArrayBuffer[] {
  const arrays = parts.flatMap(({ startMs, features }) => [startMs, ...features])
  return [...new Set(arrays.map(({ buffer }) => buffer))].filter((buffer) => buffer instanceof ArrayBuffer)
}

async function perform({ task, input, flags }: Request): Promise<void> {
  const beat = (): void => void Atomics.add(flags, BEAT_FLAG, 1)
  const context = {
    beat,
    progress: (progress: unknown) => answer({ kind: 'progress', progress }),
    cancelled: () => Atomics.load(flags, CANCEL_FLAG) === 1,
    stopped: () => Atomics.load(flags, STOP_FLAG) === 1,
  }
  try {
    // The table's types tie each input to its task; a union of functions cannot be called with a union of inputs.
    const handler = handlers[task] as (input: unknown, context: unknown) => unknown
    // Code that is only being tried runs in its own task, which opens it itself.
    const codes = task === 'runCode' ? [] : codesOf(input)
    const output = await withUserCode(codes, { cancelled: context.cancelled, beat }, () => handler(input, context))
    const features = task === 'blockFeatures' ? (output as Tasks['blockFeatures']['output']) : []
    answer({ kind: 'done', output }, buffersOf(features))
  } catch (error) {
    answer({ kind: 'failed', error: toErrorData(error) })
  }
}

port.on('message', (request: Request) => void perform(request))
