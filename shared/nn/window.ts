/** A window that slides over an image `[samples, height, width, channels]`; kernels/window.h is the same in C. */
import { padded } from './kernels.ts'

export interface Window {
  height: number
  width: number
  channels: number
  outHeight: number
  outWidth: number
  kernelHeight: number
  kernelWidth: number
  strideHeight: number
  strideWidth: number
  /** Rows of nothing above, columns of nothing left of the image. */
  top: number
  left: number
}

/** What a window reaches from one position, clipped to the image. */
export interface Reach {
  sample: number
  /** May be negative: the window begins outside. */
  top: number
  left: number
}

/** Floats from the start of the image to a pixel. */
export function pixelAt({ height, width, channels }: Window, sample: number, y: number, x: number): number {
  return ((sample * height + y) * width + x) * padded(channels)
}

export function inside(position: number, length: number): boolean {
  return position >= 0 && position < length
}

/** All positions in the order of the kernels; `index` counts them. */
export function forEachPosition(window: Window, samples: number, visit: (reach: Reach, index: number) => void): void {
  let index = 0
  for (let sample = 0; sample < samples; sample++)
    for (let y = 0; y < window.outHeight; y++)
      for (let x = 0; x < window.outWidth; x++)
        visit(
          { sample, top: y * window.strideHeight - window.top, left: x * window.strideWidth - window.left },
          index++,
        )
}

/** Pixels under the window that lie in the image; `tap` is the position inside the window. */
export function forEachTap(
  window: Window,
  { sample, top, left }: Reach,
  visit: (pixel: number, tap: number) => void,
): void {
  for (let ky = 0; ky < window.kernelHeight; ky++)
    for (let kx = 0; kx < window.kernelWidth; kx++)
      if (inside(top + ky, window.height) && inside(left + kx, window.width))
        visit(pixelAt(window, sample, top + ky, left + kx), ky * window.kernelWidth + kx)
}
