import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Bridge } from '../../renderer/ipc/bridge.ts'
import { type Display, onPath, openDisplay } from '../support/display.ts'
import { buildShell, type ShellBuild } from './build.ts'
import {
  electronBinary,
  launchEnvironment,
  launchWords,
  openWorkbench,
  type WorkbenchWindow,
} from './workbench-window.ts'

declare global {
  interface Window {
    bridge: Bridge
    /** What became of the page's try to compile a string. */
    evaluated: string
  }
}

const missing = [...(electronBinary() ? [] : ['an Electron binary']), ...(onPath('Xvfb') ? [] : ['Xvfb'])]
const skip = missing.length > 0 && !process.env['CI']

describe.skipIf(skip)(`electron shell${skip ? ` (skipped: needs ${missing.join(' and ')})` : ''}`, () => {
  let display: Display
  let build: ShellBuild
  let shown: WorkbenchWindow
  let dataFolder: string

  beforeAll(async () => {
    display = await openDisplay()
    dataFolder = mkdtempSync(join(tmpdir(), 'tinyml-window-'))
    build = await buildShell('shell-test')
    shown = await openWorkbench({ build, display: display.name, dataFolder })
    await shown.page.waitForFunction(() => window.bridge?.connection.get() === 'open')
  })
  afterAll(async () => {
    display?.close()
    rmSync(dataFolder, { recursive: true, force: true })
  })

  it('shows the page under its own scheme', async () => {
    expect(shown.page.url()).toBe('app://workbench/index.html')
    expect(await shown.page.title()).toBe('Shell test')
    expect(await shown.page.evaluate(() => location.origin)).toBe('app://workbench')
  })

  it('isolates and sandboxes the page, without Node', async () => {
    const preferences = await shown.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as Record<string, () => object>
      return (contents['getLastWebPreferences'] ?? contents['getWebPreferences'])?.call(contents)
    })
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
    })
    const reach = await shown.page.evaluate(() =>
      ['require', 'process', 'module', 'global', 'ipcRenderer'].filter((name) => name in globalThis),
    )
    expect(reach).toEqual([])
    expect(
      await shown.page.evaluate(() =>
        Object.keys(window.tinyml ?? {})
          .sort()
          .join(),
      ),
    ).toBe('kind,onClose,onFrame,onOpen,onOpenFile,openDialog,restartBackend,saveDialog,send')
  })

  it('runs no script but its own files', async () => {
    const policy = await shown.page.evaluate(async () =>
      (await fetch('./index.html')).headers.get('Content-Security-Policy'),
    )
    expect(policy).toMatch(/default-src 'none'; script-src 'self';/)
    const outcome = await shown.page.evaluate(async () => {
      const violations: string[] = []
      const both = new Promise<void>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => {
          violations.push(event.effectiveDirective)
          if (violations.length === 2) resolve()
        })
      })
      const script = document.createElement('script')
      script.textContent = 'window.injected = true'
      document.body.append(script)
      const fetched = await fetch('https://site.example/').catch(() => 'refused')
      await both
      return { injected: 'injected' in window, evaluated: window.evaluated, fetched: String(fetched), violations }
    })
    expect(outcome).toMatchObject({ injected: false, evaluated: 'refused', fetched: 'refused' })
    expect(outcome.violations.join()).toMatch(/script-src/)
    expect(outcome.violations.join()).toMatch(/connect-src/)
  })

  it('serves nothing outside the page folder', async () => {
    const status = await shown.page.evaluate(async () => {
      const paths = [
        '../backend/backend.mjs',
        '%2e%2e/backend/backend.mjs',
        '..%2fshell/electron.cjs',
        'assets',
        'assets/',
        'nothing.js',
      ]
      return await Promise.all(paths.map(async (path) => (await fetch(`app://workbench/${path}`)).status))
    })
    expect(status).toEqual([404, 404, 404, 404, 404, 404])
  })

  it('opens no windows', async () => {
    await shown.page.evaluate(() => {
      const link = Object.assign(document.createElement('a'), { href: 'https://site.example/', target: '_blank' })
      link.rel = 'noopener'
      document.body.append(link)
      link.click()
    })
    // A call's answer comes after the shell has decided.
    await shown.page.evaluate(() => window.bridge.client.call('app/info', {}))
    expect(shown.app.windows().length).toBe(1)
    expect(await shown.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  })

  it('leaves its page for no other', async () => {
    await shown.page.evaluate(() => {
      location.href = 'https://site.example/'
    })
    // A call's answer comes after the navigation was decided.
    await shown.page.evaluate(() => window.bridge.client.call('app/info', {}))
    expect(shown.page.url()).toBe('app://workbench/index.html')
    expect(shown.app.windows().length).toBe(1)
  })

  it('denies permissions that the workbench does not need', async () => {
    const denied = await shown.page.evaluate(async () => {
      const media = await navigator.mediaDevices.getUserMedia({ audio: true }).catch((error: Error) => error.name)
      const place = await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('allowed'),
          (error) => resolve(error.code),
        ),
      )
      return [typeof media === 'string', place]
    })
    expect(denied).toEqual([true, 1])
  })

  it('carries a Float32Array from the backend bit by bit, as an answer and as an event', async () => {
    const arrived = await shown.page.evaluate(async () => {
      const { client } = window.bridge
      const event = new Promise<Float32Array>((resolve) => {
        client.on('devices/readings', ({ payload }) => resolve(payload.values))
      })
      const [first] = await client.call('samples/thumbnails', { ids: [1, 2], columns: 8 })
      const values = first?.values ?? new Float32Array(0)
      return [values.constructor.name, [...values], (await event).constructor.name, [...(await event)]]
    })
    const expected = [...Float32Array.of(1 / 3, 2 / 3)]
    expect(arrived).toEqual(['Float32Array', expected, 'Float32Array', expected])
  })

  it('carries bytes of a megabyte to the backend, with progress', async () => {
    const outcome = await shown.page.evaluate(async () => {
      const bytes = new Uint8Array(1_000_000).fill(3)
      const told: number[] = []
      const result = await window.bridge.client.call(
        'samples/import',
        { files: [{ name: 'a', bytes }] },
        { onProgress: ({ done }) => told.push(done) },
      )
      return [result.taken, result.labels['sum'], told]
    })
    expect(outcome).toEqual([1_000_000, 3_000_000, [1]])
  })

  it('aborts, refuses, and keeps the code of an error', async () => {
    const outcome = await shown.page.evaluate(async () => {
      const { client } = window.bridge
      const code = (call: Promise<unknown>): Promise<unknown> =>
        call.then(
          () => 'no error',
          (error: { code: string; data: { path?: string; field?: string } }) => [
            error.code,
            error.data.path ?? error.data.field,
          ],
        )
      const controller = new AbortController()
      const aborted = code(client.call('features/compute', {}, { signal: controller.signal }))
      controller.abort()
      return [
        await aborted,
        await code(client.call('project/open', { path: 'a.tinyml' })),
        await code(client.call('samples/delete', { ids: [] })),
      ]
    })
    expect(outcome).toEqual([
      ['app/cancelled', undefined],
      ['project/damaged', 'a.tinyml'],
      ['bridge/refused', 'ids'],
    ])
  })

  it('asks the native dialogs and gives paths to the page', async () => {
    await shown.app.evaluate(({ dialog }) => {
      const asked: unknown[] = []
      Object.assign(globalThis, { asked })
      Object.assign(dialog, {
        showOpenDialog: (_window: unknown, options: unknown) => {
          asked.push(options)
          return Promise.resolve({ canceled: false, filePaths: ['/projects/a.tinyml'] })
        },
        showSaveDialog: () => Promise.resolve({ canceled: true, filePath: '' }),
      })
    })
    const answers = await shown.page.evaluate(async () => {
      const filters = [{ name: 'Projects', extensions: ['tinyml'] }]
      const opened = await window.tinyml?.openDialog({ title: 'Open project', filters })
      const saved = await window.tinyml?.saveDialog({ title: 'Export' })
      const wrong = await window.tinyml?.openDialog({ title: 5 } as never).catch(() => 'refused')
      return [opened, saved, wrong]
    })
    expect(answers).toEqual([['/projects/a.tinyml'], null, 'refused'])
    const asked = await shown.app.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked)
    expect(asked).toEqual([
      { title: 'Open project', filters: [{ name: 'Projects', extensions: ['tinyml'] }], properties: ['openFile'] },
    ])
  })

  it('answers no other page, even one with the same preload', async () => {
    const received = (): Promise<string> =>
      shown.page.evaluate(async () => (await window.bridge.client.call('app/info', {})).projectsFolder)
    const before = Number(await received())
    const preload = build.shellFile.replace('electron.cjs', 'preload.cjs')
    const answers = await shown.app.evaluate(async ({ BrowserWindow }, preloadFile) => {
      const foreign = new BrowserWindow({
        show: false,
        webPreferences: { preload: preloadFile, contextIsolation: true, sandbox: true },
      })
      await foreign.loadURL('data:text/html,<title>foreign</title>')
      const answer: unknown = await foreign.webContents.executeJavaScript(`(async () => {
        let opened = false
        tinyml.onOpen(() => { opened = true })
        tinyml.send(new Uint8Array([1, 2, 3]))
        const ask = (promise) => promise.then(() => 'answered', () => 'refused')
        return [await ask(tinyml.openDialog({ title: 'x' })), await ask(tinyml.saveDialog({ title: 'x' })), await ask(tinyml.restartBackend()), opened]
      })()`)
      foreign.destroy()
      return answer
    }, preload)
    expect(answers).toEqual(['refused', 'refused', 'refused', false])
    // Only our own two questions have reached the backend.
    expect(Number(await received())).toBe(before + 1)
  })

  it('ends the calls of a page that is loaded again, and connects it afresh', async () => {
    const hanging = shown.page
      .evaluate(() => window.bridge.client.call('features/compute', {}))
      .catch(() => 'page gone')
    await shown.page.reload()
    await shown.page.waitForFunction(() => window.bridge?.connection.get() === 'open')
    expect(await hanging).toBe('page gone')
    expect(await shown.page.evaluate(async () => (await window.bridge.client.call('app/info', {})).host)).toBe('first')
  })

  it('gives a project file of a second start to the first window', async () => {
    const opening = shown.page.evaluate(
      () => new Promise<string>((resolve) => window.tinyml?.onOpenFile((path) => resolve(path))),
    )
    const [binary, environment] = [
      electronBinary()?.path ?? '',
      launchEnvironment({ build, display: display.name, dataFolder }),
    ]
    const second = spawn(binary, launchWords(build, ['given.tinyml']), {
      env: environment,
      cwd: '/tmp',
      stdio: 'ignore',
    })
    const ended = new Promise<number | null>((resolve) => second.once('exit', resolve))
    expect(await opening).toBe('/tmp/given.tinyml')
    expect(await ended).toBe(0)
    expect(shown.app.windows().length).toBe(1)
  })

  it('shows that the backend was killed, and starts it again with its project', async () => {
    const first = Number(
      await shown.page.evaluate(async () => (await window.bridge.client.call('app/info', {})).version),
    )
    const failed = shown.page.evaluate(() =>
      window.bridge.client.call('features/compute', {}).catch((error: { code: string }) => error.code),
    )
    // Answered after the call above was taken.
    await shown.page.evaluate(() => window.bridge.client.call('app/info', {}))
    process.kill(first, 'SIGKILL')
    expect(await failed).toBe('bridge/closed')
    await shown.page.waitForFunction(() => document.getElementById('connection')?.textContent === 'closed')
    await shown.page.evaluate(() => window.bridge.restart())
    const info = await shown.page.evaluate(() => window.bridge.client.call('app/info', {}))
    expect(info.host).toBe('reopened')
    expect(Number(info.version)).not.toBe(first)
  })

  it('ends the backend with the window', async () => {
    const backend = Number(
      await shown.page.evaluate(async () => (await window.bridge.client.call('app/info', {})).version),
    )
    await shown.close()
    await vi.waitFor(() => expect(() => process.kill(backend, 0)).toThrow(), { timeout: 5000 })
  })
})
