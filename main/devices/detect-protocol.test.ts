import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { encodeBase64 } from '../../shared/wire/base64.ts'
import { createMemoryPort, type MemoryPort } from '../../test/support/memory-port.ts'
import type { BoardSession, Readings, SessionEvents } from './board-session.ts'
import { detectProtocol } from './detect-protocol.ts'

const DESCRIPTION = '{"sample_rate":100,"version":1,"samples_per_packet":1,"column_location":{"x":0,"y":1}}\r\n'

function collect(): { readings: Readings[]; texts: string[]; events: SessionEvents } {
  const readings: Readings[] = []
  const texts: string[] = []
  const events: SessionEvents = {
    readings: (batch) => readings.push(batch),
    answer: () => undefined,
    text: (lines) => texts.push(...lines.map((line) => line.text)),
  }
  return { readings, texts, events }
}

/** Lets time pass until the board is recognised or given up. */
async function detect(board: MemoryPort, events: SessionEvents = collect().events): Promise<BoardSession> {
  const found = detectProtocol(board.port, events)
  const settled = found.then(
    () => true,
    () => true,
  )
  let done = false
  void settled.then(() => (done = true))
  for (let waited = 0; waited < 30_000 && !done; waited += 50) await vi.advanceTimersByTimeAsync(50)
  return found
}

function repeat(board: MemoryPort, everyMs: number, text: (count: number) => string): () => void {
  let count = 0
  const timer = setInterval(() => board.receive(text(count++)), everyMs)
  return () => clearInterval(timer)
}

const CONFIG = [
  '===== Device info =====',
  'ID: 1',
  'Type: KIT',
  'AT Version: 1.8.0',
  'Data Transfer Baudrate: 921600',
  '===== Sensors =====',
  'Name: Motion, Max sample length: 300s, Frequencies: [100.00Hz]',
]

/** Enough of the firmware to hold every dialogue: echoes, answers, prompts. */
function atBoard(answers: (command: string, board: MemoryPort) => string[] | null): MemoryPort {
  let line = ''
  return createMemoryPort((bytes, board) => {
    for (const byte of bytes) {
      const letter = String.fromCharCode(byte)
      if (letter !== '\r') {
        line += letter
        continue
      }
      // What is left of another protocol's question stands before the command.
      const command = line.replace(/^.*\0/s, '')
      line = ''
      board.receive(`${command}\r\n`)
      const lines = command === 'b' ? [] : command === 'AT+CONFIG?' ? CONFIG : answers(command, board)
      if (lines) board.receive([...lines, '> '].join('\r\n'))
    }
  })
}

describe('detection of what a board speaks', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('hears lines of numbers, though notes stand among them', async () => {
    const board = createMemoryPort()
    const stop = repeat(board, 10, (count) => (count % 7 === 3 ? '# note\n' : `${count},2,3\n`))
    const { events, readings } = collect()
    const session = await detect(board, events)
    expect(session).toMatchObject({ protocol: 'data-forwarder', axes: [{}, {}, {}] })
    await vi.advanceTimersByTimeAsync(100)
    expect(readings.length).toBeGreaterThan(5)
    stop()
    await session.close()
    expect(board.listeners()).toBe(0)
  })

  it('connects to Simple Streaming when it hears the description', async () => {
    const board = createMemoryPort()
    const stop = repeat(board, 500, () => (board.written().endsWith('connect') ? '' : `\xff~${DESCRIPTION}`))
    const { events, readings } = collect()
    const session = await detect(board, events)
    expect(session).toMatchObject({ protocol: 'simple-streaming', axes: [{ name: 'x' }, { name: 'y' }] })
    board.receive(Uint8Array.of(1, 0, 0xff, 0xff))
    expect([...(readings[0]?.values ?? [])]).toEqual([1, -1])
    stop()
    await session.close()
    expect(board.written()).toMatch(/connectdisconnect$/)
    expect(board.listeners()).toBe(0)
  })

  it('finds the AT prompt, and leaves nothing behind', async () => {
    const board = atBoard(() => [])
    const session = await detect(board)
    expect(session.protocol).toBe('at')
    expect(session.commands?.config.sensors[0]?.name).toBe('Motion')
    await session.close()
    expect(board.listeners()).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('says what it heard where nothing fits', async () => {
    const board = createMemoryPort()
    const stop = repeat(board, 100, () => 'hello\n')
    await expect(detect(board)).rejects.toMatchObject({ code: 'device/wrong-answer' })
    stop()
    await expect(detect(createMemoryPort())).rejects.toMatchObject({ code: 'device/no-answer' })
  })

  it('does not take a board for open that left while it was being listened to', async () => {
    const board = createMemoryPort()
    let count = 0
    const stop = repeat(board, 2900, () => `${count++},1,2\n`)
    // Too slow to prove itself before the last second of listening.
    setTimeout(() => (stop(), board.lose()), 14_000)
    await expect(detect(board)).rejects.toMatchObject({ code: 'device/unplugged' })
  })

  it('ends when the cable is pulled', async () => {
    const board = createMemoryPort()
    setTimeout(() => board.lose(), 300)
    await expect(detect(board)).rejects.toMatchObject({ code: 'device/unplugged' })
  })
})

describe('AT client', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  async function connect(answers: Parameters<typeof atBoard>[0]) {
    const board = atBoard(answers)
    const commands = (await detect(board)).commands
    if (!commands) throw new Error('no AT commands')
    return { board, ...commands }
  }
  async function later<T>(work: Promise<T>): Promise<T> {
    work.catch(() => undefined)
    for (let waited = 0; waited < 60_000; waited += 500) await vi.advanceTimersByTimeAsync(500)
    return work
  }

  it('records on the board and fetches the file at the faster baud rate', async () => {
    const file = Uint8Array.from({ length: 300 }, (_, index) => index)
    const { board, client, config } = await connect((command, at) => {
      if (command === 'AT+SAMPLESTART=Motion')
        return [
          'Starting in 2000 ms...',
          'Sampling...',
          'Done sampling, total bytes collected: 300',
          'Used buffer, from=0, to=300.',
          'OK',
        ]
      if (command !== 'AT+READBUFFER=0,300,y') return ['OK']
      at.receive('OK\r\n')
      setTimeout(() => at.receive(`${encodeBase64(file)}\r\nOK\r\n> `), 100)
      return null
    })
    const stages: string[] = []
    const request = { sensor: 'Motion', label: 'wave', intervalMs: 10, lengthMs: 1000 }
    const bytes = await later(client.sample(config, { ...request, onStage: (one) => stages.push(one.stage) }))
    expect(bytes).toEqual(file)
    expect(new Set(stages)).toEqual(new Set(['starting', 'sampling', 'finished']))
    expect(board.baudRates).toEqual([921_600, 115_200])
  })

  it('goes back to the usual baud rate where the transfer breaks off', async () => {
    const { board, client, config } = await connect((command, at) => {
      if (!command.startsWith('AT+SNAPSHOT')) return ['OK']
      at.receive('OK\r\n')
      return null
    })
    await expect(later(client.snapshot(config, 4, 4))).rejects.toMatchObject({ code: 'device/no-answer' })
    expect(board.baudRates).toEqual([921_600, 115_200])
  })

  it('passes on what the board complains of', async () => {
    const { client } = await connect(() => ['ERR: sensor is broken'])
    await expect(later(client.ask('AT+INFO\r'))).rejects.toThrow('The board says: ERR: sensor is broken')
  })

  it('lets the board classify a window that it sends in pieces', async () => {
    const values = Float32Array.from({ length: 8 }, (_, index) => index)
    const board = createMemoryPort((bytes, at) => {
      const text = String.fromCharCode(...bytes)
      if (text.endsWith('b\r')) at.receive('b\r\n> ')
      if (board.written().endsWith('AT+CONFIG?\r')) at.receive(`${CONFIG.join('\r\n')}\r\n> `)
      if (board.written().endsWith('AT+RUNIMPULSESTATIC=n,8\r')) at.receive('OK CHUNK=32\r\n')
      if (bytes.length !== 32) return
      pieces.push(text)
      if (pieces.length === 1) return at.receive('OK 6\r\n')
      at.receive('OK 8\r\nTRANSFER COMPLETED 8\r\nTiming: DSP 1 ms, inference 2 ms, anomaly 0 ms\r\n')
      at.receive('#Classification predictions:\r\n  wave: 0.75\r\nRESULT 0\r\nEND OUTPUT\r\n> ')
    })
    const pieces: string[] = []
    const client = (await detect(board)).commands?.client
    const answer = await later(client!.classify(values))
    expect(answer.scores).toEqual([{ label: 'wave', score: 0.75 }])
    expect(new Float32Array(Uint8Array.from(pieces.flatMap((one) => [...Buffer.from(one, 'base64')])).buffer)).toEqual(
      values,
    )
  })

  it('stops a running impulse', async () => {
    const { board, client } = await connect((command, at) => {
      at.receive(
        'Timing: DSP 1 ms, inference 2 ms\r\n#Classification predictions:\r\n  a: 1.0\r\nStarting inferencing\r\n',
      )
      return command === '' ? [] : null
    })
    const labels: string[] = []
    const stop = await later(client.runImpulse((answer) => labels.push(answer.scores[0]?.label ?? '')))
    await later(stop())
    expect(labels).toEqual(['a'])
    expect(board.written()).toMatch(/AT\+RUNIMPULSE\rb\r$/)
  })
})
