/**
 * While this computer's microphone is connected, or shakes a simulated board, this page hears it and hands the sound to the
 * backend.
 */
import { useEffect } from 'react'
import { HEARD } from '../../shared/model/board.ts'
import type { BridgeClient } from '../ipc/bridge.ts'
import { useClient, useConnection } from './client.tsx'
import { mediaProblem } from './media-problem.ts'
import { message } from './messages.ts'
import workletAddress from './microphone-worklet.ts?worker&url'
import { useAppState } from './store.ts'

const PORT = 'computer:microphone'

interface Piece {
  row: number
  values: Float32Array<ArrayBuffer>
}

export function useMicrophone(): void {
  const client = useClient()
  const bridge = useConnection()
  const isBoard = useAppState(({ connection, otherConnections }) =>
    [connection, ...otherConnections].some((one) => one?.port === PORT && one.state === 'connected'),
  )
  const isHeard = useAppState(({ connection, motion }) => motion === HEARD && connection?.simulated === true)
  const wanted = isBoard || isHeard
  useEffect(() => {
    if (!wanted || bridge !== 'open') return undefined
    const ended = new AbortController()
    capture(client, ended.signal).catch((error: unknown) => {
      if (ended.signal.aborted) return
      message(mediaProblem(error, 'microphone'), { urgent: true })
      const stop = isBoard
        ? client.call('devices/disconnect', { port: PORT })
        : client.call('devices/motion', { motion: 'idle' })
      stop.catch(() => undefined)
    })
    return () => ended.abort()
  }, [client, bridge, wanted, isBoard])
}

/** Resolves when the sound flows; ends with the signal. */
async function capture(client: BridgeClient, signal: AbortSignal): Promise<void> {
  const { claim, rateHz } = await client.call('devices/capture', {})
  // The sound as it is: nothing may be made louder, quieter or cleaner unasked.
  const audio = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false }
  const stream = await navigator.mediaDevices.getUserMedia({ audio })
  const context = new AudioContext({ sampleRate: rateHz })
  const end = (): void => {
    if (context.state === 'closed') return
    for (const track of stream.getTracks()) track.stop()
    void context.close()
  }
  if (signal.aborted) return end()
  signal.addEventListener('abort', end, { once: true })
  await context.audioWorklet.addModule(workletAddress)
  const node = new AudioWorkletNode(context, 'capture', { channelCount: 1, channelCountMode: 'explicit' })
  node.port.onmessage = ({ data }: MessageEvent<Piece>) => {
    client.call('devices/feed', { claim, ...data }).catch(() => {
      if (node.port.onmessage === null) return
      // Another page hears it now, or the rate has changed: the one that is looked at begins again.
      node.port.onmessage = null
      end()
      if (!signal.aborted && document.hasFocus()) void capture(client, signal).catch(() => undefined)
    })
  }
  // A node that leads nowhere is not run; its outputs stay silent.
  context.createMediaStreamSource(stream).connect(node).connect(context.destination)
  await context.resume()
}
