/** The Electron window's main process: one instance, one window, one backend. No logic of the workbench. */
import { join, resolve } from 'node:path'
import { app, type BrowserWindow } from 'electron'
import { createBackendChild } from './backend-child.ts'
import { offerDialogs } from './dialogs.ts'
import { guardPages, guardPermissions } from './guard.ts'
import { registerScheme, servePage } from './page-protocol.ts'
import { createRelay } from './relay.ts'
import { openWindow, setMenu } from './window.ts'

const shellFolder = __dirname
const pageFolder = process.env['TINYML_PAGE_FOLDER'] ?? join(shellFolder, '..', 'renderer')
const backendFile = process.env['TINYML_BACKEND_FILE'] ?? join(shellFolder, '..', 'main', 'backend-process.js')
const givenNode = process.env['TINYML_BACKEND_NODE']
const givenDataFolder = process.env['TINYML_DATA_FOLDER']

let window: BrowserWindow | null = null
let quitting = false

function projectArgument(words: readonly string[], folder: string): string | null {
  const file = words.slice(1).find((word) => word.endsWith('.tinyml'))
  return file === undefined ? null : resolve(folder, file)
}

function start(): void {
  const backend = createBackendChild({
    executable: givenNode ?? process.execPath,
    file: backendFile,
    environment: backendEnvironment(),
    onExit: () => {
      if (!quitting) relay.backendEnded()
    },
  })
  const relay = createRelay(backend, () => window)
  const first = projectArgument(process.argv, process.cwd())
  if (first !== null) relay.openFile(first)

  app.on('second-instance', (_event, words, folder) => {
    if (window?.isMinimized() === true) window.restore()
    window?.focus()
    const file = projectArgument(words, folder)
    if (file !== null) relay.openFile(file)
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    relay.openFile(path)
  })
  app.on('before-quit', () => {
    quitting = true
    backend.stop()
  })
  app.on('window-all-closed', () => app.quit())
  void app.whenReady().then(() => {
    guardPermissions()
    setMenu()
    servePage(pageFolder)
    offerDialogs(() => window)
    backend.start(false)
    window = openWindow(shellFolder)
    window.on('closed', () => (window = null))
  })
}

function backendEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env }
  delete environment['ELECTRON_RUN_AS_NODE']
  return givenNode === undefined ? { ...environment, ELECTRON_RUN_AS_NODE: '1' } : environment
}

if (givenDataFolder !== undefined) app.setPath('userData', join(givenDataFolder, 'electron'))
registerScheme()
guardPages()
if (app.requestSingleInstanceLock()) start()
else app.quit()
