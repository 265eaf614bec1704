/** While this computer's camera is connected, this page sees through it and takes the pictures that are asked for. */
import { useEffect } from 'react'
import { create } from 'zustand'
import { useClient, useConnection } from './client.tsx'
import { mediaProblem } from './media-problem.ts'
import { message } from './messages.ts'
import { useAppState } from './store.ts'
import { useEvent } from './use-event.ts'

export const CAMERA_PORT = 'computer:camera'
/** More than any model looks at; cameras give what is nearest. */
const WANTED = { width: { ideal: 640 }, height: { ideal: 480 }, facingMode: 'environment' }

const useStream = create<{ stream: MediaStream | null }>(() => ({ stream: null }))

/** What the camera sees now; null until it is allowed and there. */
export function useCameraStream(): MediaStream | null {
  return useStream(({ stream }) => stream)
}

export function useCamera(): void {
  const client = useClient()
  const bridge = useConnection()
  const wanted = useAppState(({ connection }) => connection?.port === CAMERA_PORT && connection.state === 'connected')
  const stream = useCameraStream()
  useEffect(() => {
    if (!wanted || bridge !== 'open') return undefined
    let ended = false
    navigator.mediaDevices.getUserMedia({ video: WANTED }).then(
      (opened) => (ended ? stop(opened) : useStream.setState({ stream: opened })),
      (error: unknown) => {
        if (ended) return
        message(mediaProblem(error, 'camera'), { urgent: true })
        client.call('devices/disconnect', { port: CAMERA_PORT }).catch(() => undefined)
      },
    )
    return () => {
      ended = true
      const { stream: open } = useStream.getState()
      if (open) stop(open)
      useStream.setState({ stream: null })
    }
  }, [client, bridge, wanted])
  useEvent('devices/shoot', ({ payload: { shot } }) => {
    if (!stream) return
    takePicture(stream)
      .then((picture) => client.call('devices/picture', { shot, ...picture }))
      // It is asked for again, and the recording says so where none comes.
      .catch(() => undefined)
  })
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

/** The next picture of the stream, as it is: nothing is made smaller or nicer here. */
async function takePicture(stream: MediaStream): Promise<{ width: number; height: number; bytes: Uint8Array }> {
  const video = document.createElement('video')
  video.muted = true
  video.srcObject = stream
  await video.play()
  const { videoWidth: width, videoHeight: height } = video
  const context = new OffscreenCanvas(width, height).getContext('2d')
  if (!context) throw new Error('no canvas')
  context.drawImage(video, 0, 0)
  video.srcObject = null
  const { data } = context.getImageData(0, 0, width, height)
  return { width, height, bytes: withoutAlpha(data) }
}

function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array {
  const bytes = new Uint8Array((rgba.length / 4) * 3)
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) bytes.set(rgba.subarray(from, from + 3), to)
  return bytes
}
