/** A WebSocket as a transport: one binary message is one frame. */
import type { WebSocket } from 'ws'
import type { Transport } from '../../shared/contract/transport.ts'

export function socketTransport(socket: WebSocket): Transport {
  socket.binaryType = 'nodebuffer'
  return {
    get bufferedBytes() {
      return socket.bufferedAmount
    },
    send(frame) {
      if (socket.readyState === socket.OPEN) socket.send(frame, { binary: true })
    },
    onFrame(listener) {
      socket.on('message', (data: Buffer, isBinary: boolean) => {
        // Text is no frame; as an empty one it is answered as malformed.
        listener(isBinary ? data : new Uint8Array(0))
      })
    },
    onClose(listener) {
      socket.on('close', listener)
    },
    close() {
      socket.close()
    },
  }
}
