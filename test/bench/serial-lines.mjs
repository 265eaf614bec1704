// A million lines of readings at 10,000 lines a second through a pseudo terminal, read as a board's are: lost lines and
// the share of a core that reading takes. LINES shortens it. Prints; never fails.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const { openSerialPort } = await import(join(root, 'out', 'main', 'devices', 'serial-port.js'))
const { createForwarderParser } = await import(join(root, 'out', 'shared', 'wire', 'data-forwarder.js'))

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
  const port = await openSerialPort(ends[0])
  const parser = createForwarderParser()
  let good = 0
  let last = -1
  let outOfOrder = 0
  const cpuBefore = process.cpuUsage()
  const started = performance.now()
  const done = new Promise((resolve) => {
    port.onData((bytes) => {
      for (const line of parser.push(bytes, performance.now())) {
        // The parser distrusts the first line, since it may be cut.
        const number = line.values?.[0] ?? Number.parseInt(line.text, 10)
        if (number !== last + 1) outOfOrder++
        last = number
        good++
      }
      if (last >= LINES - 1) resolve()
    })
  })
  const writer = spawn(process.execPath, ['-e', WRITER, '--', ends[1], String(LINES), String(LINES_A_SECOND)])
  await done
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(cpuBefore)
  await port.close()
  writer.kill()
  cable.kill()
  console.table([
    {
      lines: LINES,
      'lines a second': Math.round(LINES / seconds),
      lost: LINES - good,
      'out of order': outOfOrder,
      'of one core': `${((user + system) / 1e4 / seconds).toFixed(1)} %`,
      wanted: '0 lost, < 25 %',
    },
  ])
}
