/** The pages' and the CLI's end of the bridge. */
import type { CallOptions, Client, EventMessage } from './api.ts'
import { decodeServerMessage, encodeMessage, parseOutput, parseProgress } from './codec.ts'
import { AppError, fromErrorData } from './errors.ts'
import { createEventListeners } from './event-listeners.ts'
import type { EventName } from './events.ts'
import type { ClientMessage, ServerMessage } from './messages.ts'
import type { Input, OperationName, Output } from './operations.ts'
import type { Transport } from './transport.ts'

interface OpenCall {
  finish(output: unknown): void
  fail(error: unknown): void
  progress(progress: unknown): void
}

export function connect(transport: Transport): Client {
  const calls = new Map<number, OpenCall>()
  const closeListeners = new Set<() => void>()
  let closed = false
  let nextId = 1
  const send = (message: ClientMessage): void => transport.send(encodeMessage(message))
  const listeners = createEventListeners((message) => {
    if (!closed) send(message)
  })

  function failAll(error: AppError): void {
    const open = [...calls.values()]
    calls.clear()
    for (const call of open) call.fail(error)
  }

  function end(): void {
    if (closed) return
    closed = true
    failAll(new AppError('bridge/closed'))
    for (const listener of closeListeners) listener()
    closeListeners.clear()
  }

  function take(message: ServerMessage): void {
    if (message.kind === 'event') return listeners.take(message)
    // Nobody knows which call a damaged message belonged to; all fail, so that none waits for ever.
    if (message.kind === 'refused') return failAll(fromErrorData(message.error))
    const call = calls.get(message.id)
    if (!call) return
    if (message.kind === 'progress') return call.progress(message.progress)
    calls.delete(message.id)
    if (message.kind === 'result') call.finish(message.output)
    else call.fail(fromErrorData(message.error))
  }

  transport.onFrame((frame) => {
    let message: ServerMessage
    try {
      message = decodeServerMessage(frame)
    } catch (error) {
      return failAll(error instanceof AppError ? error : new AppError('bridge/malformed', { cause: error }))
    }
    take(message)
  })
  transport.onClose(end)

  async function call<K extends OperationName>(
    name: K,
    input: Input<K>,
    options: CallOptions<K> = {},
  ): Promise<Output<K>> {
    if (closed) throw new AppError('bridge/closed')
    if (options.signal?.aborted === true) throw new AppError('app/cancelled')
    const id = nextId++
    const abort = (): void => {
      if (calls.has(id) && !closed) send({ kind: 'abort', id })
    }
    try {
      const output = new Promise<unknown>((finish, fail) => {
        const progress = (value: unknown): void => {
          try {
            options.onProgress?.(parseProgress(name, value))
          } catch (error) {
            fail(error)
          }
        }
        calls.set(id, { finish, fail, progress })
      })
      send({ kind: 'call', id, name, input })
      options.signal?.addEventListener('abort', abort, { once: true })
      return parseOutput(name, await output)
    } finally {
      calls.delete(id)
      options.signal?.removeEventListener('abort', abort)
    }
  }

  return {
    call,
    on<K extends EventName>(name: K, listener: (event: EventMessage<K>) => void) {
      return listeners.add(name, listener)
    },
    onClose(listener) {
      closeListeners.add(listener)
      return () => void closeListeners.delete(listener)
    },
    close() {
      end()
      transport.close()
    },
  }
}
