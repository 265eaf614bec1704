/** Handlers that answer only what a test gives; everything else is refused as a bug. */
import type { EventSink, Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { EventName, EventPayload } from '../../shared/contract/events.ts'
import { operations } from '../../shared/contract/operations.ts'

export interface FakeBackend {
  handlers: Handlers
  events: { subscribe(sink: EventSink): () => void }
  publish<K extends EventName>(name: K, payload: EventPayload<K>): void
  subscribers(): number
}

export function fakeBackend(given: Partial<Handlers>): FakeBackend {
  const sinks = new Set<EventSink>()
  const missing = Object.keys(operations).map((name) => [
    name,
    () => {
      throw new AppError('app/bug', { message: `${name} is not part of this test.` })
    },
  ])
  return {
    handlers: { ...(Object.fromEntries(missing) as Handlers), ...given },
    events: {
      subscribe(sink) {
        sinks.add(sink)
        return () => void sinks.delete(sink)
      },
    },
    publish(name, payload) {
      for (const sink of sinks) sink.publish(name, payload)
    },
    subscribers: () => sinks.size,
  }
}
