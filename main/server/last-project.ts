/** Remembers which project is open, so that a backend that is started again after a crash opens it again. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../shared/contract/errors.ts'
import type { Backend } from '../backend.ts'

const fileSchema = z.object({ project: z.string().nullable() })

export function rememberProject(backend: Pick<Backend, 'events'>, file: string): void {
  let known: string | null | undefined
  backend.events.subscribe({
    publish(name, payload) {
      if (name !== 'state/changed' || !('project' in payload)) return
      const project = payload.project?.path ?? null
      if (project === known) return
      known = project
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, JSON.stringify({ project }))
    },
  })
}

export function rememberedProject(file: string): string | null {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).project
  } catch {
    // Nothing was open yet, or the crash came while this was written; the start page lists the project all the same.
    return null
  }
}

/** Opens a project as a page would. What goes wrong is returned, since no page is there yet to show it. */
export async function openAtStart(backend: Pick<Backend, 'handlers'>, path: string): Promise<AppError | null> {
  try {
    const context = { signal: new AbortController().signal, progress: () => undefined }
    await backend.handlers['project/open']({ path }, context)
    return null
  } catch (error) {
    return error instanceof AppError ? error : new AppError('app/bug', { cause: error })
  }
}
