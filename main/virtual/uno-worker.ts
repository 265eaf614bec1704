/** The thread in which a simulated Uno lives, kept at the pace of the wall clock while its port is open. */
import { parentPort, workerData } from 'node:worker_threads'
import { createMotionPlayer, type MotionSource } from './motion-source.ts'
import { createUnoMachine } from './uno-machine.ts'

export type UnoCommand =
  | { kind: 'run'; running: boolean }
  | { kind: 'write'; bytes: Uint8Array }
  | { kind: 'reset' }
  | { kind: 'motion'; source: MotionSource }

export interface UnoSettings {
  serialNumber: string
  program: Uint8Array
  motion: MotionSource
}

const SLICE_SECONDS = 0.004
const MOST_LATE_SECONDS = 0.25
const PAUSE_MS = 2

const port = parentPort
if (!port) throw new Error('uno-worker runs only as a worker thread')
// What crosses to a thread has no type of its own; simulated-uno.ts sends nothing else.
const settings = workerData as UnoSettings
const player = createMotionPlayer(settings.motion)
const machine = createUnoMachine({
  serialNumber: settings.serialNumber,
  program: settings.program,
  motion: player.read,
  data: (bytes) => port.postMessage(bytes),
})
let running = false
let offsetSeconds = 0

port.on('message', (command: UnoCommand) => {
  if (command.kind === 'write') machine.receive(command.bytes)
  else if (command.kind === 'reset') machine.reset()
  else if (command.kind === 'motion') player.set(command.source)
  else if (command.running !== running) {
    running = command.running
    offsetSeconds = performance.now() / 1000 - machine.nowSeconds
    if (running) keepPace()
  }
})

function keepPace(): void {
  if (!running) return
  const behind = performance.now() / 1000 - offsetSeconds - machine.nowSeconds
  if (behind > MOST_LATE_SECONDS) offsetSeconds += behind - MOST_LATE_SECONDS
  if (behind > 0) machine.run(Math.min(behind, SLICE_SECONDS))
  if (behind > SLICE_SECONDS) setImmediate(keepPace)
  else setTimeout(keepPace, PAUSE_MS)
}
