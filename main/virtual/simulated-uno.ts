/** The simulated Uno as the rest of the workbench holds it: a serial port to open, and a hand that moves the board. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { AppError } from '../../shared/contract/errors.ts'
import type { SimulatedInput } from '../../shared/model/board.ts'
import type { BoardPort } from '../devices/board-port.ts'
import { SIMULATED_UNO } from '../devices/port-lister.ts'
import { parseIntelHex } from '../flash/intel-hex.ts'
import { built, resource } from '../paths.ts'
import { type BoardFaults, createFaultyLine } from './line-faults.ts'
import { type MotionSource, sourceOf } from './motion-source.ts'
import { openUnoPort, type UnoPort } from './uno-port.ts'
import type { UnoCommand, UnoSettings } from './uno-worker.ts'

export interface SimulatedUno {
  open(): Promise<BoardPort>
  /** The port's name of now. */
  portName(): string
  setMotion(motion: SimulatedInput): void
  setMotionSource(source: MotionSource): void
  /** Sound that shakes it, where it listens to the microphone. */
  hear(values: Float32Array): void
  /** A short press of the button at its pin. */
  pressButton(): void
  faults: BoardFaults
  close(): Promise<void>
}

/** What the bootloader leaves of 32 KB. */
export const UNO_PROGRAM_BYTES = 32_256
const FLASH_BYTES = 32_768
const SERIAL_NUMBER = 'simulated-uno-1'
/** The same person holds it as the simulated Pico. */
const SEED = 1

export function prebuiltUnoProgram(): Uint8Array {
  return parseIntelHex(readFileSync(resource('firmware', 'prebuilt', 'uno.hex'), 'utf8'), UNO_PROGRAM_BYTES)
}

/** Our own bootloader, from its address to the end of the flash. */
export function prebuiltUnoBootloader(): Uint8Array {
  const text = readFileSync(resource('firmware', 'prebuilt', 'uno-bootloader.hex'), 'utf8')
  return parseIntelHex(text, FLASH_BYTES).subarray(UNO_PROGRAM_BYTES)
}

export interface SimulatedUnoOptions {
  /** Instead of the prebuilt firmware: what lies in the flash of the board. */
  program?: Uint8Array
}

const unplugged = (): AppError => new AppError('device/not-found', { message: 'The simulated Uno is unplugged.' })

export function createSimulatedUno(options: SimulatedUnoOptions = {}): SimulatedUno {
  const line = createFaultyLine(SEED)
  let source = sourceOf('idle', SEED)
  let worker: Worker | null = null
  /** Over once the thread listens. */
  let awake: Promise<unknown> = Promise.resolve()
  let port: UnoPort | null = null
  let isOpening = false
  let isPlugged = true
  let renames = 0

  const send = (command: UnoCommand): void => worker?.postMessage(command)

  /** Nothing runs, and nothing is loaded, before the board is first used. */
  function board(): Worker {
    if (worker) return worker
    const program = options.program ?? prebuiltUnoProgram()
    const bootloader = prebuiltUnoBootloader()
    const settings: UnoSettings = { serialNumber: SERIAL_NUMBER, program, bootloader, motion: source }
    const started = new Worker(built('main', 'virtual', 'uno-worker.js'), { workerData: settings })
    awake = once(started, 'message')
    started.on('error', () => {
      worker = null
      port?.lose()
    })
    started.unref()
    worker = started
    pace()
    return started
  }

  function pace(): void {
    send({ kind: 'pace', factor: 1 + line.current().driftPerThousand / 1000 })
  }

  async function open(): Promise<BoardPort> {
    if (!isPlugged) throw unplugged()
    if (port || isOpening) throw new AppError('device/busy', { message: 'The simulated Uno is open already.' })
    isOpening = true
    try {
      const thread = board()
      thread.ref()
      await awake
      if (!isPlugged || worker !== thread) throw unplugged()
      port = openUnoPort(thread, () => (port = null))
      return line.wrap(port)
    } finally {
      isOpening = false
    }
  }

  function setMotionSource(next: MotionSource): void {
    source = next
    send({ kind: 'motion', source })
  }

  function plug(inserted: boolean): void {
    isPlugged = inserted
    if (!inserted) port?.lose()
    // Without the cable it has no power: it starts anew.
    else send({ kind: 'reset' })
  }

  return {
    open,
    portName: () => (renames === 0 ? SIMULATED_UNO : `${SIMULATED_UNO}-${renames + 1}`),
    setMotion: (motion) => setMotionSource(sourceOf(motion, SEED)),
    setMotionSource,
    hear: (values) => send({ kind: 'hear', values }),
    pressButton: () => send({ kind: 'press' }),
    faults: {
      plug,
      setLine(next) {
        line.set(next)
        pace()
      },
      line: line.current,
      stall: line.stall,
      reset: () => send({ kind: 'reset' }),
      rename() {
        renames++
        plug(false)
        plug(true)
      },
    },
    async close() {
      port?.lose()
      const ending = worker
      worker = null
      await ending?.terminate()
    },
  }
}
