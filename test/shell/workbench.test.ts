import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { built, projectRoot } from '../../main/paths.ts'
import { type Display, onPath, openDisplay } from '../support/display.ts'
import { buildPage, buildShell, type ShellBuild } from './build.ts'
import { prepareOldBrowser } from './old-browser.ts'
import { electronBinary, openWorkbench, type WorkbenchWindow } from './workbench-window.ts'

const missing = [...(electronBinary() ? [] : ['an Electron binary']), ...(onPath('Xvfb') ? [] : ['Xvfb'])]
const skip = missing.length > 0 && !process.env['CI']

/** Runs in the shell's main process, which has the backend as its only child. */
function killChildren(): void {
  const { _getActiveHandles: handles } = process as unknown as { _getActiveHandles: () => object[] }
  for (const handle of handles.call(process)) {
    if (handle.constructor.name === 'ChildProcess') (handle as { kill: (signal: string) => void }).kill('SIGKILL')
  }
}

describe.skipIf(skip)(`workbench in its window${skip ? ` (skipped: needs ${missing.join(' and ')})` : ''}`, () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'tinyml-window-'))
  let display: Display
  let build: ShellBuild
  let shown: WorkbenchWindow
  const complaints: string[] = []

  beforeAll(async () => {
    if (!existsSync(built('main', 'backend-process.js'))) throw new Error('npm run build comes first')
    display = await openDisplay()
    const shell = await buildShell('workbench-test')
    const pageFolder = await buildPage(join(projectRoot, 'renderer'), '.cache/workbench-test/renderer')
    build = { ...shell, pageFolder, backendFile: built('main', 'backend-process.js') }
    await prepareOldBrowser()
    shown = await openWorkbench({ build, display: display.name, dataFolder })
    shown.page.on('pageerror', (error) => complaints.push(error.message))
  })
  afterAll(async () => {
    await shown?.close()
    display?.close()
    rmSync(dataFolder, { recursive: true, force: true })
  })

  it('shows the start page', async () => {
    await shown.page.getByRole('heading', { name: 'Start' }).first().waitFor()
    mkdirSync(join(projectRoot, 'artifacts'), { recursive: true })
    await shown.page.screenshot({ path: join(projectRoot, 'artifacts', 'electron-start.png') })
    expect(complaints).toEqual([])
  })

  it('opens the sample, and again after its backend was killed', async () => {
    const { page } = shown
    await page.getByRole('button', { name: 'Motion' }).click()
    await page.getByText('Motion sample').first().waitFor()
    await shown.app.evaluate(killChildren)
    await page.getByText('The engine stopped').first().waitFor()
    await page.screenshot({ path: join(projectRoot, 'artifacts', 'electron-engine-stopped.png') })
    await page.getByRole('button', { name: 'Restart' }).click()
    await page.getByText('The engine stopped').first().waitFor({ state: 'detached' })
    await page.getByText('Motion sample').first().waitFor()
    expect(complaints).toEqual([])
  })
})
