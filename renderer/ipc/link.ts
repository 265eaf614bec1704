/** A way to the backend that can be opened more than once: each opening is a fresh transport. */
import type { Transport } from '../../shared/contract/transport.ts'
import type { ElectronHost } from './host.ts'

export interface Link {
  /** Rejects where the backend cannot be reached now. */
  open(): Promise<Transport>
}

/** The browser host: a WebSocket to where the page came from. */
export function socketLink(address: string): Link {
  return {
    open: () =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(address)
        socket.binaryType = 'arraybuffer'
        socket.addEventListener('open', () => resolve(socketTransport(socket)), { once: true })
        socket.addEventListener('error', () => reject(new Error('The engine does not answer.')), { once: true })
      }),
  }
}

function socketTransport(socket: WebSocket): Transport {
  return {
    get bufferedBytes() {
      return socket.bufferedAmount
    },
    send(frame) {
      if (socket.readyState === WebSocket.OPEN) socket.send(new Uint8Array(frame))
    },
    onFrame(listener) {
      socket.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (event.data instanceof ArrayBuffer) listener(new Uint8Array(event.data))
      })
    },
    onClose(listener) {
      socket.addEventListener('close', () => listener(), { once: true })
    },
    close() {
      socket.close()
    },
  }
}

/** The Electron window: the preload passes frames on; the shell says when the backend comes and goes. */
export function electronLink(host: ElectronHost): Link {
  let waiting: (() => void)[] = []
  let isOpen = false
  let frameListener: (frame: Uint8Array) => void = () => undefined
  let closeListener: () => void = () => undefined
  host.onFrame((frame) => frameListener(frame))
  host.onOpen(() => {
    isOpen = true
    const resolvers = waiting
    waiting = []
    for (const resolve of resolvers) resolve()
  })
  host.onClose(() => {
    isOpen = false
    closeListener()
  })
  const transport: Transport = {
    bufferedBytes: 0,
    send(frame) {
      if (isOpen) host.send(frame)
    },
    onFrame: (listener) => void (frameListener = listener),
    onClose: (listener) => void (closeListener = listener),
    close: () => void (isOpen = false),
  }
  return {
    async open() {
      if (!isOpen) await new Promise<void>((resolve) => waiting.push(resolve))
      return transport
    },
  }
}
