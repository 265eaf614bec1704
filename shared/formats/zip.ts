/** The files of a ZIP, within limits: an archive made to fill the memory is refused before it is unpacked. */
import { unzipSync } from 'fflate'
import { AppError } from '../contract/errors.ts'
import { normalPath } from './labels.ts'

export interface ZipLimits {
  entries: number
  /** All files together, unpacked. */
  bytes: number
  /** Unpacked over packed size, for files above 1 MB. */
  ratio: number
}

export const ZIP_LIMITS: ZipLimits = { entries: 100_000, bytes: 1024 * 1024 * 1024, ratio: 300 }

export interface ZipEntry {
  path: string
  bytes: Uint8Array
}

/** `wanted` chooses by path before anything is unpacked. */
export function readZip(
  bytes: Uint8Array,
  wanted: (path: string) => boolean = () => true,
  limits: ZipLimits = ZIP_LIMITS,
): ZipEntry[] {
  let entries = 0
  let total = 0
  try {
    const files = unzipSync(bytes, {
      filter({ name, size, originalSize }) {
        if (++entries > limits.entries) throw tooLarge(`it has more than ${limits.entries} files`)
        if (name.endsWith('/') || !wanted(normalPath(name))) return false
        total += originalSize
        if (total > limits.bytes) throw tooLarge(`it unpacks to more than ${limits.bytes} bytes`)
        if (originalSize > 1_000_000 && originalSize > size * limits.ratio)
          throw tooLarge(`${name} is packed too tightly`)
        return true
      },
    })
    return Object.entries(files).map(([path, content]) => ({ path: normalPath(path), bytes: content }))
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('data/unreadable', {
      message: `This ZIP cannot be read: ${cause instanceof Error ? cause.message : 'it is damaged'}.`,
      cause,
    })
  }
}

function tooLarge(what: string): AppError {
  return new AppError('data/too-large', { message: `This ZIP is larger than the workbench reads at once: ${what}.` })
}

export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5) && (bytes[3] === 4 || bytes[3] === 6)
  )
}
