/** What this computer's camera sees now: the whole part that is kept, and beside it the very pixels that a sample gets. */
import { type ReactNode, useEffect, useRef } from 'react'
import type { ImageSize } from '../../shared/model/input-block.ts'
import { useCameraStream } from '../app/use-camera.ts'
import './plots.css'

interface Props {
  title: string
  size: ImageSize
  /** Drawn in the corner: countdown, "Picture 2 of 5". */
  corner?: ReactNode
  recording?: boolean
  onKey?: (key: string) => boolean
}

export function LivePicture({ title, size, corner, recording = false, onKey }: Props) {
  const stream = useCameraStream()
  const video = useRef<HTMLVideoElement>(null)
  const kept = useRef<HTMLCanvasElement>(null)
  const { width, height } = size
  const summary = stream
    ? `Right: as it is kept, ${width} × ${height} pixels. What lies beyond this shape is cut off.`
    : 'Waiting for the camera. Allow it if the window asks.'
  useEffect(() => {
    if (video.current) video.current.srcObject = stream
  }, [stream])
  useEffect(() => {
    let request = requestAnimationFrame(function frame() {
      if (video.current && kept.current) drawMiddle(video.current, kept.current)
      request = requestAnimationFrame(frame)
    })
    return () => cancelAnimationFrame(request)
  }, [])
  return (
    <figure className="plot-figure" aria-label={title}>
      <div
        className={`plot-area plot-camera${recording ? ' plot-area--recording' : ''}`}
        role="application"
        aria-label={title}
        aria-description={summary}
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return
          if (onKey?.(event.key) === true) event.preventDefault()
        }}
      >
        <video
          ref={video}
          className="plot-camera__seen"
          style={{ aspectRatio: `${width} / ${height}` }}
          autoPlay
          muted
          playsInline
          aria-hidden="true"
        />
        <canvas ref={kept} className="plot-camera__kept" width={width} height={height} aria-hidden="true" />
        {corner && <div className="plot-corner">{corner}</div>}
      </div>
      <p className="plot-figure__summary">{summary}</p>
    </figure>
  )
}

/** The middle of what is seen, in the shape and size of the samples. */
function drawMiddle(video: HTMLVideoElement, canvas: HTMLCanvasElement): void {
  const { videoWidth, videoHeight } = video
  const context = canvas.getContext('2d')
  if (videoWidth === 0 || !context) return
  const scale = Math.max(canvas.width / videoWidth, canvas.height / videoHeight)
  const [width, height] = [canvas.width / scale, canvas.height / scale]
  context.imageSmoothingQuality = 'high'
  const from = [(videoWidth - width) / 2, (videoHeight - height) / 2] as const
  context.drawImage(video, ...from, width, height, 0, 0, canvas.width, canvas.height)
}
