/** Plays a sample of sound. */
import { useEffect, useRef } from 'react'
import type { Sample } from '../../shared/model/sample.ts'
import { useClient } from '../app/client.tsx'
import { message } from '../app/messages.ts'
import { toAppError } from '../app/use-operation.ts'
import { Button } from '../components/button.tsx'

const FULL_SCALE = 32_768

export function PlaySound({ sample }: { sample: Sample }) {
  const client = useClient()
  const playing = useRef<AudioContext | null>(null)
  useEffect(() => () => void playing.current?.close(), [])
  async function play(): Promise<void> {
    try {
      const { values } = await client.call('samples/get', { id: sample.id })
      await playing.current?.close()
      const context = new AudioContext()
      playing.current = context
      const buffer = context.createBuffer(1, Math.max(1, values.length), sample.rateHz)
      buffer.copyToChannel(
        Float32Array.from(values, (value) => value / FULL_SCALE),
        0,
      )
      const source = context.createBufferSource()
      source.buffer = buffer
      source.connect(context.destination)
      source.start()
    } catch (error) {
      message(toAppError(error).message, { urgent: true })
    }
  }
  return <Button size="small" icon="play" aria-label={`Play ${sample.name}`} title="Play" onPress={() => void play()} />
}
