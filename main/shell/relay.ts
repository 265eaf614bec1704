/** Passes frames between the page and the backend, and tells the page when the backend comes and goes. */
import { type BrowserWindow, ipcMain } from 'electron'
import type { Transport } from '../../shared/contract/transport.ts'
import type { BackendChild } from './backend-child.ts'
import { CHANNELS } from './channels.ts'
import { isOurPage } from './guard.ts'

export interface Relay {
  /** The backend ended. */
  backendEnded(): void
  /** Asks the page to open a project file; waits for the page where it is not there yet. */
  openFile(path: string): void
}

export function createRelay(backend: BackendChild, window: () => BrowserWindow | null): Relay {
  let transport: Transport | null = null
  let pageIsThere = false
  let fileToOpen: string | null = null

  function tell(channel: string, ...values: unknown[]): void {
    const target = window()
    if (target && !target.isDestroyed()) target.webContents.send(channel, ...values)
  }

  function connectPage(): void {
    transport?.close()
    const opened = backend.openChannel()
    transport = opened
    if (!opened) return tell(CHANNELS.close)
    opened.onFrame((frame) => {
      if (transport === opened) tell(CHANNELS.frame, frame)
    })
    tell(CHANNELS.open)
    if (fileToOpen !== null) tell(CHANNELS.openFile, fileToOpen)
    fileToOpen = null
  }

  ipcMain.on(CHANNELS.hello, (event) => {
    if (!isOurPage(event, window()?.webContents)) return
    pageIsThere = true
    connectPage()
  })
  ipcMain.on(CHANNELS.frame, (event, frame: unknown) => {
    if (isOurPage(event, window()?.webContents) && frame instanceof Uint8Array) transport?.send(frame)
  })
  ipcMain.handle(CHANNELS.restart, (event) => {
    if (!isOurPage(event, window()?.webContents)) throw new Error('Only the workbench page may ask this.')
    if (backend.isRunning()) return
    backend.start(true)
    connectPage()
  })

  return {
    backendEnded() {
      transport = null
      tell(CHANNELS.close)
    },
    openFile(path) {
      if (pageIsThere && transport) tell(CHANNELS.openFile, path)
      else fileToOpen = path
    },
  }
}
