/** Settings and recent projects of this person on this computer: one JSON file, replaced whole so that it is never half-written. */
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { type Settings, settingsSchema } from '../../shared/model/state.ts'

const RECENTS_KEPT = 500

const recentSchema = z.object({
  path: z.string(),
  name: z.string(),
  openedAt: z.string(),
  pinned: z.boolean(),
  seconds: z.record(z.string(), z.number()),
})
type Recent = z.infer<typeof recentSchema>

const fileSchema = z.object({
  settings: settingsSchema.default(settingsSchema.parse({})),
  recents: z.array(recentSchema).default([]),
})

export interface AppSettings {
  get(): Settings
  set(changes: Partial<Settings>): Settings
  recents(): (Recent & { exists: boolean; sizeBytes: number })[]
  /** Puts a project at the head of the list. */
  remember(project: { path: string; name: string; seconds: Record<string, number> }): void
  changeRecent(path: string, change: 'pin' | 'unpin' | 'remove'): void
}

function read(file: string): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // Missing on the first start; a damaged one is replaced by the defaults at the next change.
    return fileSchema.parse({})
  }
}

export function openAppSettings(file: string): AppSettings {
  const content = read(file)

  function write(): void {
    mkdirSync(dirname(file), { recursive: true })
    const temporary = `${file}.${process.pid}.new`
    writeFileSync(temporary, JSON.stringify(content, null, 2))
    renameSync(temporary, file)
  }

  return {
    get: () => content.settings,
    set(changes) {
      content.settings = settingsSchema.parse({
        ...content.settings,
        ...changes,
        layout: { ...content.settings.layout, ...changes.layout },
      })
      write()
      return content.settings
    },
    recents: () =>
      content.recents.map((recent) => ({
        ...recent,
        exists: existsSync(recent.path),
        sizeBytes: existsSync(recent.path) ? statSync(recent.path).size : 0,
      })),
    remember({ path, name, seconds }) {
      const pinned = content.recents.find((recent) => recent.path === path)?.pinned ?? false
      const others = content.recents.filter((recent) => recent.path !== path)
      content.recents = [{ path, name, seconds, pinned, openedAt: new Date().toISOString() }, ...others].slice(
        0,
        RECENTS_KEPT,
      )
      write()
    },
    changeRecent(path, change) {
      if (change === 'remove') content.recents = content.recents.filter((recent) => recent.path !== path)
      for (const recent of content.recents) if (recent.path === path) recent.pinned = change === 'pin'
      write()
    },
  }
}
