/** Two ends joined in memory: frames arrive in order, in a later microtask, as they would from another process. */
import type { Transport } from './transport.ts'

interface End extends Transport {
  deliver(frame: Uint8Array): void
  closed(): void
}

export function createMemoryTransportPair(): [Transport, Transport] {
  let open = true
  const left = createEnd(() => right)
  const right = createEnd(() => left)

  function createEnd(other: () => End): End {
    const frameListeners: ((frame: Uint8Array) => void)[] = []
    const closeListeners: (() => void)[] = []
    let bufferedBytes = 0
    return {
      get bufferedBytes() {
        return bufferedBytes
      },
      send(frame) {
        if (!open) return
        const copy = frame.slice()
        bufferedBytes += copy.length
        void Promise.resolve().then(() => {
          bufferedBytes -= copy.length
          if (open) other().deliver(copy)
        })
      },
      onFrame: (listener) => void frameListeners.push(listener),
      onClose: (listener) => void closeListeners.push(listener),
      close() {
        if (!open) return
        open = false
        void Promise.resolve().then(() => {
          left.closed()
          right.closed()
        })
      },
      deliver(frame) {
        for (const listener of frameListeners) listener(frame)
      },
      closed() {
        for (const listener of closeListeners) listener()
      },
    }
  }
  return [left, right]
}
