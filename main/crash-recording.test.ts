/** A backend that is killed while it records from several boards and the microphone, until stopped. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { built } from './paths.ts'
import { openProject } from './project/project-file.ts'

const compiled = built('main/backend.js')
// Node cannot run the sources, so the dying process runs what was built.
const missing = !existsSync(compiled) && !process.env['CI']
/** What may be lost. */
const LOSS_SECONDS = 0.25

/** Stands for a board of the test's own, in place of a port. */
const FAST = 'a fast board'
const FAST_HZ = 1000

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tinyml-crash-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Records and tells how long the take is by now; is killed without warning once it has come to `seconds`. */
function recordUntilKilled(path: string, options: { first: string; others: string[]; seconds: number }) {
  const script = `
    const { createBackend } = await import(${JSON.stringify(pathToFileURL(compiled).href)})
    const { writeSync } = await import('node:fs')
    const { createServer } = await import('node:net')
    const { first, others, path, folder } = JSON.parse(process.argv[2])
    const backend = await createBackend({ host: 'cli', hasPage: true, settingsFile: folder + '/s.json', projectsFolder: folder })
    const call = (name, input) => backend.handlers[name](input, { signal: new AbortController().signal, progress() {} })
    await call('project/create', { path, name: 'Cut', template: 'empty' })
    /** A board that sends 1,000 lines a second, and costs this computer next to nothing. */
    const fastBoard = () => new Promise((resolve) => {
      const server = createServer((socket) => {
        const started = performance.now()
        let row = 0
        setInterval(() => {
          const lines = []
          for (const due = (performance.now() - started) * ${FAST_HZ / 1000}; row < due; row++) lines.push(row % 50 + ',' + row % 7 + ',9.8\\r\\n')
          socket.write(lines.join(''))
        }, 5)
      })
      server.listen(0, '127.0.0.1', () => resolve('tcp:127.0.0.1:' + server.address().port))
    })
    await call('devices/connect', { port: first, also: false })
    for (const name of others) {
      const port = name === ${JSON.stringify(FAST)} ? await fastBoard() : name
      await call('devices/connect', { port, also: true })
    }
    if (first === 'computer:microphone') {
      const { claim, rateHz } = await call('devices/capture', {})
      const started = performance.now()
      let row = 0
      setInterval(() => {
        const rows = Math.floor(((performance.now() - started) / 1000) * rateHz) - row
        const values = Float32Array.from({ length: rows }, (_, index) => Math.round(3000 * Math.sin((row + index) / 5)))
        call('devices/feed', { claim, row, values })
        row += rows
      }, 20)
    }
    const plan = { label: 'long', seconds: null, takes: 1, countdownMs: 500, restMs: 0, trigger: { by: 'none' }, split: 'train' }
    void call('record/start', plan)
    backend.events.subscribe({
      publish(name, payload) {
        if (name !== 'state/changed' || !payload.recording || payload.recording.state !== 'recording') return
        writeSync(1, payload.recording.elapsedMs / 1000 + '\\n')
      },
    })`
  // A file: threads of the simulated boards would inherit the options of a script that is given in words.
  const file = join(folder, 'record.mjs')
  writeFileSync(file, script)
  const child = spawn(process.execPath, [file, JSON.stringify({ ...options, path, folder })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  const told = (): number => Number(text.trim().split('\n').at(-1) ?? 0)
  child.stdout.on('data', (bytes: Buffer) => {
    text += bytes.toString()
    if (told() >= options.seconds) child.kill('SIGKILL')
  })
  return new Promise<number>((resolve) => child.once('close', () => resolve(told())))
}

describe(`a backend that is killed while recording${missing ? ' (skipped: out/main is not built)' : ''}`, () => {
  it.skipIf(missing).each([
    { first: 'sim:pico', others: ['sim:uno'] },
    { first: 'sim:pico', others: [FAST] },
    { first: 'computer:microphone', others: [] },
  ])('loses at most a quarter second of $first and $others, and says what was rescued', async ({ first, others }) => {
    const path = join(folder, 'a.tinyml')
    const told = await recordUntilKilled(path, { first, others, seconds: 1.5 })
    expect(told).toBeGreaterThanOrEqual(1.5)
    const project = openProject(path)
    const samples = project.samples()
    expect(samples).toHaveLength(1 + others.length)
    expect(project.summary().notice).toMatch(/\d+\.\d s of the recording were rescued/)
    for (const sample of samples) {
      expect(sample).toMatchObject({ label: 'long', health: { ok: false } })
      // What is told is the first board; a busy computer holds the emulation of a second one up.
      const lateMs = Number(sample.metadata['offsetMs'] ?? 0)
      const isHeldUp = lateMs !== 0 && others.includes('sim:uno')
      // The pace of the fast board is known; the rate that was heard at first may be a little off.
      const seconds = lateMs !== 0 && others.includes(FAST) ? sample.readings / FAST_HZ : sample.seconds
      expect(seconds).toBeGreaterThan(isHeldUp ? told / 2 : told - LOSS_SECONDS - lateMs / 1000)
      expect(sample.health.findings[0]?.sentence).toContain('rescued')
      expect(project.values(sample.id).length).toBe(sample.readings * sample.axes.length)
    }
    expect(new Set(samples.map(({ metadata }) => metadata['take'])).size).toBe(1)
    project.close()
  })
})
