import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryPort, type MemoryPort } from '../../test/support/memory-port.ts'
import { createDeviceManager, type DeviceManager } from './device-manager.ts'
import type { SystemPort } from './port-lister.ts'

const BOARD = { vendorId: '2341', productId: '805a', serialNumber: 'ABC' }

/** A computer into which one board is plugged, under changing names. */
function createComputer() {
  let plugged: { path: string; board: MemoryPort; timer: NodeJS.Timeout } | null = null
  const opened: string[] = []

  function plug(path: string): void {
    let count = 0
    const board = createMemoryPort()
    const timer = setInterval(() => board.receive(`${count++},1,2\n`), 10)
    plugged = { path, board, timer }
  }
  function unplug(): void {
    const leaving = plugged
    plugged = null
    if (leaving) clearInterval(leaving.timer)
    leaving?.board.lose()
  }
  const devices: DeviceManager = createDeviceManager({
    boards: [],
    openPort(port) {
      opened.push(port)
      return plugged?.path === port ? Promise.resolve(plugged.board.port) : Promise.reject(new Error(`no ${port}`))
    },
    simulated: () => ({
      open: () => Promise.reject(new Error('not simulated')),
      portName: () => 'sim:pico',
      setMotion: () => undefined,
      close: () => Promise.resolve(),
    }),
    simulatedUno: () => ({
      open: () => Promise.reject(new Error('not simulated')),
      setMotion: () => undefined,
      close: () => Promise.resolve(),
    }),
    listPorts: () => Promise.resolve<SystemPort[]>(plugged ? [{ path: plugged.path, ...BOARD }] : []),
    watch: false,
    wantedRateHz: () => null,
    onChange: () => undefined,
  })
  return { devices, plug, unplug, opened, board: () => plugged?.board }
}

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
