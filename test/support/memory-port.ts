/** A BoardPort whose other end is a test. */
import { AppError } from '../../shared/contract/errors.ts'
import type { BoardPort } from '../../main/devices/board-port.ts'

export interface MemoryPort {
  port: BoardPort
  /** Bytes or text from the board. */
  receive(bytes: Uint8Array | string): void
  /** Pulls the cable. */
  lose(): void
  baudRates: number[]
  /** Everything the workbench wrote, as text. */
  written(): string
  /** Listeners that are still there. */
  listeners(): number
}

export function createMemoryPort(
  onWrite: (bytes: Uint8Array, board: MemoryPort) => void = () => undefined,
): MemoryPort {
  const data = new Set<(bytes: Uint8Array) => void>()
  const closed = new Set<(reason: 'asked' | 'lost') => void>()
  const baudRates: number[] = []
  let written = ''
  let open = true

  function end(reason: 'asked' | 'lost'): void {
    if (!open) return
    open = false
    for (const listener of [...closed]) listener(reason)
    data.clear()
    closed.clear()
  }

  const board: MemoryPort = {
    port: {
      write(bytes) {
        if (!open) return Promise.reject(new AppError('device/unplugged'))
        written += String.fromCharCode(...bytes)
        onWrite(bytes, board)
        return Promise.resolve()
      },
      onData(listener) {
        data.add(listener)
        return () => void data.delete(listener)
      },
      onClose(listener) {
        closed.add(listener)
        return () => void closed.delete(listener)
      },
      setSignals: () => Promise.resolve(false),
      setBaudRate(baudRate) {
        baudRates.push(baudRate)
        return Promise.resolve()
      },
      close() {
        end('asked')
        return Promise.resolve()
      },
    },
    receive(bytes) {
      const chunk = typeof bytes === 'string' ? Uint8Array.from(bytes, (letter) => letter.charCodeAt(0)) : bytes
      for (const listener of [...data]) listener(chunk)
    },
    lose: () => end('lost'),
    baudRates,
    written: () => written,
    listeners: () => data.size + closed.size,
  }
  return board
}
