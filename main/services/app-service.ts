/** About the app itself: state, settings, recent projects, folders (for hosts without native dialogs), jobs. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { homedir } from 'node:os'
import type { Handlers } from '../../shared/contract/api.ts'
import { AppError, type ErrorData } from '../../shared/contract/errors.ts'
import type { AppState } from '../../shared/model/state.ts'
import { version } from '../version.ts'
import type { Context } from './context.ts'

type AppHandlers = Pick<
  Handlers,
  | 'app/info'
  | 'app/state'
  | 'settings/get'
  | 'settings/set'
  | 'files/list'
  | 'recents/list'
  | 'recents/change'
  | 'jobs/cancel'
>

export interface AppServiceOptions {
  state: () => AppState
  /** Answers once why the project named at the start is not open. */
  takeStartProblem: () => ErrorData | null
}

export function appHandlers(context: Context, { state, takeStartProblem }: AppServiceOptions): AppHandlers {
  return {
    'app/info': () => ({
      version,
      host: context.host,
      platform: process.platform,
      projectsFolder: context.projectsFolder,
      startProblem: takeStartProblem(),
    }),
    'app/state': () => state(),
    'settings/get': () => context.settings.get(),
    'settings/set': (changes) => context.settings.set(withoutUndefined(changes)),
    'files/list': ({ folder }) => {
      // Before the first project was made there is no folder of projects yet.
      const absent = folder === context.projectsFolder && !existsSync(folder)
      return listFolder(folder === undefined || absent ? homedir() : folder)
    },
    'recents/list': () => context.settings.recents(),
    'recents/change': ({ path, change }) => {
      context.settings.changeRecent(path, change)
      return {}
    },
    'jobs/cancel': ({ id }) => {
      context.jobs.cancel(id)
      return {}
    },
  }
}

/** Drops keys without a value, so that they do not overwrite what is there. */
function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

interface Entry {
  name: string
  path: string
  folder: boolean
  bytes: number
}

function listFolder(folder: string): { folder: string; parent: string | null; entries: Entry[] } {
  const full = resolve(folder)
  const parent = dirname(full) === full ? null : dirname(full)
  try {
    const entries = readdirSync(full, { withFileTypes: true })
      .filter((entry) => !entry.name.startsWith('.') && (entry.isDirectory() || entry.isFile()))
      .map((entry): Entry => {
        const path = join(full, entry.name)
        return { name: entry.name, path, folder: entry.isDirectory(), bytes: entry.isFile() ? statSync(path).size : 0 }
      })
      .sort((a, b) => Number(b.folder) - Number(a.folder) || a.name.localeCompare(b.name))
    return { folder: full, parent, entries }
  } catch (cause) {
    throw new AppError('file/not-found', { message: `The folder ${full} cannot be opened.`, cause })
  }
}
