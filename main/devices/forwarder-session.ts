/** A board that sends lines of numbers (the data forwarder's stream): rate and axes are found by listening. */
import { AppError } from '../../shared/contract/errors.ts'
import type { Axis } from '../../shared/model/sample.ts'
import { createForwarderParser, detectForwarderStream, type ForwarderLine } from '../../shared/wire/data-forwarder.ts'
import type { BoardPort } from './board-port.ts'
import type { BoardSession, SessionEvents } from './board-session.ts'

const LISTEN_MS = 1000

/** Three numbers are most often an accelerometer; other streams get plain names that can be changed. */
function axesFor(count: number): Axis[] {
  if (count === 3) return ['accX', 'accY', 'accZ'].map((name) => ({ name, unit: 'm/s2' }))
  return Array.from({ length: count }, (_, index) => ({ name: `axis${index + 1}`, unit: '' }))
}

export async function detectForwarder(port: BoardPort, events: SessionEvents): Promise<BoardSession> {
  const parser = createForwarderParser()
  const heard: ForwarderLine[] = []
  const started = performance.now()
  const unlisten = port.onData((bytes) => heard.push(...parser.push(bytes, performance.now() - started)))
  await new Promise((resolve) => setTimeout(resolve, LISTEN_MS))
  unlisten()
  if (heard.length === 0)
    throw new AppError('device/no-answer', { message: 'The board is silent: it sends nothing and does not answer.' })
  const stream = detectForwarderStream(heard)
  parser.expect(stream.axes)
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
    async sendText(text) {
      await port.write(new TextEncoder().encode(text))
      events.text([{ direction: 'out', text, skipped: '' }])
    },
    close: () => port.close(),
  }
}
