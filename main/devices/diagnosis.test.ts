import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../shared/contract/errors.ts'
import type { Diagnosis, DiagnosisStep } from '../../shared/model/diagnosis.ts'
import { encodeFrame } from '../../shared/wire/frames.ts'
import { describeHeard, isReadable } from '../../shared/wire/heard.ts'
import { createMemoryPort, type MemoryPort } from '../../test/support/memory-port.ts'
import { checkClock } from './clock-check.ts'
import { diagnose, type DiagnosisOptions } from './diagnosis.ts'
import { allowCommand, portAccess } from './port-access.ts'

const PORT = '/dev/ttyACM0'

async function run(board: MemoryPort, changes: Partial<DiagnosisOptions> = {}): Promise<Diagnosis> {
  let ended = false
  const seen: DiagnosisStep[][] = []
  const diagnosing = diagnose({
    port: PORT,
    ports: [{ port: PORT, name: 'Board', board: null, serialNumber: null, simulated: false, busyBy: null }],
    access: () => ({ exists: true, allowed: true, command: null }),
    holderOf: () => null,
    openPort: () => Promise.resolve(board.port),
    rateHz: 100,
    signal: new AbortController().signal,
    onChange: (steps) => seen.push(steps),
    ...changes,
  })
  const end = (): void => void (ended = true)
  diagnosing.then(end, end)
  for (let waited = 0; waited < 60_000 && !ended; waited += 50) await vi.advanceTimersByTimeAsync(50)
  const result = await diagnosing
  expect(seen.at(-1)).toEqual(result.steps)
  expect(board.listeners()).toBe(0)
  return result
}
const problemOf = ({ steps }: Diagnosis): DiagnosisStep | undefined => steps.find((step) => step.state === 'problem')
const statesOf = ({ steps }: Diagnosis): string => steps.map((step) => step.state[0]).join('')

function stream(everyMs: number, text: (count: number, baudRate: number) => string): MemoryPort {
  const board = createMemoryPort()
  let count = 0
  setInterval(() => board.receive(text(count++, board.baudRates.at(-1) ?? 115_200)), everyMs)
  return board
}

describe('diagnosis', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is green for a board that sends lines', async () => {
    const result = await run(stream(10, (count) => `${count},1,2\n`))
    expect([result.ok, statesOf(result)]).toEqual([true, 'ooooooooo'])
    expect(result.steps[8]?.found).toMatch(/^100\.\d readings a second, nothing lost/)
  })

  const closed = (code: 'device/no-permission' | 'device/busy') => () => Promise.reject(new AppError(code))
  it.each<[string, Partial<DiagnosisOptions>, string, RegExp]>([
    ['1', { ports: [], access: () => ({ exists: false, allowed: false, command: null }) }, 'pssssssss', /carries data/],
    ['2', { access: () => ({ exists: true, allowed: false, command: 'sudo it' }) }, 'opsssssss', /^Run: sudo it\./],
    ['3', { holderOf: () => 'arduino' }, 'oopssssss', /Close "arduino"/],
    ['4', { openPort: closed('device/busy') }, 'ooopsssss', /serial monitor/],
  ])('stops at step %s with its remedy', async (_, changes, states, remedy) => {
    const result = await run(createMemoryPort(), changes)
    expect([result.ok, statesOf(result)]).toEqual([false, states])
    expect(problemOf(result)?.remedy).toMatch(remedy)
  })

  it('says that a board is silent', async () => {
    const board = createMemoryPort()
    const result = await run(board)
    expect([statesOf(result), problemOf(result)?.remedy]).toEqual(['oooopssss', expect.stringMatching(/reset button/)])
    expect(board.written()).toMatch(/b\r$/)
  })

  it('finds the baud rate at which the board sends', async () => {
    const board = stream(20, (count, baudRate) => (baudRate === 9600 ? `${count},1\n` : '\x81\xfe\x90\xe6'))
    expect(problemOf(await run(board))).toMatchObject({ id: 'baud-rate', found: 'The board sends at 9600 baud.' })
  })

  it('quotes a line that is no reading', async () => {
    const problem = problemOf(await run(stream(50, () => 'x is 4\n')))
    expect(problem).toMatchObject({ id: 'lines', found: '"x is 4" "x" is not a number.' })
  })

  it('passes on what a board says is wrong with itself', async () => {
    const text = (id: number, value: string): number[] => [id, value.length, ...new TextEncoder().encode(value)]
    const rate = [5, 4, 0xa0, 0x86, 1, 0]
    const axis = [6, 11, 0, 0, 0x80, 0x3f, ...new TextEncoder().encode('accX\0g\0').subarray(0, 7)]
    const fields = [
      ...text(1, 'pico'),
      ...text(2, '1'),
      ...text(3, 's'),
      4,
      1,
      1,
      ...rate,
      ...axis,
      ...text(9, 'No sensor.'),
    ]
    const info = encodeFrame({ type: 0x81, sequence: 0, clockUs: 0, payload: Uint8Array.of(0, 1, ...fields) })
    const board = createMemoryPort((bytes, at) => {
      if (bytes.length > 1) setTimeout(() => at.receive(info), 5)
    })
    const result = await run(board)
    expect(problemOf(result)).toMatchObject({
      id: 'board',
      found: 'No sensor.',
      remedy: expect.stringMatching(/wires/),
    })
    expect(statesOf(result)).toBe('ooooooops')
  })

  it('sees a clock that pauses', async () => {
    const board = stream(10, (count) => (count % 200 > 120 ? '' : `${count},1,2\n`))
    expect(problemOf(await run(board))).toMatchObject({ id: 'clock', found: expect.stringMatching(/pause of \d+ ms/) })
  })

  it('ends when it is cancelled and closes the port', async () => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 500)
    const work = run(createMemoryPort(), { signal: controller.signal })
    await expect(work).rejects.toMatchObject({ code: 'app/cancelled' })
  })
})

describe('clock check', () => {
  const batches = (count: number, everyMs: number, lost = 0) =>
    Array.from({ length: count }, (_, index) => ({ arrivalMs: index * everyMs, rows: 5, lost: index === 3 ? lost : 0 }))

  it.each([
    ['steady', batches(50, 50), 100, true, /^100\.0 readings/],
    ['lossy', batches(50, 50, 20), 100, false, /^20 of 270/],
    ['slow', batches(50, 60), 100, false, /^83\.3 readings a second instead of 100\.0/],
    ['silent', batches(1, 50), 100, false, /^Only 5/],
  ])('judges a %s stream', (_, stretch, rateHz, ok, found) => {
    const verdict = checkClock(stretch, rateHz)
    expect([verdict.ok, verdict.remedy === null]).toEqual([ok, ok])
    expect(verdict.found).toMatch(found)
  })
})

describe('what was heard', () => {
  it('is readable as text, frames or a description, and else not', () => {
    const text = (value: string): Uint8Array => new TextEncoder().encode(value)
    expect(isReadable(describeHeard(text('1,2\n3,4\n')))).toBe(true)
    expect(isReadable(describeHeard(Uint8Array.of(0x81, 0xfe, 0x90, 0xe6, 10)))).toBe(false)
    expect(describeHeard(text('1,2\nhello\n5,6\n'))).toMatchObject({ lines: 2, readings: 1, odd: { text: 'hello' } })
  })
})

describe('permission', () => {
  it.each<[NodeJS.Platform, number, string]>([
    ['linux', 20, 'sudo usermod -a -G dialout ada'],
    ['linux', 0, 'sudo chmod a+rw /dev/ttyACM0'],
    ['linux', 99, 'sudo chmod a+rw /dev/ttyACM0'],
    ['darwin', 20, 'sudo chmod a+rw /dev/ttyACM0'],
  ])('on %s for group %i is given by: %s', (platform, groupId, command) => {
    const groups = 'root:x:0:\ndialout:x:20:\n'
    expect(allowCommand('/dev/ttyACM0', platform, { groupId, groups, user: 'ada' })).toBe(command)
  })

  it('is not needed for what is no device file', () => {
    expect(portAccess('sim:pico')).toEqual({ exists: true, allowed: true, command: null })
    expect(portAccess('/dev/there-is-no-such-port', 'linux')).toMatchObject({ exists: false, allowed: false })
    expect(portAccess('COM3', 'win32').allowed).toBe(true)
  })
})
