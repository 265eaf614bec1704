/** The thread in which a simulated Uno lives, kept at the pace of the wall clock while its port is open. */
import { parentPort, workerData } from 'node:worker_threads'
import { createMotionPlayer, type MotionSource } from './motion-source.ts'
import { createUnoMachine } from './uno-machine.ts'

export type UnoCommand =
  | { kind: 'run'; running: boolean }
  | { kind: 'write'; bytes: Uint8Array }
  | { kind: 'reset' }
  /** A short press of the button, in the board's own time. */
  | { kind: 'press' }
  | { kind: 'motion'; source: MotionSource }
  | { kind: 'hear'; values: Float32Array }
  /** How much faster than the wall clock the board's time runs; 1 is right. */
  | { kind: 'pace'; factor: number }

export interface UnoSettings {
  serialNumber: string
  program: Uint8Array
  bootloader: Uint8Array
  motion: MotionSource
}

const SLICE_SECONDS = 0.004
const MOST_LATE_SECONDS = 0.1
const PAUSE_MS = 2

const port = parentPort
if (!port) throw new Error('uno-worker runs only as a worker thread')
// What crosses to a thread has no type of its own; simulated-uno.ts sends nothing else.
const settings = workerData as UnoSettings
const player = createMotionPlayer(settings.motion)
const machine = createUnoMachine({
  serialNumber: settings.serialNumber,
  program: settings.program,
  bootloader: settings.bootloader,
  motion: player.read,
  data: (bytes) => port.postMessage(bytes),
})
let running = false
let pace = 1
/** Wall clock and board clock when it began to run, or last changed its pace. */
let anchor = { wallSeconds: 0, boardSeconds: 0 }

// The first message of all: from now on it hears what is written to it.
port.postMessage('ready')
port.on('message', (command: UnoCommand) => {
  if (command.kind === 'write') machine.receive(command.bytes)
  else if (command.kind === 'press') machine.pressButton()
  else if (command.kind === 'reset') machine.reset()
  else if (command.kind === 'motion') player.set(command.source)
  else if (command.kind === 'hear') player.hear(command.values)
  else if (command.kind === 'pace') {
    pace = command.factor
    setAnchor()
  } else if (command.running !== running) {
    running = command.running
    setAnchor()
    if (running) keepPace()
  }
})

function setAnchor(): void {
  anchor = { wallSeconds: performance.now() / 1000, boardSeconds: machine.nowSeconds }
}

function keepPace(): void {
  if (!running) return
  const due = anchor.boardSeconds + (performance.now() / 1000 - anchor.wallSeconds) * pace
  const behind = due - machine.nowSeconds
  if (behind > MOST_LATE_SECONDS) anchor.boardSeconds -= behind - MOST_LATE_SECONDS
  if (behind > 0) machine.run(Math.min(behind, SLICE_SECONDS))
  if (behind > SLICE_SECONDS) setImmediate(keepPace)
  else setTimeout(keepPace, PAUSE_MS)
}
