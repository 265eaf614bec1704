/** Starts the backend as both hosts need it: settings where they belong, the last project again after a crash. */
import { rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Backend, type BackendOptions, createBackend } from '../backend.ts'
import { openAtStart, rememberProject, rememberedProject } from './last-project.ts'

export interface HostBackendOptions {
  host: BackendOptions['host']
  /** Open what was open when the last backend ended. */
  reopen: boolean
  /** A project to open instead. */
  project: string | null
  /** Names the window that this backend belongs to, so that two windows do not mix up their projects. */
  window: string
}

/** TINYML_DATA_FOLDER holds everything that is kept outside of projects, for tests and portable installations. */
export async function startHostBackend(options: HostBackendOptions): Promise<Backend> {
  const given = process.env['TINYML_DATA_FOLDER']
  const backend = await createBackend({
    host: options.host,
    onBug: logBug,
    ...(given === undefined
      ? {}
      : { settingsFile: join(given, 'settings.json'), projectsFolder: join(given, 'projects') }),
  })
  const folder = given ?? join(homedir(), '.tinyml-workbench')
  const sessionFile = join(folder, 'open', `${options.window}.json`)
  const project = options.project ?? (options.reopen ? rememberedProject(sessionFile) : null)
  rememberProject(backend, sessionFile)
  const failure = project === null ? null : await openAtStart(backend, project)
  if (failure) {
    process.stderr.write(`${project}: ${failure.message} ${failure.hint}\n`)
    backend.tellStartProblem(failure)
  }
  return {
    ...backend,
    async close() {
      await backend.close()
      // An orderly end: there is nothing to open again.
      rmSync(sessionFile, { force: true })
    },
  }
}

export function logBug(operation: string, error: unknown): void {
  process.stderr.write(`${operation}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
}
