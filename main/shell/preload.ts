/** What the page may ask of the shell; everything the page sees of Electron is here. */
import { contextBridge, ipcRenderer } from 'electron'
import { CHANNELS } from './channels.ts'

contextBridge.exposeInMainWorld('tinyml', {
  kind: 'electron',
  send: (frame: Uint8Array) => ipcRenderer.send(CHANNELS.frame, frame),
  onFrame: (listener: (frame: Uint8Array) => void) => {
    ipcRenderer.on(CHANNELS.frame, (_event, frame: Uint8Array) => listener(frame))
  },
  onClose: (listener: () => void) => {
    ipcRenderer.on(CHANNELS.close, () => listener())
  },
  onOpenFile: (listener: (path: string) => void) => {
    ipcRenderer.on(CHANNELS.openFile, (_event, path: string) => listener(path))
  },
  onOpen: (listener: () => void) => {
    ipcRenderer.on(CHANNELS.open, () => listener())
    // The page listens now: the shell may connect it.
    ipcRenderer.send(CHANNELS.hello)
  },
  openDialog: (options: unknown) => ipcRenderer.invoke(CHANNELS.openDialog, options),
  saveDialog: (options: unknown) => ipcRenderer.invoke(CHANNELS.saveDialog, options),
  restartBackend: () => ipcRenderer.invoke(CHANNELS.restart),
})
