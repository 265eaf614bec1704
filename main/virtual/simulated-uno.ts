/** The simulated Uno as the rest of the workbench holds it: a serial port to open, and a hand that moves the board. */
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { AppError } from '../../shared/contract/errors.ts'
import type { Motion } from '../../shared/model/board.ts'
import type { BoardPort } from '../devices/board-port.ts'
import { parseIntelHex } from '../flash/intel-hex.ts'
import { built, resource } from '../paths.ts'
import type { MotionSource } from './motion-source.ts'
import type { UnoCommand, UnoSettings } from './uno-worker.ts'

export interface SimulatedUno {
  open(): Promise<BoardPort>
  setMotion(motion: Motion): void
  close(): Promise<void>
}

export const UNO_PROGRAM_BYTES = 32_256
/** A person that none of the bundled samples comes from. */
const HAND_PERSON = 40
const SERIAL_NUMBER = 'simulated-uno-1'

export function prebuiltUnoProgram(): Uint8Array {
  return parseIntelHex(readFileSync(resource('firmware', 'prebuilt', 'uno.hex'), 'utf8'), UNO_PROGRAM_BYTES)
}

/** The same person holds it as the simulated Pico. */
export function createSimulatedUno(): SimulatedUno {
  const hand = (motion: Motion): MotionSource => ({ kind: 'hand', motion, person: HAND_PERSON, seed: 1 })
  let source = hand('idle')
  let worker: Worker | null = null
  let endPort: ((reason: 'asked' | 'lost') => void) | null = null

  const send = (command: UnoCommand): void => worker?.postMessage(command)

  /** Nothing runs, and nothing is loaded, before the board is first used. */
  function board(): Worker {
    if (worker) return worker
    const settings: UnoSettings = { serialNumber: SERIAL_NUMBER, program: prebuiltUnoProgram(), motion: source }
    const started = new Worker(built('main', 'virtual', 'uno-worker.js'), { workerData: settings })
    started.on('error', () => {
      worker = null
      endPort?.('lost')
    })
    started.unref()
    worker = started
    return started
  }

  function open(): Promise<BoardPort> {
    if (endPort) return Promise.reject(new AppError('device/busy', { message: 'The simulated Uno is open already.' }))
    const thread = board()
    thread.ref()
    send({ kind: 'run', running: true })
    return Promise.resolve(openPort(thread))
  }

  function openPort(thread: Worker): BoardPort {
    const dataListeners = new Set<(bytes: Uint8Array) => void>()
    const closeListeners = new Set<(reason: 'asked' | 'lost') => void>()
    const deliver = (bytes: Uint8Array): void => {
      for (const listener of [...dataListeners]) listener(bytes)
    }
    let isOpen = true
    let dtr = true
    thread.on('message', deliver)
    function end(reason: 'asked' | 'lost'): void {
      if (!isOpen) return
      isOpen = false
      endPort = null
      thread.off('message', deliver)
      send({ kind: 'run', running: false })
      worker?.unref()
      for (const listener of [...closeListeners]) listener(reason)
      closeListeners.clear()
      dataListeners.clear()
    }
    endPort = end
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
    }
  }

  return {
    open,
    setMotion(motion) {
      source = hand(motion)
      send({ kind: 'motion', source })
    },
    async close() {
      endPort?.('lost')
      const ending = worker
      worker = null
      await ending?.terminate()
    },
  }
}
