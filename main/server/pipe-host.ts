/** Serves the pages of a shell that sits at the other end of a byte pipe. */
import type { Duplex } from 'node:stream'
import { type Channels, createChannels } from '../../shared/contract/channels.ts'
import type { Transport } from '../../shared/contract/transport.ts'

/** Opens channels to the other end, or takes those that it opens; ends all of them when the pipe ends. */
export function pipeChannels(stream: Duplex, onPeer: (transport: Transport) => void): Channels {
  const pipe = {
    get bufferedBytes() {
      return stream.writableLength
    },
    write(bytes: Uint8Array) {
      if (stream.writable) stream.write(bytes)
    },
  }
  const channels = createChannels(pipe, onPeer)
  stream.on('data', (chunk: Buffer) => {
    try {
      channels.push(chunk)
    } catch {
      // Where a frame begins is no longer known: nothing that follows could be read.
      stream.destroy()
    }
  })
  // An error is followed by `close`, which is where the channels end.
  stream.on('error', () => undefined)
  stream.once('close', () => channels.end())
  return channels
}
