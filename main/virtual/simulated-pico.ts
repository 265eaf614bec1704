/** The simulated Pico as the rest of the workbench holds it: a port to open, a flash volume, a hand that moves it. */
import { readFileSync } from 'node:fs'
import { AppError, fromErrorData } from '../../shared/contract/errors.ts'
import type { SimulatedInput } from '../../shared/model/board.ts'
import type { BoardPort } from '../devices/board-port.ts'
import type { FlashTarget, FlashVolume } from '../flash/flash-target.ts'
import { SIMULATED_PICO } from '../devices/port-lister.ts'
import { resource } from '../paths.ts'
import { type BoardFaults, createFaultyLine } from './line-faults.ts'
import { type MotionSource, sourceOf } from './motion-source.ts'
import { openPicoPort } from './pico-port.ts'
import { createPicoThread, type PicoThread, startInThisThread, startInWorker } from './pico-thread.ts'

export interface SimulatedPicoOptions {
  serialNumber?: string
  /** The same seed gives the same movements. */
  seed?: number
  /** False: runs in this thread, as fast as it can, in virtual time. For tests. */
  realTime?: boolean
  /** Instead of the prebuilt firmware. */
  firmware?: Uint8Array
}

export interface SimulatedPico {
  /** Waits until the computer knows the board; rejects with `device/not-found` when it does not come. */
  open(): Promise<BoardPort>
  /** The port's name of now. */
  portName(): string
  setMotion(motion: SimulatedInput): void
  setMotionSource(source: MotionSource): void
  /** Sound that shakes it, where it listens to the microphone. */
  hear(values: Float32Array): void
  /** A short press of the button at its pin. */
  pressButton(): void
  flashTarget: FlashTarget
  faults: BoardFaults & {
    /** Loses every n-th byte on the way to the computer; 0 loses none. */
    dropBytes(every: number): void
    connectSensor(connected: boolean): void
    /** As if BOOTSEL were held while plugging in. */
    holdBootsel(): void
  }
  close(): Promise<void>
}

const OPEN_TIMEOUT_MS = 8000
const VOLUME_LOOK_MS = 20

export function prebuiltFirmware(): Uint8Array {
  return Uint8Array.from(readFileSync(resource('firmware', 'prebuilt', 'rp2040.bin')))
}

export function createSimulatedPico(options: SimulatedPicoOptions = {}): SimulatedPico {
  const { serialNumber = 'simulated-pico-1', seed = 1, realTime = true } = options
  let source: MotionSource = sourceOf('idle', seed)
  const line = createFaultyLine(seed)
  let thread: PicoThread | null = null
  let renames = 0

  /** Nothing runs, and nothing is loaded, before the board is first used. */
  function board(): PicoThread {
    thread ??= createPicoThread((emit) => {
      const settings = { serialNumber, firmware: options.firmware ?? prebuiltFirmware(), motion: source }
      return realTime ? startInWorker(settings, emit) : startInThisThread(settings, emit)
    })
    return thread
  }

  function setMotionSource(next: MotionSource): void {
    source = next
    thread?.send({ kind: 'motion', source })
  }

  async function open(): Promise<BoardPort> {
    const live = board()
    const ready = await live.until(() => live.ready() || live.failure() !== null, OPEN_TIMEOUT_MS)
    const failure = live.failure()
    if (failure) {
      // The next one begins with a new board.
      thread = null
      await live.end()
      throw fromErrorData(failure)
    }
    if (!ready) throw new AppError('device/not-found')
    return line.wrap(openPicoPort(live))
  }

  function volumeOf(live: PicoThread): FlashVolume {
    return {
      name: 'RPI-RP2 (simulated)',
      async write(file, { onBytes, signal }) {
        if (signal.aborted) throw new AppError('app/cancelled')
        const error = await live.copy(file)
        if (error) throw fromErrorData(error)
        onBytes(file.length)
      },
    }
  }

  function reset(): void {
    board().send({ kind: 'plug', inserted: false })
    board().send({ kind: 'plug', inserted: true })
  }

  return {
    open,
    portName: () => (renames === 0 ? SIMULATED_PICO : `${SIMULATED_PICO}-${renames + 1}`),
    setMotion: (motion) => setMotionSource(sourceOf(motion, seed)),
    setMotionSource,
    hear: (values) => thread?.send({ kind: 'hear', values }),
    pressButton: () => board().send({ kind: 'press' }),
    flashTarget: {
      openPort: open,
      findVolume: async () => {
        const live = board()
        const isVolume = await live.until(() => live.state() === 'flash-volume', VOLUME_LOOK_MS)
        return isVolume ? volumeOf(live) : null
      },
    },
    faults: {
      plug: (inserted) => board().send({ kind: 'plug', inserted }),
      dropBytes: (every) => board().send({ kind: 'drop', every }),
      connectSensor: (connected) => board().send({ kind: 'sensor', connected }),
      setLine(next) {
        if (next.driftPerThousand !== line.current().driftPerThousand)
          board().send({ kind: 'pace', factor: 1 + next.driftPerThousand / 1000 })
        line.set(next)
      },
      line: line.current,
      stall: line.stall,
      reset,
      rename() {
        renames++
        reset()
      },
      holdBootsel: () => board().send({ kind: 'flash-volume' }),
    },
    async close() {
      const ending = thread
      thread = null
      await ending?.end()
    },
  }
}
