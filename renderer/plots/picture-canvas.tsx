/** Pixels on a canvas, one to one; the style sheet makes them larger. */
import { useEffect, useRef } from 'react'
import type { ImageSize } from '../../shared/model/input-block.ts'

interface Props {
  image: ImageSize
  /** `[height, width, channels]`, 0…255; 1 or 3 channels. */
  values: Float32Array
  className: string
}

export function PictureCanvas({ image, values, className }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { width, height } = image
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (context) context.putImageData(pixelsOf({ width, height }, values), 0, 0)
  }, [width, height, values])
  return <canvas ref={canvas} className={className} width={width} height={height} aria-hidden="true" />
}

function pixelsOf({ width, height }: ImageSize, values: Float32Array): ImageData {
  const pixels = new ImageData(width, height)
  const channels = Math.round(values.length / (width * height))
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    for (let color = 0; color < 3; color += 1) {
      pixels.data[pixel * 4 + color] = values[pixel * channels + Math.min(color, channels - 1)] ?? 0
    }
    pixels.data[pixel * 4 + 3] = 255
  }
  return pixels
}
