// A million lines of readings at 10,000 lines a second through a pseudo terminal, read as a board's are: lost lines and
// the share of a core that reading takes. LINES shortens it. Prints; never fails.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const { createBackend } = await import(join(root, 'out', 'main', 'backend.js'))

const LINES = Number(process.env.LINES ?? 1_000_000)
const LINES_A_SECOND = 10_000
/** Runs apart, so that its work is not counted as ours. */
const WRITER = `
const { openSync, writeSync } = require('node:fs')
const [path, lines, rate] = process.argv.slice(1)
const file = openSync(path, 'w')
const started = performance.now()
let sent = 0
const turn = () => {
  const due = Math.min(Number(lines), Math.floor((performance.now() - started) * rate / 1000))
  let text = ''
  for (; sent < due; sent++) text += sent + ',-1.2345,9.8066,0.0123,-250.1,17.25\\n'
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
  if (sent < Number(lines)) setTimeout(turn, 5)
}
turn()
`

/** Two joined pseudo terminals. */
function plugIn() {
  const cable = spawn('socat', ['-d', '-d', 'pty,raw,echo=0', 'pty,raw,echo=0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    let told = ''
    cable.once('error', reject)
    cable.stderr.on('data', (bytes) => {
      told += bytes.toString()
      const ends = [...told.matchAll(/PTY is (\S+)/g)].map((match) => match[1])
      if (ends.length === 2 && told.includes('starting data transfer loop')) resolve({ cable, ends })
    })
  })
}

const { cable, ends } = await plugIn().catch(() => ({ cable: null, ends: [] }))
if (!cable) console.log('Serial lines: not measured, socat is not installed.')
else {
  const folder = mkdtempSync(join(tmpdir(), 'tinyml-bench-'))
  const settingsFile = join(folder, 'settings.json')
  const { handlers, events, close } = await createBackend({ host: 'cli', settingsFile, projectsFolder: folder })
  const call = { signal: new AbortController().signal, progress: () => undefined }
  // More than are wanted: while the board is being recognised its lines only pass by.
  const writer = spawn(process.execPath, ['-e', WRITER, '--', ends[1], String(LINES * 2), String(LINES_A_SECOND)])
  await handlers['devices/connect']({ port: ends[0], also: false }, call)
  let last = null
  let read = 0
  let lost = 0
  const cpuBefore = process.cpuUsage()
  const started = performance.now()
  await new Promise((resolve) => {
    const publish = (name, payload) => {
      if (name !== 'devices/readings') return
      const axes = payload.axes.length
      for (let at = 0; at < payload.values.length; at += axes, read++) {
        if (last !== null && payload.values[at] !== last + 1) lost += payload.values[at] - last - 1
        last = payload.values[at]
      }
      if (read >= LINES) resolve()
    }
    events.subscribe({ publish })
  })
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpuBefore)
  writer.kill()
  await close()
  cable.kill()
  rmSync(folder, { recursive: true, force: true })
  console.table([
    {
      lines: read,
      'lines a second': Math.round(read / seconds),
      lost,
      'of one core': `${((user + system) / 1e4 / seconds).toFixed(1)} %`,
      wanted: '0 lost, < 25 %',
    },
  ])
}
