import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createComputer } from '../../test/support/computer.ts'

async function connect(computer: ReturnType<typeof createComputer>, port: string): Promise<void> {
  const connecting = computer.devices.connect(port)
  connecting.catch(() => undefined)
  await vi.advanceTimersByTimeAsync(4000)
  await connecting
}

describe('a board that comes back', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it.each([
    ['/dev/ttyACM1', 3000],
    ['/dev/ttyACM0', 7000],
  ])('is followed to %s within 8 s', async (path, awayMs) => {
    const computer = createComputer()
    computer.plug('/dev/ttyACM0')
    await connect(computer, '/dev/ttyACM0')
    computer.unplug()
    await vi.advanceTimersByTimeAsync(awayMs)
    expect(computer.devices.connection()?.state).toBe('reconnecting')
    computer.plug(path)
    await vi.advanceTimersByTimeAsync(4000)
    expect(computer.devices.connection()).toMatchObject({ state: 'connected', port: path })
    await computer.devices.close()
    computer.unplug()
  })

  it('is followed through a touch at 1200 baud, under another name, without a click', async () => {
    const computer = createComputer()
    computer.plug('/dev/ttyACM0')
    await connect(computer, '/dev/ttyACM0')
    const touched = computer.devices.whileReleased('/dev/ttyACM0', async () => {
      const port = await computer.devices.openStream('/dev/ttyACM0')
      await port.setBaudRate(1200)
      await port.setSignals({ dtr: false })
      // The bootloader takes over: the board leaves, and its program comes back as another port.
      computer.unplug()
    })
    await vi.advanceTimersByTimeAsync(6000)
    await touched
    expect(computer.devices.connection()?.state).toBe('reconnecting')
    computer.plug('/dev/ttyACM7')
    await vi.advanceTimersByTimeAsync(4000)
    expect(computer.devices.connection()).toMatchObject({ state: 'connected', port: '/dev/ttyACM7' })
    await computer.devices.close()
    computer.unplug()
  })

  it('is given up when it stays away', async () => {
    const computer = createComputer()
    computer.plug('/dev/ttyACM0')
    await connect(computer, '/dev/ttyACM0')
    computer.unplug()
    await vi.advanceTimersByTimeAsync(9000)
    expect(computer.devices.connection()).toBeNull()
    await computer.devices.close()
  })
})

describe('connecting and losing a board again and again', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('leaves no timer and no listener behind, 100 times', async () => {
    const computer = createComputer()
    for (let cycle = 0; cycle < 100; cycle++) {
      computer.plug(`/dev/ttyACM${cycle % 3}`)
      await connect(computer, `/dev/ttyACM${cycle % 3}`)
      const board = computer.board()
      if (cycle % 2 === 0) await computer.devices.disconnect()
      else {
        computer.unplug()
        await vi.advanceTimersByTimeAsync(9000)
      }
      expect(board?.listeners()).toBe(0)
      computer.unplug()
    }
    await computer.devices.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})
