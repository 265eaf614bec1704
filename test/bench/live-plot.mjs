// How smoothly the Record page draws a stream: 6 axes at 1 kHz over TCP, and the microphone at 16 kHz, in a real browser.
// Prints times between frames and the work in each; never fails. 16.7 ms between frames are 60 a second.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const root = join(import.meta.dirname, '..', '..')
const SECONDS = 8
const RATE_HZ = 1000
const BATCH_MS = 5
const SPANS = ['2', '5', '30', 'all']
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)

/** A board that sends lines of six numbers, a thousand a second. */
function startBoard() {
  const server = createServer((socket) => {
    const started = performance.now()
    let row = 0
    const timer = setInterval(() => {
      const until = Math.floor(((performance.now() - started) * RATE_HZ) / 1000)
      let text = ''
      for (; row < until; row++) {
        text += `${Array.from({ length: 6 }, (_, axis) => (10 * Math.sin(row / (20 + 7 * axis))).toFixed(3)).join(',')}\n`
      }
      socket.write(text)
    }, BATCH_MS)
    socket.on('error', () => undefined)
    socket.on('close', () => clearInterval(timer))
  })
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
}

function startWorkbench(home) {
  const child = spawn(process.execPath, [join(root, 'out', 'main', 'launch.js')], {
    env: { ...process.env, HOME: home, USERPROFILE: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    let output = ''
    const listen = (bytes) => {
      output += bytes
      const address = /http:\/\/127\.0\.0\.1:\d+\/auth\?token=\S+/.exec(output)
      if (address) resolve({ child, address: address[0] })
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('exit', () => reject(new Error(output)))
  })
}

/** Runs in the page: counts its frames and the time spent in their callbacks. */
function watchFrames() {
  const ask = window.requestAnimationFrame.bind(window)
  const frames = { gaps: [], work: [], last: 0 }
  window.benchFrames = frames
  window.requestAnimationFrame = (callback) =>
    ask((now) => {
      const started = performance.now()
      callback(now)
      frames.work.push(performance.now() - started)
      if (frames.last > 0 && now > frames.last) frames.gaps.push(now - frames.last)
      frames.last = now
    })
}

const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN

async function measure(page, what) {
  await page.waitForTimeout(1000)
  await page.evaluate(() => Object.assign(window.benchFrames, { gaps: [], work: [], last: 0 }))
  await page.waitForTimeout(SECONDS * 1000)
  const { gaps, work } = await page.evaluate(() => window.benchFrames)
  return {
    what,
    'frames a second': Math.round(gaps.length / SECONDS),
    'gap median ms': quantile(gaps, 0.5).toFixed(1),
    'gap 95 % ms': quantile(gaps, 0.95).toFixed(1),
    'work median ms': quantile(work, 0.5).toFixed(2),
    'work 99 % ms': quantile(work, 0.99).toFixed(2),
  }
}

async function connect(page, port) {
  await page.evaluate(() => (location.hash = '#/devices'))
  if (port.startsWith('tcp:')) {
    await page.getByText('Another port', { exact: true }).click()
    await page.getByLabel('Port', { exact: true }).fill(port)
    await page.getByRole('button', { name: 'Connect to this port' }).click()
  } else {
    await page.getByRole('button', { name: /^This computer's microphone/ }).click()
    await page.getByRole('main').getByRole('button', { name: 'Connect', exact: true }).click()
  }
  await page.getByRole('contentinfo').getByText(port).waitFor({ timeout: 15_000 })
  await page.evaluate(() => (location.hash = '#/record'))
  await page.getByRole('application').waitFor()
}

async function measureSpans(page, what) {
  const rows = []
  for (const span of SPANS) {
    await page.getByLabel('Seen').selectOption(span)
    rows.push(await measure(page, `${what}, ${span === 'all' ? 'all' : `${span} s`} seen`))
  }
  return rows
}

if (browserPath === undefined) console.log('The live plot is not measured: there is no Chromium.')
else {
  const home = mkdtempSync(join(tmpdir(), 'tinyml-bench-'))
  const board = await startBoard()
  const { child, address } = await startWorkbench(home)
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  })
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  await page.addInitScript(watchFrames)
  await page.goto(address)
  await page.getByRole('button', { name: /^Try without a board/ }).click()
  await page.getByRole('heading', { name: 'Record', level: 1 }).waitFor()
  await connect(page, `tcp:127.0.0.1:${board.address().port}`)
  const motion = await measureSpans(page, '6 axes at 1 kHz')
  await connect(page, 'computer:microphone')
  console.table([...motion, ...(await measureSpans(page, 'audio at 16 kHz'))])
  await browser.close()
  child.kill()
  board.close()
  rmSync(home, { recursive: true, force: true })
}
