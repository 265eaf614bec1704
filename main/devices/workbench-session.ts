/** A board with the workbench firmware: exact rows, its own clock, its own answers. */
import { AppError } from '../../shared/contract/errors.ts'
import type { BoardMessage } from '../../shared/wire/device-protocol.ts'
import type { Frame } from '../../shared/wire/frames.ts'
import type { BoardHello } from '../../shared/wire/board-fields.ts'
import type { BoardLink } from './board-link.ts'
import type { BoardPort } from './board-port.ts'
import type { BoardSession, SessionEvents } from './board-session.ts'

const CLOCK_WRAP_US = 2 ** 32

/** The board's 32-bit clock as one that goes on. */
function createClock(): (clockUs: number) => number {
  let before = 0
  let wraps = 0
  return (clockUs) => {
    if (clockUs < before) wraps++
    before = clockUs
    return (wraps * CLOCK_WRAP_US + clockUs) / 1000
  }
}

export function createWorkbenchSession(
  port: BoardPort,
  link: BoardLink,
  hello: BoardHello,
  events: SessionEvents,
): BoardSession {
  const clock = createClock()
  const axisCount = hello.axes.length
  let rateHz = hello.rateHz
  /** null until the first rows: a board that is already judging goes on counting. */
  let nextRow: number | null = null

  link.onMessage((message, frame) => {
    if (message.kind === 'data') takeData(message, frame)
    else if (message.kind === 'result') events.answer(message)
    else if (message.kind === 'log') events.text([{ direction: 'in', text: message.text, skipped: '' }])
    else if (message.kind === 'error')
      events.text([{ direction: 'in', text: message.text, skipped: 'the board reports an error' }])
  })

  function takeData(message: Extract<BoardMessage, { kind: 'data' }>, frame: Frame): void {
    const rows = message.values.length / axisCount
    const values = new Float32Array(message.values.length)
    // One float32 multiplication, as on the board: both see the same bits.
    message.values.forEach((raw, index) => (values[index] = raw * hello.scales[index % axisCount]!))
    const lost = nextRow === null ? 0 : Math.max(0, message.row - nextRow)
    nextRow = message.row + rows
    // The frame leaves when its last row is complete.
    const tMs = clock(frame.clockUs) - ((rows - 1) * 1000) / rateHz
    events.readings({ row: message.row, tMs, values, lost })
  }

  return {
    protocol: 'workbench',
    info: hello,
    axes: hello.axes,
    rateHz: () => rateHz,
    async startStream(wanted) {
      await link.order({ kind: 'stop-stream' })
      rateHz = wanted
      nextRow = null
      await link.order({ kind: 'start-stream', rateHz: wanted })
    },
    link,
    commands: null,
    sendText: () =>
      Promise.reject(new AppError('device/unsupported', { message: 'This board speaks frames, not text.' })),
    async close() {
      link.close()
      await port.close()
    },
  }
}
