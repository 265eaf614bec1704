/** What a page may not do, whatever it holds: leave, open windows, ask for devices; and who may talk to the shell. */
import { app, type IpcMainEvent, type IpcMainInvokeEvent, session, type WebContents } from 'electron'
import { isPageAddress } from './origin.ts'

/** Writing text to the clipboard after a click, microphone and camera once chosen; everything else is denied. */
const CLIPBOARD = 'clipboard-sanitized-write'
const MEDIA = 'media'

export function guardPages(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-navigate', (event, address) => {
      if (!isPageAddress(address)) event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}

/** Needs a ready app. */
export function guardPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, decide, details) => {
    const types = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
    decide(
      permission === CLIPBOARD || (permission === MEDIA && isMediaOnly(types) && isPageAddress(details.requestingUrl)),
    )
  })
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission, origin, { mediaType }) =>
      permission === CLIPBOARD || (permission === MEDIA && isMedia(mediaType) && isPageAddress(`${origin}/`)),
  )
}

function isMedia(type: string | undefined): boolean {
  return type === 'audio' || type === 'video'
}

/** Sharing the screen asks without a type. */
function isMediaOnly(types: readonly string[]): boolean {
  return types.length > 0 && types.every(isMedia)
}

/** True only for the window's own page in its top frame. */
export function isOurPage(event: IpcMainEvent | IpcMainInvokeEvent, contents: WebContents | undefined): boolean {
  const frame = event.senderFrame
  return event.sender === contents && frame !== null && frame.parent === null && isPageAddress(frame.url)
}
