/** A BoardPort over a serial port of this computer. The only place, with port-lister.ts, that knows the serialport package. */
import { stat } from 'node:fs/promises'
import { SerialPort } from 'serialport'
import { AppError, type ErrorCode } from '../../shared/contract/errors.ts'
import type { BoardPort } from './board-port.ts'
import { allowRemedy, portAccess } from './port-access.ts'
import { holderOf } from './port-holder.ts'

export const DEFAULT_BAUD_RATE = 115_200

export async function openSerialPort(path: string, baudRate: number = DEFAULT_BAUD_RATE): Promise<BoardPort> {
  const port = new SerialPort({ path, baudRate, autoOpen: false, lock: true })
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(openError(path, error)) : resolve()))
  })
  return wrap(port, path)
}

const LOOK_EVERY_MS = 500

/**
 * A device file that vanishes is a board that was unplugged. Most often the system says so by itself; a terminal that hangs
 * up before the first read only looks empty for ever. Names such as COM3 are no files.
 */
function watchFile(path: string, gone: () => void): () => void {
  if (!path.startsWith('/')) return () => undefined
  let first: number | null = null
  const look = (): void => {
    stat(path).then(
      ({ rdev, ino }) => {
        first ??= rdev || ino
        if ((rdev || ino) !== first) gone()
      },
      () => gone(),
    )
  }
  look()
  const timer = setInterval(look, LOOK_EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** The system's words for why a port does not open, as a code of ours. */
export function openErrorCode(message: string): ErrorCode {
  if (/permission|EACCES|access denied/i.test(message)) return 'device/no-permission'
  if (/lock|busy|EBUSY|temporarily unavailable/i.test(message)) return 'device/busy'
  if (/no such file|ENOENT|not found|ENODEV|ENXIO/i.test(message)) return 'device/not-found'
  return 'device/no-answer'
}

function openError(path: string, cause: Error): AppError {
  const code = openErrorCode(cause.message)
  if (code === 'device/busy') {
    const holder = holderOf(path)
    const message = holder ? `"${holder}" is using ${path}.` : `Another program is using ${path}.`
    return new AppError(code, { message, cause, data: { port: path, holder } })
  }
  if (code === 'device/not-found') {
    return new AppError(code, { message: `There is no board at ${path}.`, cause, data: { port: path } })
  }
  const data = { port: path, detail: cause.message }
  if (code !== 'device/no-permission') return new AppError(code, { cause, data })
  return new AppError(code, { cause, data, hint: allowRemedy(portAccess(path).command) })
}

function wrap(port: SerialPort, path: string): BoardPort {
  let asked = false
  const endWatch = watchFile(path, () => {
    if (port.isOpen) port.close(() => undefined)
  })
  port.once('close', endWatch)
  // What goes wrong is told to whoever asked, and by the end of the port.
  port.on('error', () => undefined)
  const unplugged = (cause?: Error): AppError =>
    new AppError('device/unplugged', { message: `The board at ${path} was unplugged.`, cause })
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        if (!port.isOpen) return reject(unplugged())
        port.write(Buffer.from(bytes), (error) => (error ? reject(unplugged(error)) : resolve()))
      }),
    onData(listener) {
      port.on('data', listener)
      return () => void port.off('data', listener)
    },
    onClose(listener) {
      const close = (): void => listener(asked ? 'asked' : 'lost')
      port.once('close', close)
      return () => void port.off('close', close)
    },
    setSignals: (signals) =>
      // A pty has no control lines; that is an answer, not an error.
      new Promise((resolve) => port.set(signals, (error) => resolve(!error))),
    setBaudRate: (baudRate) =>
      new Promise((resolve, reject) =>
        port.update({ baudRate }, (error) => (error ? reject(unplugged(error)) : resolve())),
      ),
    close: () =>
      new Promise((resolve) => {
        asked = true
        if (!port.isOpen) return resolve()
        port.close(() => resolve())
      }),
  }
}
