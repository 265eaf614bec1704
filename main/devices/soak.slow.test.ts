import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createComputer } from '../../test/support/computer.ts'
import { createFaultyLine } from '../virtual/line-faults.ts'

const CYCLES = 1000
const WARM_CYCLES = 100
const GROWTH_LIMIT_BYTES = 8 * 1024 * 1024

setFlagsFromString('--expose-gc')
const collect: unknown = runInNewContext('gc')

/** What is in use after everything that can go has gone. */
function heapBytes(): number {
  if (typeof collect === 'function') collect()
  return process.memoryUsage().heapUsed
}

describe('1,000 connections with faults', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('leave no port, timer, listener or memory behind', async () => {
    const line = createFaultyLine(3)
    const computer = createComputer(line.wrap)
    let atStart = 0
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      if (cycle === WARM_CYCLES) atStart = heapBytes()
      line.set({
        dropPerThousand: cycle % 20,
        corruptPerThousand: cycle % 7,
        jitterMs: cycle % 50,
        driftPerThousand: 0,
      })
      const path = `/dev/ttyACM${cycle % 3}`
      computer.plug(path)
      const board = computer.board()
      const connecting = computer.devices.connect(path).catch(() => undefined)
      if (cycle % 5 === 4) computer.unplug()
      await vi.advanceTimersByTimeAsync(4000)
      if (cycle % 3 === 0) line.stall(500)
      if (cycle % 2 === 0) await computer.devices.disconnect()
      computer.unplug()
      await vi.advanceTimersByTimeAsync(40_000)
      await connecting
      expect([computer.devices.connection(), board?.listeners()]).toEqual([null, 0])
    }
    await computer.devices.close()
    expect(vi.getTimerCount()).toBe(0)
    expect(heapBytes() - atStart).toBeLessThan(GROWTH_LIMIT_BYTES)
  }, 600_000)
})
