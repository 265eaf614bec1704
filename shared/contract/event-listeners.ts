/** Who listens to which topic: the backend is asked for a topic while at least one listens. */
import type { EventMessage } from './api.ts'
import { parseEvent } from './codec.ts'
import { type EventName, isEventName } from './events.ts'
import type { ClientMessage, ServerMessage } from './messages.ts'

type Arrived = Extract<ServerMessage, { kind: 'event' }>

export interface EventListeners {
  add<K extends EventName>(name: K, listener: (event: EventMessage<K>) => void): () => void
  take(message: Arrived): void
}

export function createEventListeners(send: (message: ClientMessage) => void): EventListeners {
  const topics = new Map<string, Set<(message: Arrived) => void>>()

  return {
    add<K extends EventName>(name: K, listener: (event: EventMessage<K>) => void) {
      const topic = topics.get(name) ?? new Set()
      const deliver = ({ payload, sequence, dropped }: Arrived): void =>
        listener({ payload: parseEvent(name, payload), sequence, dropped })
      if (topic.size === 0) send({ kind: 'subscribe', name })
      topic.add(deliver)
      topics.set(name, topic)
      return () => {
        if (topic.delete(deliver) && topic.size === 0) send({ kind: 'unsubscribe', name })
      }
    },
    take(message) {
      if (!isEventName(message.name)) return
      for (const deliver of topics.get(message.name) ?? []) deliver(message)
    },
  }
}
