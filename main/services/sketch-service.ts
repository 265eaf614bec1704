/** The forwarder sketch: what a person puts on an Arduino-compatible board that has no firmware of ours. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { resource } from '../paths.ts'

/** Arduino demands that folder and file have the same name. */
const NAME = 'arduino-forwarder'

export function sketchHandlers(): Pick<Handlers, 'devices/sketch'> {
  return {
    'devices/sketch': ({ folder, source }) => {
      const name = `${NAME}.ino`
      const chosen = `#define SOURCE ${source.toUpperCase().replaceAll('-', '_')}`
      const text = readFileSync(resource('firmware', NAME, name), 'utf8').replace(/^#define SOURCE .*$/m, chosen)
      if (folder === undefined) return { name, text, path: null }
      const path = join(folder, NAME, name)
      try {
        mkdirSync(join(folder, NAME), { recursive: true })
        writeFileSync(path, text, { flag: 'wx' })
      } catch (cause) {
        throw new AppError('export/failed', { message: `The sketch could not be written to ${path}.`, cause })
      }
      return { name, text, path }
    },
  }
}
