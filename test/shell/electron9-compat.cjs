// Lets the shell run in Electron 9, which some machines have and which lacks what the shell uses. Only for tests.
const Module = require('module')
const path = require('path')

const load = Module._load
Module._load = (request, ...rest) => load(request.replace(/^node:/, ''), ...rest)

const { app, ipcMain, protocol, session } = require('electron')

class OldResponse {
  constructor(body, { status = 200, headers = {} } = {}) {
    Object.assign(this, { body, status, headers })
  }
}
if (typeof Response === 'undefined') global.Response = OldResponse
if (!Object.hasOwn) Object.hasOwn = (object, name) => Object.prototype.hasOwnProperty.call(object, name)

protocol.handle =
  protocol.handle ||
  ((scheme, handler) =>
    protocol.registerBufferProtocol(scheme, (request, answer) => {
      handler({ url: request.url }).then(({ body, status, headers }) => {
        const mimeType = (headers['Content-Type'] || 'text/plain').split(';')[0]
        answer({ statusCode: status, headers, mimeType, charset: 'utf-8', data: Buffer.from(body) })
      })
    }))

// Registered before the shell's own listeners, so that its guards find the methods.
app.on('web-contents-created', (_event, contents) => {
  if (contents.setWindowOpenHandler) return
  contents.setWindowOpenHandler = (decide) =>
    contents.on('new-window', (event, url) => {
      if (decide({ url }).action === 'deny') event.preventDefault()
    })
})

function withFrame(listener) {
  return (event, ...values) => {
    if (!event.senderFrame) event.senderFrame = { url: event.sender.getURL(), parent: null }
    return listener(event, ...values)
  }
}
for (const name of ['on', 'handle']) {
  const original = ipcMain[name].bind(ipcMain)
  ipcMain[name] = (channel, listener) => original(channel, withFrame(listener))
}

// The old Node's streams have no AbortSignal and the like; what the shell itself needs is above.
module.exports = { session }
app.setAppPath(path.dirname(process.env.TINYML_SHELL_FILE))
require(process.env.TINYML_SHELL_FILE)
