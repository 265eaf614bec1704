/** The two ends of the bridge as the rest of the code sees them. Transports lie behind; see transport.ts. */
import type { EventName, EventPayload } from './events.ts'
import type { Input, OperationName, Output, ParsedInput, Progress } from './operations.ts'

export interface CallOptions<K extends OperationName> {
  signal?: AbortSignal
  onProgress?: (progress: Progress<K>) => void
}

/** An event as it arrives: `sequence` counts up by one a topic; `dropped` is how many were left out before this one. */
export interface EventMessage<K extends EventName> {
  payload: EventPayload<K>
  sequence: number
  dropped: number
}

/** What pages and the CLI hold. */
export interface Client {
  call<K extends OperationName>(name: K, input: Input<K>, options?: CallOptions<K>): Promise<Output<K>>
  /** Returns the function that ends the subscription. */
  on<K extends EventName>(name: K, listener: (event: EventMessage<K>) => void): () => void
  /** Called once when the backend is gone; every open call is rejected with `bridge/closed`. */
  onClose(listener: () => void): () => void
  close(): void
}

/** What a service gets beside its input. */
export interface CallContext<K extends OperationName> {
  signal: AbortSignal
  progress(progress: Progress<K>): void
}

export type Handler<K extends OperationName> = (
  input: ParsedInput<K>,
  context: CallContext<K>,
) => Promise<Output<K>> | Output<K>
/** One handler for every operation: a missing one is a type error. */
export type Handlers = { [K in OperationName]: Handler<K> }

/** Where services publish events. */
export interface EventSink {
  publish<K extends EventName>(name: K, payload: EventPayload<K>): void
}
