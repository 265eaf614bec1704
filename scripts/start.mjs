// npm start: sets everything up, chooses the host, says in one line which and why, and keeps it running.
import { fork, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { root } from './run.mjs'
import { setUp } from './setup.mjs'

const words = process.argv.slice(2)
const project = words.find((word) => word.endsWith('.tinyml'))
const RESTARTS = 5

function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY)
}

/** Electron's binary where it is installed. The package alone does not bring it. */
function electronBinary() {
  if (process.env.TINYML_ELECTRON) return process.env.TINYML_ELECTRON
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

/** The binary to use, or why it is the browser. */
function chooseHost() {
  const binary = electronBinary()
  if (words.includes('--browser')) return { binary: null, reason: 'as asked for' }
  if (!hasDisplay()) return { binary: null, reason: 'because there is no display for a window' }
  if (binary === null) {
    return { binary: null, reason: 'because Electron is not installed (npx install-electron gets it)' }
  }
  if (process.getuid?.() === 0) return { binary: null, reason: 'because Electron does not run as root' }
  return { binary, reason: 'because Electron and a display are there' }
}

function startElectron(binary, reason) {
  process.stdout.write(`The workbench opens in its own window, ${reason}.\n`)
  const given = project === undefined ? [] : [resolve(project)]
  const child = spawn(binary, [join(root, 'out', 'shell', 'electron.cjs'), ...given], { stdio: 'inherit' })
  child.once('exit', (code) => process.exit(code ?? 1))
}

function openBrowser(address) {
  if (words.includes('--no-open') || !hasDisplay()) return
  const [command, ...before] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? ['xdg-open']
  // Where nothing can open an address, the line above names it.
  spawn(command, [...before, address], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref()
}

/** Keeps the host running: after a crash it comes back at the same address with the same project. */
function startBrowserHost(reason) {
  const session = randomBytes(32).toString('base64url')
  const portWord = words[words.indexOf('--port') + 1]
  let port = words.includes('--port') ? portWord : '0'
  let restarts = 0
  let child

  function start(reopen) {
    const file = project === undefined || reopen ? [] : [resolve(project)]
    child = fork(join(root, 'out', 'main', 'launch.js'), [...file, ...(reopen ? ['--reopen'] : [])], {
      env: { ...process.env, TINYML_SESSION: session, TINYML_PORT: port },
    })
    child.once('message', ({ address, port: opened }) => {
      port = String(opened)
      if (reopen) return process.stderr.write('The engine stopped and was started again. The open page goes on.\n')
      process.stdout.write(`The workbench runs in the browser, ${reason}: ${address}\n`)
      openBrowser(address)
    })
    child.once('exit', (code, signal) => {
      if (code === 0 || restarts >= RESTARTS || port === '0') process.exit(code ?? 1)
      restarts += 1
      process.stderr.write(`The engine stopped (${signal ?? code}). Starting it again …\n`)
      start(true)
    })
  }

  const end = () => child.kill('SIGTERM')
  process.on('SIGTERM', end)
  // Ctrl-C reaches the child too; it closes the project and ends, and then so does this.
  process.on('SIGINT', () => undefined)
  start(false)
}

await setUp()
const { binary, reason } = chooseHost()
if (binary === null) startBrowserHost(reason)
else startElectron(binary, reason)
