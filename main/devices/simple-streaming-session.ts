/** A board that speaks Simple Streaming: it describes itself until it is told `connect`, then sends int16 rows. */
import type { BoardPort } from './board-port.ts'
import { type BoardSession, sentBytes, type SessionEvents } from './board-session.ts'
import {
  createSimpleStreamReader,
  type SimpleStreamEvent,
  type SimpleStreamHello,
} from '../../shared/wire/simple-streaming.ts'

const CONNECT = new TextEncoder().encode('connect')
const DISCONNECT = new TextEncoder().encode('disconnect')

/** `heard` is what came so far, with the description among it. */
export async function openSimpleStreaming(
  port: BoardPort,
  heard: Uint8Array,
  hello: SimpleStreamHello,
  events: SessionEvents,
): Promise<BoardSession> {
  const reader = createSimpleStreamReader()
  reader.push(heard)
  let row = 0
  let channel: number | null = null
  const started = performance.now()

  function take(event: SimpleStreamEvent): void {
    if (event.kind === 'rows') return takeRows(event)
    // A board that restarted waits for the word again.
    if (event.kind === 'hello') void connect()
    const text = event.kind === 'text' ? event.text : 'The board restarted.'
    events.text([{ direction: 'in', text, skipped: event.kind === 'text' ? 'no description of a stream' : '' }])
  }

  function takeRows({ channel: from, values, lostRows }: Extract<SimpleStreamEvent, { kind: 'rows' }>): void {
    // One stream at a time: the channel that came first.
    channel ??= from
    if (from !== channel) return
    const rows = values.length / hello.axes.length
    const tMs = performance.now() - started - ((rows - 1) * 1000) / hello.rateHz
    row += lostRows
    events.readings({ row, tMs, values: Float32Array.from(values), lost: lostRows })
    row += rows
  }

  async function connect(): Promise<void> {
    reader.connected()
    await port.write(CONNECT)
  }

  const off = port.onData((bytes) => reader.push(bytes).forEach(take))
  await connect()
  return {
    protocol: 'simple-streaming',
    info: null,
    axes: hello.axes.map((name) => ({ name, unit: '' })),
    rateHz: () => hello.rateHz,
    // Its rate is its own.
    startStream: () => {
      row = 0
      return Promise.resolve()
    },
    link: null,
    commands: null,
    async sendText(text) {
      events.text([{ direction: 'out', text, skipped: '' }])
      await port.write(new TextEncoder().encode(text))
    },
    async sendBytes(bytes) {
      events.text([sentBytes(bytes)])
      await port.write(bytes)
    },
    async close() {
      off()
      // A board that is gone hears nothing, and that is no reason not to close.
      await port.write(DISCONNECT).catch(() => undefined)
      await port.close()
    },
  }
}
