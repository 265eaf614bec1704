/** Passes subscribed events on to one peer, numbered; a peer that is too far behind misses some, and is told how many. */
import type { EventSink } from './api.ts'
import { encodeMessage } from './codec.ts'
import { AppError } from './errors.ts'
import { type EventName, type EventPayload, isEventName } from './events.ts'
import type { ClientMessage } from './messages.ts'
import type { Transport } from './transport.ts'

export interface EventSource {
  subscribe(sink: EventSink): () => void
}

export interface EventGate {
  take(message: Extract<ClientMessage, { kind: 'subscribe' | 'unsubscribe' }>): void
  close(): void
}

/** Small, rare, and telling what is true: leaving one out would leave the page showing something false. */
const NEVER_DROPPED: ReadonlySet<EventName> = new Set<EventName>(['state/changed', 'samples/changed'])

interface Topic {
  sequence: number
  dropped: number
}

export function createEventGate(transport: Transport, source: EventSource, bufferLimitBytes: number): EventGate {
  const topics = new Map<EventName, Topic>()

  function publish<K extends EventName>(name: K, payload: EventPayload<K>): void {
    const topic = topics.get(name)
    if (!topic) return
    topic.sequence += 1
    if (transport.bufferedBytes > bufferLimitBytes && !NEVER_DROPPED.has(name)) {
      topic.dropped += 1
      return
    }
    const { sequence, dropped } = topic
    topic.dropped = 0
    transport.send(encodeMessage({ kind: 'event', name, sequence, dropped, payload }))
  }

  const unsubscribe = source.subscribe({ publish })
  return {
    take({ kind, name }) {
      if (!isEventName(name)) throw new AppError('bridge/refused', { message: `There is no event ${name}.` })
      if (kind === 'unsubscribe') topics.delete(name)
      else if (!topics.has(name)) topics.set(name, { sequence: 0, dropped: 0 })
    },
    close() {
      topics.clear()
      unsubscribe()
    },
  }
}
