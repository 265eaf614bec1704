/** The backend's end of the bridge: answers the calls of one peer and passes events on to it. */
import type { Handlers } from './api.ts'
import { decodeClientMessage, encodeMessage, parseInput, parseOutput } from './codec.ts'
import { AppError, toErrorData } from './errors.ts'
import { createEventGate, type EventSource } from './event-gate.ts'
import type { CallMessage, ClientMessage, ServerMessage } from './messages.ts'
import { isOperationName, type OperationName } from './operations.ts'
import type { Transport } from './transport.ts'

/** A peer this far behind gets no more readings until it has caught up. */
const BUFFER_LIMIT_BYTES = 4 * 1024 * 1024

export interface Served {
  handlers: Handlers
  events: EventSource
}

export interface ServeOptions {
  bufferLimitBytes?: number
  /** Told of every error that is a bug, with its stack, for the log. */
  onBug?: (operation: string, error: unknown) => void
}

/** Serves one peer until it is gone. Returns the function that ends it from this side. */
export function serve(served: Served, transport: Transport, options: ServeOptions = {}): () => void {
  const running = new Map<number, AbortController>()
  const send = (message: ServerMessage): void => transport.send(encodeMessage(message))
  const gate = createEventGate(transport, served.events, options.bufferLimitBytes ?? BUFFER_LIMIT_BYTES)

  async function answer(message: CallMessage): Promise<void> {
    const { id } = message
    const controller = new AbortController()
    try {
      if (running.has(id)) throw new AppError('bridge/refused', { message: `The call ${id} is already running.` })
      running.set(id, controller)
      const output = await runCall(served.handlers, message, controller.signal, (progress) => {
        if (running.has(id)) send({ kind: 'progress', id, progress })
      })
      if (running.has(id)) send({ kind: 'result', id, output })
    } catch (thrown) {
      const error = controller.signal.aborted ? asCancelled(thrown) : thrown
      if (!(error instanceof AppError) || error.code === 'app/bug') options.onBug?.(message.name, error)
      if (running.get(id) === controller) send({ kind: 'error', id, error: toErrorData(error) })
    } finally {
      if (running.get(id) === controller) running.delete(id)
    }
  }

  function take(message: ClientMessage): void {
    if (message.kind === 'call') return void answer(message)
    if (message.kind === 'abort') return running.get(message.id)?.abort(new AppError('app/cancelled'))
    gate.take(message)
  }

  function end(): void {
    gate.close()
    // Handlers may let work outlive its page: they know it by this reason.
    for (const controller of running.values()) controller.abort(new AppError('bridge/closed'))
    running.clear()
  }

  transport.onFrame((frame) => {
    try {
      take(decodeClientMessage(frame))
    } catch (error) {
      send({ kind: 'refused', error: toErrorData(error) })
    }
  })
  transport.onClose(end)
  return () => {
    end()
    transport.close()
  }
}

async function runCall(
  handlers: Handlers,
  message: CallMessage,
  signal: AbortSignal,
  onProgress: (progress: unknown) => void,
): Promise<unknown> {
  const { name } = message
  if (!isOperationName(name)) {
    throw new AppError('bridge/unknown-operation', { message: `There is no operation ${name}.`, data: { name } })
  }
  return await runHandler(handlers, name, message.input, { signal, onProgress })
}

async function runHandler<K extends OperationName>(
  handlers: Handlers,
  name: K,
  input: unknown,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: unknown) => void },
): Promise<unknown> {
  const parsed = parseInput(name, input)
  const output = await handlers[name](parsed, { signal, progress: onProgress })
  return parseOutput(name, output)
}

/** A handler may leave with the signal's own error or with one of ours; both mean the same. */
function asCancelled(error: unknown): unknown {
  const aborted = error instanceof Error && error.name === 'AbortError'
  return aborted ? new AppError('app/cancelled', { cause: error }) : error
}
