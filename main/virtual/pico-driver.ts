/** A Pico machine driven by messages: the same in this thread (tests, virtual time) and in a worker (real time). */
import { type ErrorData, toErrorData } from '../../shared/contract/errors.ts'
import { createMotionPlayer, type MotionSource } from './motion-source.ts'
import { createPicoMachine, type PicoMachine } from './pico-machine.ts'

export type PicoCommand =
  | { kind: 'open' }
  | { kind: 'close' }
  | { kind: 'write'; bytes: Uint8Array }
  | { kind: 'baud-rate'; baudRate: number }
  | { kind: 'lines'; dtr: boolean; rts: boolean }
  | { kind: 'motion'; source: MotionSource }
  | { kind: 'hear'; values: Float32Array }
  | { kind: 'sensor'; connected: boolean }
  /** A short press, in the board's own time. */
  | { kind: 'press' }
  | { kind: 'flash-volume' }
  | { kind: 'copy'; file: Uint8Array }
  | { kind: 'plug'; inserted: boolean }
  /** Loses every `every`-th byte on the way to the computer; 0 loses none. */
  | { kind: 'drop'; every: number }
  /** How much faster than the wall clock the board's time runs; 1 is right. */
  | { kind: 'pace'; factor: number }

export type PicoEvent =
  | { kind: 'data'; bytes: Uint8Array }
  | { kind: 'usb'; ready: boolean }
  | { kind: 'state'; state: PicoMachine['state'] }
  | { kind: 'copied'; error: ErrorData | null }
  /** The simulation itself broke; nothing more comes. */
  | { kind: 'failed'; error: ErrorData }

export interface PicoSettings {
  serialNumber: string
  firmware: Uint8Array
  motion: MotionSource
}

export interface PicoDriver {
  command(command: PicoCommand): void
  advance(seconds: number): void
  readonly machine: PicoMachine
  readonly pace: number
}

const DEFAULT_BAUD = 115_200

export function createPicoDriver(settings: PicoSettings, emit: (event: PicoEvent) => void): PicoDriver {
  const player = createMotionPlayer(settings.motion)
  let dropEvery = 0
  let received = 0
  let pace = 1
  let lastState: PicoMachine['state'] | null = null
  const machine = createPicoMachine({
    serialNumber: settings.serialNumber,
    firmware: settings.firmware,
    motion: player.read,
    usb: {
      ready: () => emit({ kind: 'usb', ready: true }),
      gone: () => emit({ kind: 'usb', ready: false }),
      data: (bytes) => emit({ kind: 'data', bytes: lose(bytes) }),
    },
  })

  function lose(bytes: Uint8Array): Uint8Array {
    if (dropEvery === 0) return bytes
    return bytes.filter(() => ++received % dropEvery !== 0)
  }

  function reportState(): void {
    if (machine.state === lastState) return
    lastState = machine.state
    emit({ kind: 'state', state: machine.state })
  }

  function copy(file: Uint8Array): void {
    try {
      machine.copyUf2(file)
      emit({ kind: 'copied', error: null })
    } catch (error) {
      emit({ kind: 'copied', error: toErrorData(error) })
    }
  }

  function obey(command: PicoCommand): void {
    const { host } = machine
    switch (command.kind) {
      case 'open':
        return host.open(DEFAULT_BAUD)
      case 'close':
        return host.setLines({ dtr: false, rts: false })
      case 'write':
        return host.send(command.bytes)
      case 'baud-rate':
        return host.setBaudRate(command.baudRate)
      case 'lines':
        return host.setLines(command)
      case 'motion':
        return player.set(command.source)
      case 'hear':
        return player.hear(command.values)
      case 'sensor':
        machine.chip.connected = command.connected
        return
      case 'press':
        return machine.pressButton()
      case 'flash-volume':
        return machine.enterFlashVolume()
      case 'copy':
        return copy(command.file)
      case 'plug':
        return machine.plug(command.inserted)
      case 'drop':
        dropEvery = command.every
        return
      case 'pace':
        pace = command.factor
    }
  }

  return {
    command(command) {
      obey(command)
      reportState()
    },
    advance(seconds) {
      machine.run(seconds)
      reportState()
    },
    machine,
    get pace() {
      return pace
    },
  }
}
