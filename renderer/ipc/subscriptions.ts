/** Remembers who listens to what, so that a new connection gets the same subscriptions. */
import type { Client, EventMessage } from '../../shared/contract/api.ts'
import type { EventName } from '../../shared/contract/events.ts'

interface Subscription {
  attach(client: Client): void
  detach(): void
}

export interface Subscriptions {
  add<K extends EventName>(name: K, listener: (event: EventMessage<K>) => void): () => void
  /** Subscribes everything at a fresh connection; the old one is gone. */
  attach(client: Client): void
}

export function createSubscriptions(): Subscriptions {
  const all = new Set<Subscription>()
  let current: Client | null = null

  return {
    add(name, listener) {
      let end: () => void = () => undefined
      const subscription: Subscription = {
        attach(client) {
          end = client.on(name, listener)
        },
        detach: () => end(),
      }
      all.add(subscription)
      if (current) subscription.attach(current)
      return () => {
        all.delete(subscription)
        subscription.detach()
      }
    },
    attach(client) {
      current = client
      for (const subscription of all) subscription.attach(client)
    },
  }
}
