/** The thread in which a simulated Pico lives, kept at the pace of the wall clock. */
import { parentPort, workerData } from 'node:worker_threads'
import { createPicoDriver, type PicoCommand, type PicoSettings } from './pico-driver.ts'

const SLICE_SECONDS = 0.004
/** A board that falls further behind than this goes on slower instead of catching up. */
const MOST_LATE_SECONDS = 0.25
const PAUSE_MS = 2

const port = parentPort
if (!port) throw new Error('pico-worker runs only as a worker thread')
// What crosses to a thread has no type of its own; pico-thread.ts sends nothing else.
const settings = workerData as PicoSettings
const driver = createPicoDriver(settings, (event) => port.postMessage(event))
port.on('message', (command: PicoCommand) => driver.command(command))

/** Wall clock and board clock at the last change of pace. */
let anchor = { wallSeconds: performance.now() / 1000, boardSeconds: driver.machine.nowSeconds, pace: driver.pace }

function keepPace(): void {
  const wallSeconds = performance.now() / 1000
  if (driver.pace !== anchor.pace) {
    anchor = { wallSeconds, boardSeconds: driver.machine.nowSeconds, pace: driver.pace }
  }
  const due = anchor.boardSeconds + (wallSeconds - anchor.wallSeconds) * anchor.pace
  const behind = due - driver.machine.nowSeconds
  if (behind > MOST_LATE_SECONDS) anchor.boardSeconds -= behind - MOST_LATE_SECONDS
  if (behind > 0) driver.advance(Math.min(behind, SLICE_SECONDS))
  if (behind > SLICE_SECONDS) setImmediate(keepPace)
  else setTimeout(keepPace, PAUSE_MS)
}
keepPace()
