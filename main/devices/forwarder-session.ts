/** A board that sends lines of numbers (the data forwarder's stream): rate and axes are found by listening. */
import type { Axis } from '../../shared/model/sample.ts'
import { createForwarderParser, detectForwarderStream, type ForwarderLine } from '../../shared/wire/data-forwarder.ts'
import type { BoardPort } from './board-port.ts'
import type { BoardSession, SessionEvents } from './board-session.ts'

/** Three numbers are most often an accelerometer; other streams get plain names that can be changed. */
function axesFor(count: number): Axis[] {
  if (count === 3) return ['accX', 'accY', 'accZ'].map((name) => ({ name, unit: 'm/s2' }))
  return Array.from({ length: count }, (_, index) => ({ name: `axis${index + 1}`, unit: '' }))
}

/** `heard` is what came so far, timed by `performance.now()`. Throws where its lines are no stream of readings. */
export function openForwarder(port: BoardPort, heard: readonly ForwarderLine[], events: SessionEvents): BoardSession {
  const stream = detectForwarderStream(heard)
  const parser = createForwarderParser()
  parser.expect(stream.axes)
  const started = performance.now()
  let row = 0

  port.onData((bytes) => {
    const now = performance.now() - started
    const lines = parser.push(bytes, now)
    events.text(lines.map(({ text, skipped }) => ({ direction: 'in', text, skipped })))
    const good = lines.flatMap((line) => (line.values ? [line.values] : []))
    if (good.length === 0) return
    const tMs = now - ((good.length - 1) * 1000) / stream.rateHz
    events.readings({ row, tMs, values: Float32Array.from(good.flat()), lost: 0 })
    row += good.length
  })

  return {
    protocol: 'data-forwarder',
    info: null,
    axes: axesFor(stream.axes),
    rateHz: () => stream.rateHz,
    // It streams without being asked, at a rate of its own.
    startStream: () => {
      row = 0
      return Promise.resolve()
    },
    link: null,
    commands: null,
    async sendText(text) {
      await port.write(new TextEncoder().encode(text))
      events.text([{ direction: 'out', text, skipped: '' }])
    },
    close: () => port.close(),
  }
}
