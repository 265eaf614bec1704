/** Boards that show themselves as a drive: finds them on Linux, macOS and Windows and copies a UF2 file onto them. */
import { existsSync } from 'node:fs'
import { open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../shared/contract/errors.ts'
import type { FlashVolume } from './flash-target.ts'

const INFO_FILE = 'INFO_UF2.TXT'
const PIECE_BYTES = 32 * 1024
const GONE_TIMEOUT_MS = 15_000

/** What the places with mounted volumes are on this computer. */
export interface VolumeLister {
  /** Folders in which a volume may be mounted right now. */
  list(): Promise<string[]>
}

export function systemVolumes(platform: NodeJS.Platform = process.platform): VolumeLister {
  if (platform === 'win32') return { list: () => Promise.resolve(windowsDrives()) }
  if (platform === 'darwin') return { list: () => foldersIn('/Volumes') }
  return { list: async () => parseMountInfo(await readFile('/proc/self/mountinfo', 'utf8')) }
}

function windowsDrives(): string[] {
  const letters = Array.from({ length: 24 }, (_, index) => String.fromCharCode('C'.charCodeAt(0) + index))
  return letters.map((letter) => `${letter}:\\`).filter((drive) => existsSync(drive))
}

async function foldersIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.map((name) => join(folder, name))
}

/** Mount points of writable FAT volumes. The kernel writes spaces and the like as octal. */
export function parseMountInfo(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ')
    const place = before.split(' ')[4]
    const [type] = after.split(' ')
    if (!place || (type !== 'vfat' && type !== 'msdos')) return []
    return [place.replaceAll(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)))]
  })
}

/** `Board-ID: RPI-RP2` and the like, by key. */
export function parseUf2Info(text: string): Map<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((line): [string, string][] => {
      const at = line.indexOf(':')
      return at > 0 ? [[line.slice(0, at).trim(), line.slice(at + 1).trim()]] : []
    }),
  )
}

/** The first mounted board with this id. Two at once are refused: nobody knows which one is meant. */
export async function findUf2Volume(
  boardId: string,
  lister: VolumeLister = systemVolumes(),
): Promise<FlashVolume | null> {
  const found: string[] = []
  for (const folder of await lister.list()) {
    const info = await readFile(join(folder, INFO_FILE), 'utf8').catch(() => null)
    if (info !== null && parseUf2Info(info).get('Board-ID') === boardId) found.push(folder)
  }
  if (found.length > 1) {
    throw new AppError('flash/no-volume', {
      message: `${found.length} boards are in flash mode.`,
      hint: 'Unplug all but the one you want to flash.',
    })
  }
  const [folder] = found
  return folder === undefined ? null : volumeAt(folder)
}

function volumeAt(folder: string): FlashVolume {
  return {
    name: folder,
    async write(file, { onBytes, signal }) {
      await copyInPieces(join(folder, 'TINYML.UF2'), file, onBytes, signal)
      await waitUntilGone(folder)
    },
  }
}

async function copyInPieces(
  path: string,
  file: Uint8Array,
  onBytes: (done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  let done = 0
  try {
    const handle = await open(path, 'w')
    try {
      while (done < file.length) {
        if (signal.aborted) throw new AppError('app/cancelled')
        const piece = file.subarray(done, done + PIECE_BYTES)
        await handle.writeFile(piece)
        done += piece.length
        onBytes(done)
      }
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    // The board restarts as soon as it has the last block: then sync and close fail, and all is well.
    if (done < file.length) throw new AppError('device/unplugged', { cause: error })
  }
}

async function waitUntilGone(folder: string): Promise<void> {
  const end = performance.now() + GONE_TIMEOUT_MS
  while (existsSync(join(folder, INFO_FILE))) {
    if (performance.now() > end) {
      throw new AppError('flash/not-verified', { message: 'The board took the file but did not restart.' })
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
