import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryPort, type MemoryPort } from '../../test/support/memory-port.ts'
import type { BoardSession, Readings } from './board-session.ts'
import { detectProtocol } from './detect-protocol.ts'

let board: MemoryPort
let batches: Readings[]
let session: BoardSession

/** Sends `line(count)` every 10 ms for as long as it gives one; resolves once the board is recognised. */
async function connect(line: (count: number) => string): Promise<void> {
  let count = 0
  board = createMemoryPort()
  batches = []
  setInterval(() => {
    const text = line(count++)
    if (text !== '') board.receive(`${text}\n`)
  }, 10)
  const detecting = detectProtocol(board.port, {
    readings: (batch) => batches.push(batch),
    answer: () => undefined,
    text: () => undefined,
  })
  await vi.advanceTimersByTimeAsync(4000)
  session = await detecting
}
const rowsOf = (): number => batches.reduce((sum, batch) => sum + batch.values.length / session.axes.length, 0)
const lostOf = (): number => batches.reduce((sum, batch) => sum + batch.lost, 0)

describe('a stream of lines', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(async () => {
    await session.close()
    vi.useRealTimers()
  })

  it('takes names and units from its lines', async () => {
    await connect((count) => `accX:${count} g accY:2 g`)
    expect(session.axes).toEqual([
      { name: 'accX', unit: 'g' },
      { name: 'accY', unit: 'g' },
    ])
    await session.close()
    expect(board.listeners()).toBe(0)
  })

  it('counts readings that came damaged as lost, but not notes', async () => {
    await connect((count) =>
      count === 600 ? '1,2' : count === 700 ? '1,nan,3' : count % 50 === 7 ? '# note' : '1,2,3',
    )
    await vi.advanceTimersByTimeAsync(5000)
    expect(lostOf()).toBe(2)
    const last = batches.at(-1)!
    expect(last.row + 1).toBe(rowsOf() + 2 + batches[0]!.row)
  })

  it('knows exactly what is lost where a column counts, and keeps that column apart', async () => {
    await connect((count) => (count >= 700 && count < 703 ? '' : `{"seq":${count},"x":1,"y":2}`))
    await vi.advanceTimersByTimeAsync(5000)
    expect(session.axes.map((axis) => axis.name)).toEqual(['x', 'y'])
    expect(batches.filter((batch) => batch.lost > 0).map((batch) => batch.lost)).toEqual([3])
  })
})
