/** Hands every published event to all subscribers. */
import type { EventSink } from '../../shared/contract/api.ts'

export interface EventHub extends EventSink {
  subscribe(sink: EventSink): () => void
}

export function createEventHub(): EventHub {
  const sinks = new Set<EventSink>()
  return {
    publish(name, payload) {
      for (const sink of sinks) sink.publish(name, payload)
    },
    subscribe(sink) {
      sinks.add(sink)
      return () => void sinks.delete(sink)
    },
  }
}
