/** This computer's microphone as a board: a page captures the sound and hands it over here. */
import { AppError } from '../../shared/contract/errors.ts'
import type { DevicePort } from '../../shared/model/board.ts'
import type { BoardSession, SessionEvents } from './board-session.ts'

export const COMPUTER_MICROPHONE = 'computer:microphone'
const DEFAULT_RATE_HZ = 16_000
const SLOWEST_HZ = 8000
const FASTEST_HZ = 48_000

export const microphonePort: DevicePort = {
  port: COMPUTER_MICROPHONE,
  name: "This computer's microphone",
  board: null,
  serialNumber: null,
  simulated: false,
  busyBy: null,
}

/** Sound slower than this is none: then the project is of something else, and the usual rate is taken. */
export function microphoneRate(wantedHz: number | null): number {
  return wantedHz !== null && wantedHz >= SLOWEST_HZ && wantedHz <= FASTEST_HZ ? wantedHz : DEFAULT_RATE_HZ
}

export interface Microphone {
  session: BoardSession
  /** A page is going to capture. Only the page that came last may hand over sound. */
  claim(): { claim: number; rateHz: number }
  /** `row` counts the readings since the claim: a jump is what the page lost. */
  feed(sound: { claim: number; row: number; values: Float32Array }): void
}

export function createMicrophone(events: SessionEvents): Microphone {
  let rateHz = DEFAULT_RATE_HZ
  let claims = 0
  /** Rows of claims before this one, so that the stream goes on counting. */
  let baseRow = 0
  let nextRow = 0
  let open = true

  const session: BoardSession = {
    protocol: 'computer',
    info: null,
    axes: [{ name: 'audio', unit: 'wav' }],
    rateHz: () => rateHz,
    startStream(wantedHz) {
      // A page that captures at another rate has to begin again.
      if (wantedHz !== rateHz) claims++
      rateHz = wantedHz
      return Promise.resolve()
    },
    link: null,
    commands: null,
    sendText: () => Promise.reject(new AppError('device/unsupported', { message: 'A microphone takes no text.' })),
    close() {
      open = false
      return Promise.resolve()
    },
  }

  return {
    session,
    claim() {
      claims++
      baseRow = nextRow
      return { claim: claims, rateHz }
    },
    feed({ claim, row, values }) {
      if (!open || claim !== claims) throw new AppError('device/none', { message: 'Another page uses the microphone.' })
      const first = baseRow + row
      const lost = Math.max(0, first - nextRow)
      nextRow = first + values.length
      // Its clock is the count of its readings.
      events.readings({ row: first, tMs: (first * 1000) / rateHz, values, lost })
    },
  }
}

/** A microphone whose sound goes to simulated boards instead of becoming readings of its own. */
export function createEar(boards: readonly { hear(values: Float32Array): void }[]): Microphone {
  return createMicrophone({
    readings: ({ values }) => boards.forEach((board) => board.hear(values)),
    answer: () => undefined,
    text: () => undefined,
  })
}

export const needsWindow = (name: string): AppError =>
  new AppError('device/unsupported', { message: `The ${name} of this computer works in the window only.` })
