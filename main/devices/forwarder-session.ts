/** A board that sends lines of numbers (the data forwarder's stream): rate and axes are found by listening. */
import type { Axis } from '../../shared/model/sample.ts'
import { createForwarderParser, FIRST_MAY_BE_CUT, type ForwarderLine } from '../../shared/wire/data-forwarder.ts'
import {
  detectForwarderStream,
  nominalRate,
  type ForwarderClock,
  type ForwarderStream,
} from '../../shared/wire/forwarder-stream.ts'
import type { BoardPort } from './board-port.ts'
import { type BoardSession, sentBytes, type SessionEvents } from './board-session.ts'
import { createRateWatch } from './rate-watch.ts'

/** Three numbers without names are most often an accelerometer; other streams get plain names that can be changed. */
function axesFor({ columns, clock }: ForwarderStream): Axis[] {
  const measured = columns.filter((_column, index) => index !== clock?.column)
  const isPlain = measured.every(({ name, unit }) => name === '' && unit === '')
  if (isPlain && measured.length === 3) return ['accX', 'accY', 'accZ'].map((name) => ({ name, unit: 'm/s2' }))
  return measured.map(({ name, unit }, index) => ({ name: name || `axis${index + 1}`, unit }))
}

/** A line that was a reading before something on the way damaged it. */
function isBrokenReading(line: ForwarderLine, axes: number): boolean {
  if (
    line.values !== null ||
    line.header !== null ||
    line.skipped === FIRST_MAY_BE_CUT ||
    /^\s*[<#/%E]/i.test(line.text)
  )
    return false
  const parts = line.text.split(/[,;\s]+/).filter((part) => part !== '')
  const numbers = parts.filter((part) => /^[-+]?[\d.]/.test(part) || /^[-+]?(nan|inf)/i.test(part))
  return parts.length <= axes + 1 && numbers.length * 2 >= Math.max(parts.length, axes)
}

/** `heard` is what came so far, timed by `performance.now()`. Throws where its lines are no stream of readings. */
export function openForwarder(port: BoardPort, heard: readonly ForwarderLine[], events: SessionEvents): BoardSession {
  const stream = detectForwarderStream(heard)
  const { clock } = stream
  const parser = createForwarderParser()
  parser.expect(stream.shape)
  const started = performance.now()
  let row = 0
  let clockBefore: number | null = null

  let missing = 0
  const rate = createRateWatch(stream.rateHz, nominalRate)

  /** Rows that follow one another; what was missing before them is told with them. */
  function emit(arrivalMs: number, rows: readonly number[][]): void {
    if (rows.length === 0) return
    const tMs = arrivalMs - ((rows.length - 1) * 1000) / rate.rateHz
    row += missing
    rate.add(arrivalMs, rows.length + missing)
    events.readings({ row, tMs, values: Float32Array.from(rows.flat()), lost: missing })
    row += rows.length
    missing = 0
  }

  /** A damaged line is a lost reading; others that are none, such as notes, are not. */
  function takeLines(arrivalMs: number, lines: readonly ForwarderLine[]): void {
    let together: number[][] = []
    for (const line of lines) {
      if (line.values) together.push(line.values)
      else if (isBrokenReading(line, stream.axes)) {
        emit(arrivalMs, together)
        together = []
        missing++
      }
    }
    emit(arrivalMs, together)
  }

  /** With a column that counts, loss is exact; it is no axis. */
  function takeCounted(arrivalMs: number, lines: readonly ForwarderLine[], { column, step }: ForwarderClock): void {
    let together: number[][] = []
    for (const { values } of lines) {
      if (!values) continue
      const now = values[column]!
      const jump = clockBefore === null ? 0 : Math.max(0, Math.round((now - clockBefore) / step) - 1)
      clockBefore = now
      if (jump > 0) {
        emit(arrivalMs, together)
        together = []
        missing += jump
      }
      together.push(values.filter((_value, index) => index !== column))
    }
    emit(arrivalMs, together)
  }

  const off = port.onData((bytes) => {
    const now = performance.now() - started
    const lines = parser.push(bytes, now)
    events.text(
      lines.map(({ text, skipped, raw }) => ({ direction: 'in', text, skipped, ...(raw ? { bytes: raw } : {}) })),
    )
    if (clock) takeCounted(now, lines, clock)
    else takeLines(now, lines)
  })

  return {
    protocol: 'data-forwarder',
    info: null,
    axes: axesFor(stream),
    counted: clock !== null,
    rateHz: () => rate.rateHz,
    // It streams without being asked, at a rate of its own.
    startStream: () => {
      row = 0
      missing = 0
      return Promise.resolve()
    },
    link: null,
    commands: null,
    async sendText(text) {
      await port.write(new TextEncoder().encode(text))
      events.text([{ direction: 'out', text, skipped: '' }])
    },
    async sendBytes(bytes) {
      await port.write(bytes)
      events.text([sentBytes(bytes)])
    },
    async close() {
      off()
      await port.close()
    },
  }
}
