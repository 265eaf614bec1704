/** The names under which shell and preload talk. */
export const CHANNELS = {
  hello: 'bridge/hello',
  frame: 'bridge/frame',
  open: 'bridge/open',
  close: 'bridge/close',
  restart: 'bridge/restart',
  openFile: 'file/open',
  openDialog: 'dialog/open',
  saveDialog: 'dialog/save',
} as const
