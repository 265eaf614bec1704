import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { NO_FAULTS } from '../../shared/model/fault.ts'
import { createMemoryPort } from '../../test/support/memory-port.ts'
import { createFaultyLine } from './line-faults.ts'

function open(seed = 1) {
  const board = createMemoryPort()
  const line = createFaultyLine(seed)
  const port = line.wrap(board.port)
  const heard: number[] = []
  port.onData((bytes) => heard.push(...bytes))
  return { board, line, port, heard }
}
const bytes = (count: number, value = 0): Uint8Array => new Uint8Array(count).fill(value)

describe('line faults', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('change nothing unless asked', () => {
    const { board, heard } = open()
    board.receive(Uint8Array.of(1, 2, 3))
    expect(heard).toEqual([1, 2, 3])
  })

  it('lose and damage about as many bytes as asked, the same ones for a seed', () => {
    const run = (): number[] => {
      const { board, line, heard } = open(7)
      line.set({ ...NO_FAULTS, dropPerThousand: 100, corruptPerThousand: 50 })
      board.receive(bytes(10_000))
      return heard
    }
    const heard = run()
    expect(Math.abs(heard.length - 9000)).toBeLessThan(150)
    expect(Math.abs(heard.filter((byte) => byte !== 0).length - 450)).toBeLessThan(100)
    expect(run()).toEqual(heard)
  })

  it('keep the order however late bytes are', async () => {
    const { board, line, heard } = open()
    line.set({ ...NO_FAULTS, jitterMs: 200 })
    for (let value = 0; value < 100; value++) {
      board.receive(bytes(1, value))
      await vi.advanceTimersByTimeAsync(3)
    }
    expect(heard.length).toBeLessThan(100)
    await vi.advanceTimersByTimeAsync(300)
    expect(heard).toEqual(Array.from({ length: 100 }, (_, value) => value))
  })

  it('hold everything up during a stall and lose nothing', async () => {
    const { board, line, heard } = open()
    line.stall(500)
    board.receive(bytes(5, 1))
    await vi.advanceTimersByTimeAsync(450)
    expect(heard).toEqual([])
    await vi.advanceTimersByTimeAsync(100)
    expect(heard).toHaveLength(5)
  })

  it('leave no timer behind when the port closes', async () => {
    const { board, line, port } = open()
    line.stall(500)
    board.receive(bytes(5))
    await port.close()
    expect([vi.getTimerCount(), board.listeners()]).toEqual([0, 0])
  })
})
