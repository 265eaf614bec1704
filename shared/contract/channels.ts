/** Several transports through one byte pipe. The shell has one pipe to the backend and opens a channel for each page load. */
import { createFrameReader, packFrame } from './frames.ts'
import type { Transport } from './transport.ts'

export interface BytePipe {
  write(bytes: Uint8Array): void
  readonly bufferedBytes: number
}

export interface Channels {
  /** Opens a channel from this end. Only one of the two ends does so. */
  open(): Transport
  /** Bytes that arrived. */
  push(chunk: Uint8Array): void
  /** The pipe is gone, and so are all channels. */
  end(): void
}

interface Channel extends Transport {
  arrive(frame: Uint8Array): void
  ended(): void
}

const CLOSED = new Uint8Array(0)

/** `onPeer` takes each channel that the other end opens. */
export function createChannels(pipe: BytePipe, onPeer: (transport: Transport) => void): Channels {
  const channels = new Map<number, Channel>()
  let lastChannel = 0

  function add(number: number): Channel {
    const frameListeners: ((frame: Uint8Array) => void)[] = []
    const closeListeners: (() => void)[] = []
    const channel: Channel = {
      get bufferedBytes() {
        return pipe.bufferedBytes
      },
      send(frame) {
        if (channels.has(number)) pipe.write(packFrame(number, frame))
      },
      onFrame: (listener) => void frameListeners.push(listener),
      onClose: (listener) => void closeListeners.push(listener),
      close() {
        if (!channels.has(number)) return
        pipe.write(packFrame(number, CLOSED))
        channel.ended()
      },
      arrive(frame) {
        for (const listener of frameListeners) listener(frame)
      },
      ended() {
        if (!channels.delete(number)) return
        for (const listener of closeListeners) listener()
      },
    }
    channels.set(number, channel)
    return channel
  }

  function accept(number: number): Channel {
    lastChannel = number
    const channel = add(number)
    onPeer(channel)
    return channel
  }

  const reader = createFrameReader((number, frame) => {
    const known = channels.get(number)
    if (frame.length === 0) return known?.ended()
    if (known) return known.arrive(frame)
    // Numbers only go up: a lower one is a channel that this end has closed, with a frame still on its way.
    if (number > lastChannel) accept(number).arrive(frame)
  })

  return {
    open() {
      lastChannel += 1
      return add(lastChannel)
    },
    push: (chunk) => reader.push(chunk),
    end() {
      for (const channel of [...channels.values()]) channel.ended()
    },
  }
}
