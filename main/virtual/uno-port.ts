/** The serial port of a simulated Uno: its USB chip stays on the bus whatever the board's own chip does. */
import type { Worker } from 'node:worker_threads'
import { AppError } from '../../shared/contract/errors.ts'
import type { BoardPort } from '../devices/board-port.ts'
import type { UnoCommand } from './uno-worker.ts'

export interface UnoPort extends BoardPort {
  /** Pulls the cable. */
  lose(): void
}

export function openUnoPort(thread: Worker, onEnd: () => void): UnoPort {
  const dataListeners = new Set<(bytes: Uint8Array) => void>()
  const closeListeners = new Set<(reason: 'asked' | 'lost') => void>()
  const send = (command: UnoCommand): void => thread.postMessage(command)
  const deliver = (bytes: Uint8Array): void => {
    for (const listener of [...dataListeners]) listener(bytes)
  }
  let isOpen = true
  let dtr = true

  function end(reason: 'asked' | 'lost'): void {
    if (!isOpen) return
    isOpen = false
    thread.off('message', deliver)
    send({ kind: 'run', running: false })
    thread.unref()
    onEnd()
    for (const listener of [...closeListeners]) listener(reason)
    closeListeners.clear()
    dataListeners.clear()
  }

  thread.on('message', deliver)
  thread.ref()
  send({ kind: 'run', running: true })
  return {
    write(bytes) {
      if (!isOpen) return Promise.reject(new AppError('device/unplugged'))
      send({ kind: 'write', bytes })
      return Promise.resolve()
    },
    onData(listener) {
      dataListeners.add(listener)
      return () => void dataListeners.delete(listener)
    },
    onClose(listener) {
      closeListeners.add(listener)
      return () => void closeListeners.delete(listener)
    },
    setSignals(signals) {
      // DTR is wired to the reset pin: the board starts anew when it goes on.
      if (signals.dtr === true && !dtr) send({ kind: 'reset' })
      dtr = signals.dtr ?? dtr
      return Promise.resolve(isOpen)
    },
    // The simulated line carries bytes, not bits: it has no rate of its own.
    setBaudRate: () => Promise.resolve(),
    close() {
      end('asked')
      return Promise.resolve()
    },
    lose: () => end('lost'),
  }
}
