/** What the Electron window's preload offers to the page; a browser has none of it. */
export interface FileFilter {
  name: string
  extensions: string[]
}

export interface OpenDialogOptions {
  title: string
  filters?: FileFilter[]
  folder?: boolean
  multiple?: boolean
}

export interface SaveDialogOptions {
  title: string
  defaultName?: string
  filters?: FileFilter[]
}

export interface ElectronHost {
  kind: 'electron'
  send(frame: Uint8Array): void
  /** Each of these listeners is set once, when the page starts. */
  onFrame(listener: (frame: Uint8Array) => void): void
  onClose(listener: () => void): void
  /** The backend is there, again or for the first time: frames may be sent. */
  onOpen(listener: () => void): void
  /** A project file was given to the app: a double click, or a second start. */
  onOpenFile(listener: (path: string) => void): void
  /** Paths chosen; empty when the person changed their mind. */
  openDialog(options: OpenDialogOptions): Promise<string[]>
  saveDialog(options: SaveDialogOptions): Promise<string | null>
  restartBackend(): Promise<void>
}

declare global {
  interface Window {
    tinyml?: ElectronHost
  }
}

export function electronHost(): ElectronHost | null {
  return window.tinyml ?? null
}
