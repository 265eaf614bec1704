/** The USB serial port of a simulated Pico as a BoardPort. */
import { AppError } from '../../shared/contract/errors.ts'
import type { BoardPort } from '../devices/board-port.ts'
import type { PicoThread } from './pico-thread.ts'

export function openPicoPort(board: PicoThread): BoardPort {
  const dataListeners = new Set<(bytes: Uint8Array) => void>()
  const closeListeners = new Set<(reason: 'asked' | 'lost') => void>()
  let open = true
  let dtr = true
  let rts = true

  function end(reason: 'asked' | 'lost'): void {
    if (!open) return
    open = false
    off()
    board.hold(false)
    for (const listener of [...closeListeners]) listener(reason)
    closeListeners.clear()
    dataListeners.clear()
  }

  const off = board.onEvent((event) => {
    if (event.kind === 'usb' && !event.ready) end('lost')
    if (event.kind === 'data') for (const listener of [...dataListeners]) listener(event.bytes)
  })
  board.hold(true)
  board.send({ kind: 'open' })

  function subscribe<T>(set: Set<T>, listener: T): () => void {
    set.add(listener)
    return () => void set.delete(listener)
  }

  return {
    write(bytes) {
      if (!open) return Promise.reject(new AppError('device/unplugged'))
      board.send({ kind: 'write', bytes })
      return Promise.resolve()
    },
    onData: (listener) => subscribe(dataListeners, listener),
    onClose: (listener) => subscribe(closeListeners, listener),
    setSignals(signals) {
      dtr = signals.dtr ?? dtr
      rts = signals.rts ?? rts
      if (open) board.send({ kind: 'lines', dtr, rts })
      return Promise.resolve(open)
    },
    setBaudRate(baudRate) {
      if (open) board.send({ kind: 'baud-rate', baudRate })
      return Promise.resolve()
    },
    close() {
      if (open && dtr) board.send({ kind: 'close' })
      end('asked')
      return Promise.resolve()
    },
  }
}
