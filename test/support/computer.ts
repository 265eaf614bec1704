/** A computer into which one board that sends lines is plugged and unplugged, under changing names, without hardware. */
import type { BoardPort } from '../../main/devices/board-port.ts'
import { createDeviceManager, type DeviceManager } from '../../main/devices/device-manager.ts'
import type { SystemPort } from '../../main/devices/port-lister.ts'
import { createMemoryPort, type MemoryPort } from './memory-port.ts'

const BOARD = { vendorId: '2341', productId: '805a', serialNumber: 'ABC' }

export function createComputer(wrap: (port: BoardPort) => BoardPort = (port) => port) {
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
      return plugged?.path === port
        ? Promise.resolve(wrap(plugged.board.port))
        : Promise.reject(new Error(`no ${port}`))
    },
    simulated: () => ({
      open: () => Promise.reject(new Error('not simulated')),
      portName: () => 'sim:pico',
      setMotion: () => undefined,
      hear: () => undefined,
      close: () => Promise.resolve(),
    }),
    simulatedUno: () => ({
      open: () => Promise.reject(new Error('not simulated')),
      portName: () => 'sim:uno',
      setMotion: () => undefined,
      hear: () => undefined,
      close: () => Promise.resolve(),
    }),
    listPorts: () => Promise.resolve<SystemPort[]>(plugged ? [{ path: plugged.path, ...BOARD }] : []),
    watch: false,
    wantedRateHz: () => null,
    onChange: () => undefined,
  })
  return { devices, plug, unplug, opened, board: () => plugged?.board }
}
