/** Gives out places one after the other and takes them back in reverse. */
import { AppError } from '../contract/errors.ts'
import { padded, type Place } from './kernels.ts'

/** WebAssembly addresses 4 GB; plain memory keeps the same limit so that both refuse the same work. */
const LARGEST_PLACE = 2 ** 30

export interface BumpAllocator {
  /** Place and the end of what is now in use. */
  take(length: number): { place: Place; end: Place }
  mark(): Place
  release(mark: Place): void
}

export function bumpAllocator(start: Place): BumpAllocator {
  let next = padded(start)
  return {
    take(length) {
      const place = next
      const end = place + padded(length)
      if (end >= LARGEST_PLACE) throw outOfMemory(end)
      next = end
      return { place, end }
    },
    mark: () => next,
    release(mark) {
      next = mark
    },
  }
}

export function outOfMemory(floats: number, cause?: unknown): AppError {
  return new AppError('training/out-of-memory', {
    message: `This training needs ${Math.ceil((floats * 4) / 2 ** 20)} MB of memory, more than there is.`,
    data: { bytes: floats * 4 },
    cause,
  })
}
