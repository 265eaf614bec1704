/** A board with the workbench firmware: exact rows, its own clock, its own answers. */
import { AppError } from '../../shared/contract/errors.ts'
import type { BoardMessage } from '../../shared/wire/device-protocol.ts'
import type { Frame } from '../../shared/wire/frames.ts'
import type { BoardHello } from '../../shared/wire/board-fields.ts'
import type { BoardLink } from './board-link.ts'
import type { BoardPort } from './board-port.ts'
import type { BoardSession, ConsoleText, SessionEvents } from './board-session.ts'

/** Longer than a bootloader waits. */
const SILENCE_MS = 3000
/** A slow stream pauses for longer; a frame may hold a few readings. */
const SILENT_READINGS = 20
const CLOCK_WRAP_US = 2 ** 32

/** The board's 32-bit clock as one that goes on: through its wrap every 71 minutes, and through a restart of the board. */
function createClock(): { read(clockUs: number): number; restart(missedMs: number): void } {
  let before = 0
  let baseUs = 0
  let isRestarted = false
  return {
    read(clockUs) {
      if (isRestarted) baseUs -= clockUs
      else if (clockUs < before) baseUs += CLOCK_WRAP_US
      isRestarted = false
      before = clockUs
      return (baseUs + clockUs) / 1000
    },
    restart(missedMs) {
      baseUs += before + missedMs * 1000
      isRestarted = true
    },
  }
}

/** Bytes of the row number before the readings. */
const ROW_NUMBER_BYTES = 4

/** A line a reading; the first one tells of the frame that brought them. */
function describeRows(values: Float32Array, axes: number, { payload, sequence }: Frame): ConsoleText[] {
  return Array.from({ length: values.length / axes }, (_, row) => {
    const numbers = Array.from(values.subarray(row * axes, (row + 1) * axes), (value) => value.toFixed(3))
    const start = ROW_NUMBER_BYTES + row * axes * 2
    const bytes = payload.subarray(start, start + axes * 2)
    const note = row === 0 ? { note: `frame ${sequence}, ${payload.length} bytes, checksum right` } : {}
    return { direction: 'in', text: numbers.join('  '), skipped: '', bytes, ...note }
  })
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
  /** What its rows count from, after it restarted in the middle of a stream. */
  let baseRow = 0
  let isStreaming = false
  let isRestarted = false
  let isAsking = false
  let heardMs = performance.now()
  /** A board whose reset button was pressed is still there, but does not send any more. */
  const watch = setInterval(() => {
    const longestMs = Math.max(SILENCE_MS, (SILENT_READINGS * 1000) / rateHz)
    if (!isStreaming || isAsking || performance.now() - heardMs < longestMs) return
    isAsking = true
    isRestarted = true
    const asked = link.order({ kind: 'stop-stream' }).then(() => link.order({ kind: 'start-stream', rateHz }))
    // A board that is silent for another reason says so itself, or is found unplugged.
    asked.catch(() => undefined).finally(() => (isAsking = false))
  }, SILENCE_MS / 3)
  watch.unref()

  link.onDamaged((frames) => {
    const skipped = 'cut, or its checksum is wrong'
    events.text(Array.from({ length: frames }, () => ({ direction: 'in', text: 'a frame', skipped })))
  })
  link.onMessage((message, frame) => {
    if (message.kind === 'data') takeData(message, frame)
    else if (message.kind === 'result') events.answer(message)
    else if (message.kind === 'button') events.button?.()
    else if (message.kind === 'log') events.text([{ direction: 'in', text: message.text, skipped: '' }])
    else if (message.kind === 'error')
      events.text([{ direction: 'in', text: message.text, skipped: 'the board reports an error' }])
  })

  function takeData(message: Extract<BoardMessage, { kind: 'data' }>, frame: Frame): void {
    const rows = message.values.length / axisCount
    const values = new Float32Array(message.values.length)
    // One float32 multiplication, as on the board: both see the same bits.
    message.values.forEach((raw, index) => (values[index] = raw * hello.scales[index % axisCount]!))
    if (isRestarted) resume(message.row, rows)
    heardMs = performance.now()
    const row = baseRow + message.row
    const lost = nextRow === null ? 0 : Math.max(0, row - nextRow)
    nextRow = row + rows
    // The frame leaves when its last row is complete.
    const tMs = clock.read(frame.clockUs) - ((rows - 1) * 1000) / rateHz
    events.text(describeRows(values, axisCount, frame))
    events.readings({ row, tMs, values, lost })
  }

  /** The readings of the time in which it was silent are lost, and stay a gap. */
  function resume(firstRow: number, rows: number): void {
    isRestarted = false
    // It was only slow: it goes on counting where it was.
    if (nextRow === null || baseRow + firstRow >= nextRow) return
    const missedMs = performance.now() - heardMs
    baseRow = nextRow + Math.max(0, Math.round((missedMs * rateHz) / 1000) - rows) - firstRow
    clock.restart(missedMs)
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
      baseRow = 0
      isRestarted = false
      await link.order({ kind: 'start-stream', rateHz: wanted })
      isStreaming = true
      heardMs = performance.now()
    },
    link,
    commands: null,
    sendText: () =>
      Promise.reject(new AppError('device/unsupported', { message: 'This board speaks frames, not text.' })),
    async close() {
      clearInterval(watch)
      link.close()
      await port.close()
    },
  }
}
