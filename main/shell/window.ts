/** The one window. Its page runs in a sandbox and reaches the shell through the preload alone. */
import { join } from 'node:path'
import { BrowserWindow, Menu } from 'electron'
import { PAGE_ADDRESS } from './origin.ts'

const SIZE = { width: 1280, height: 800, minWidth: 900, minHeight: 600 }
/** Shown until the page draws; both themes are readable on it. */
const BACKGROUND = '#20242b'

export function openWindow(folder: string): BrowserWindow {
  const window = new BrowserWindow({
    ...SIZE,
    title: 'TinyML Workbench',
    backgroundColor: BACKGROUND,
    webPreferences: {
      preload: join(folder, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  })
  void window.loadURL(PAGE_ADDRESS)
  return window
}

/** The page has its own menus and keys. macOS needs a menu for the editing keys to work. */
export function setMenu(): void {
  const template = [{ role: 'appMenu' as const }, { role: 'editMenu' as const }, { role: 'windowMenu' as const }]
  Menu.setApplicationMenu(process.platform === 'darwin' ? Menu.buildFromTemplate(template) : null)
}
