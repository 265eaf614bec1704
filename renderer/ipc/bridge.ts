/** The page's one connection to the backend. It outlives a restart of the backend: subscriptions are made again. */
import type { CallOptions, Client, EventMessage } from '../../shared/contract/api.ts'
import { connect } from '../../shared/contract/client.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { EventName } from '../../shared/contract/events.ts'
import type { Input, OperationName, Output } from '../../shared/contract/operations.ts'
import { type ElectronHost, electronHost } from './host.ts'
import { electronLink, type Link, socketLink } from './link.ts'
import { createSubscriptions } from './subscriptions.ts'

const RETRY_MS = 1000

export type Connection = 'connecting' | 'open' | 'closed'

export interface BridgeClient {
  call<K extends OperationName>(name: K, input: Input<K>, options?: CallOptions<K>): Promise<Output<K>>
  /** Returns the function that ends the subscription. Lives on when the backend is restarted. */
  on<K extends EventName>(name: K, listener: (event: EventMessage<K>) => void): () => void
}

/** Fits `useSyncExternalStore(source.subscribe, source.get)` and zustand alike. */
export interface Source<T> {
  get(): T
  subscribe(listener: () => void): () => void
}

export interface Bridge {
  client: BridgeClient
  connection: Source<Connection>
  /** Native dialogs and restart; null in a browser. */
  host: ElectronHost | null
  /** Electron: starts the backend again. Browser: tries to reach it at once. */
  restart(): Promise<void>
}

export interface BridgeOptions {
  link?: Link
  host?: ElectronHost | null
}

function hostLink(host: ElectronHost | null): Link {
  return host ? electronLink(host) : socketLink(`ws://${location.host}/bridge`)
}

export function createBridge(options: BridgeOptions = {}): Bridge {
  const host = options.host === undefined ? electronHost() : options.host
  const link = options.link ?? hostLink(host)
  const listeners = new Set<() => void>()
  const subscriptions = createSubscriptions()
  let connection: Connection = 'connecting'
  let client: Client | null = null
  let opening: Promise<void> | null = null

  function become(next: Connection): void {
    connection = next
    for (const listener of listeners) listener()
  }

  async function tryOpen(): Promise<void> {
    try {
      const opened = connect(await link.open())
      client = opened
      opened.onClose(() => {
        client = null
        become('closed')
        void open()
      })
      subscriptions.attach(opened)
      become('open')
    } catch {
      // The backend is not there yet; what the person sees is `closed`, and the next try follows.
      if (connection !== 'closed') become('closed')
      setTimeout(() => void open(), RETRY_MS)
    }
  }

  function open(): Promise<void> {
    if (client) return Promise.resolve()
    opening ??= tryOpen().finally(() => (opening = null))
    return opening
  }

  void open()
  return {
    host,
    connection: {
      get: () => connection,
      subscribe(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    client: {
      async call(name, input, callOptions) {
        if (connection === 'connecting') await open()
        if (!client) throw new AppError('bridge/closed')
        return client.call(name, input, callOptions)
      },
      on: (name, listener) => subscriptions.add(name, listener),
    },
    async restart() {
      await host?.restartBackend()
      await open()
    },
  }
}
