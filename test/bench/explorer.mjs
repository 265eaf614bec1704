// The map with 50,000 points in a real browser: until it is there, and milliseconds from frame to frame while it moves.
// node test/bench/explorer.mjs
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const POINTS = 50_000
const FRAMES = 90
const root = join(import.meta.dirname, '..', '..')
const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = process.env.TINYML_CHROMIUM ?? browsers.find((path) => existsSync(path))
const home = mkdtempSync(join(tmpdir(), 'tinyml-bench-explorer-'))
const env = { ...process.env, HOME: home, USERPROFILE: home }

/** Five groups in six columns; the same numbers each time. */
function table() {
  const rows = Array.from({ length: POINTS }, (_, row) => {
    const kind = row % 5
    const values = Array.from({ length: 6 }, (_one, column) => {
      const noise = Math.sin(row * 12.9898 + column * 78.233) * 43758.5453
      return (Math.sin(kind * (column + 1)) * 3 + (noise - Math.floor(noise))).toFixed(4)
    })
    return `${values.join()},kind ${kind}`
  })
  return ['s1,s2,s3,s4,s5,s6,label', ...rows].join('\n')
}

function cli(...words) {
  execFileSync(process.execPath, [join(root, 'out', 'main', 'cli.js'), ...words], { env, stdio: 'ignore' })
}

async function address(child) {
  let output = ''
  for await (const chunk of child.stdout) {
    output += chunk
    const found = /http:\/\/127\.0\.0\.1:\d+\/auth\?token=\S+/.exec(output)
    if (found) return found[0]
  }
  throw new Error('the workbench ended')
}

/** Moves the pointer once a frame, as a hand does; runs in the page. */
async function move(frames) {
  const map = document.querySelector('.plot-scatter')
  const box = map.getBoundingClientRect()
  map.setPointerCapture = () => undefined
  const tell = (type, step) =>
    map.dispatchEvent(
      new PointerEvent(type, { bubbles: true, button: 0, clientX: box.x + 200 + step * 2, clientY: box.y + 80 + step }),
    )
  const times = []
  tell('pointerdown', 0)
  let before = performance.now()
  for (let step = 1; step <= frames; step += 1) {
    tell('pointermove', step)
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const now = performance.now()
    times.push(now - before)
    before = now
  }
  tell('pointerup', frames)
  times.sort((a, b) => a - b)
  return { median: times[Math.floor(frames / 2)], p95: times[Math.floor(frames * 0.95)] }
}

function report(name, { median, p95 }) {
  console.log(`${name}: ${median.toFixed(1)} ms a frame, 95 % below ${p95.toFixed(1)} ms`)
}

const file = join(home, 'many.tinyml')
writeFileSync(join(home, 'many.csv'), table())
cli('new', file)
cli('import', file, join(home, 'many.csv'))
cli('features', file)
const child = spawn(process.execPath, [join(root, 'out', 'main', 'launch.js'), file], {
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
})
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  await page.goto(await address(child))
  await page.getByRole('main').waitFor()
  const started = Date.now()
  await page.evaluate(() => void (location.hash = '#/explorer'))
  await page
    .getByText(`${POINTS.toLocaleString('en')} points`)
    .first()
    .waitFor({ timeout: 300_000 })
  console.log(`Map of ${POINTS} points: ${Date.now() - started} ms`)
  const renderer = await page.evaluate(() => {
    const gl = document.createElement('canvas').getContext('webgl')
    const names = gl?.getExtension('WEBGL_debug_renderer_info')
    return gl ? gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER) : 'no WebGL'
  })
  console.log(`Drawn by: ${renderer}`)
  report('Moved in the plane', await page.evaluate(move, FRAMES))
  await page.getByRole('switch', { name: '3-D' }).check()
  report('Turned in space', await page.evaluate(move, FRAMES))
} finally {
  await browser.close()
  child.kill()
  rmSync(home, { recursive: true, force: true })
}
