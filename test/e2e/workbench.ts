/** Starts the real workbench (compiled backend, built page) and a real Chromium on it; keeps screenshots as artifacts. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'

const ROOT = join(import.meta.dirname, '..', '..')
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
export const chromiumPath = process.env['TINYML_CHROMIUM'] ?? BROWSERS.find((path) => existsSync(path))

/** A step of a person that takes longer counts as failed; what may take longer says so itself. */
const STEP_MS = 8000

export interface Workbench {
  page: Page
  browser: Browser
  /** Folder that stands in for the person's home. */
  home: string
  /** Everything the page said that it should not have: errors and refused requests. */
  complaints: string[]
  /** Keeps a picture under artifacts/. */
  picture(name: string): Promise<void>
  /** Kills the backend the hard way. */
  kill(): void
  close(): Promise<void>
}

/** The address that the workbench prints once it is ready. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const listen = (chunk: Buffer): void => {
      output += chunk.toString()
      const address = /http:\/\/127\.0\.0\.1:\d+\/auth\?token=\S+/.exec(output)
      if (address) resolve(address[0])
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', (code) => reject(new Error(`the workbench ended with ${code}:\n${output}`)))
  })
}

export interface WorkbenchOptions {
  width?: number
  height?: number
  dark?: boolean
  /** The home folder of a workbench that ran before. */
  home?: string
  /** A project file to open at the start. */
  file?: string
}

export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'tinyml-e2e-'))
  const child = spawn(
    process.execPath,
    [join(ROOT, 'out', 'main', 'launch.js'), ...(options.file ? [options.file] : [])],
    {
      env: { ...process.env, HOME: home, USERPROFILE: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const address = await addressOf(child)
  const browser = await chromium.launch({
    executablePath: chromiumPath ?? 'chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-sync',
      // A microphone that beeps, and a person who allows it.
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
  })
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1280, height: options.height ?? 720 },
    colorScheme: options.dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  })
  page.setDefaultTimeout(STEP_MS)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(address)
  // A busy machine may take long for the first page; after that a step is quick.
  await page.getByRole('main').waitFor({ timeout: 30_000 })
  return {
    page,
    browser,
    home,
    complaints,
    async picture(name) {
      const folder = join(ROOT, 'artifacts')
      mkdirSync(folder, { recursive: true })
      await page.screenshot({ path: join(folder, `${name}.png`) })
    },
    kill: () => void child.kill('SIGKILL'),
    async close() {
      await browser.close()
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGTERM')
        await ended
      }
      rmSync(home, { recursive: true, force: true })
    },
  }
}
