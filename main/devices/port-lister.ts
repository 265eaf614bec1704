/** The ports that are there: serial ports of this computer and the simulated boards. */
import { readdirSync } from 'node:fs'
import { SerialPort } from 'serialport'
import type { BoardKind, DevicePort } from '../../shared/model/board.ts'

export const SIMULATED_PICO = 'sim:pico'
export const SIMULATED_UNO = 'sim:uno'
/** Under whatever name it came back. */
export const isSimulatedPico = (port: string): boolean => port.startsWith(SIMULATED_PICO)
export const isSimulatedUno = (port: string): boolean => port.startsWith(SIMULATED_UNO)

export interface SystemPort {
  path: string
  vendorId?: string | undefined
  productId?: string | undefined
  serialNumber?: string | undefined
  manufacturer?: string | undefined
}

/** Device files that look like boards, for systems where the list cannot be asked for. */
function deviceFiles(): SystemPort[] {
  try {
    return readdirSync('/dev')
      .filter((name) => /^(ttyACM|ttyUSB|cu\.usb|cu\.SLAB)/.test(name))
      .sort()
      .map((name) => ({ path: `/dev/${name}` }))
  } catch {
    // Windows has no /dev; there the list works.
    return []
  }
}

/** Serial ports of this computer; without udev the device files themselves. */
export async function systemPorts(): Promise<SystemPort[]> {
  try {
    return (await SerialPort.list()).filter(
      (port) => port.vendorId !== undefined || /ttyACM|ttyUSB|cu\.usb/.test(port.path),
    )
  } catch {
    // `list` needs udevadm on Linux, which small installations lack.
    return deviceFiles()
  }
}

export function boardOf(port: SystemPort, boards: BoardKind[]): BoardKind | null {
  const vid = port.vendorId?.toLowerCase()
  const pid = port.productId?.toLowerCase()
  return (
    boards.find((board) => board.usb.some((id) => id.vid.toLowerCase() === vid && id.pid.toLowerCase() === pid)) ?? null
  )
}

export function describePorts(
  ports: SystemPort[],
  boards: BoardKind[],
  picoPort = SIMULATED_PICO,
  unoPort = SIMULATED_UNO,
): DevicePort[] {
  const real = ports.map((port): DevicePort => {
    const board = boardOf(port, boards)
    return {
      port: port.path,
      name: `${board?.name ?? port.manufacturer ?? 'Board'} on ${port.path.replace('/dev/', '')}`,
      board: board?.id ?? null,
      serialNumber: port.serialNumber ?? null,
      simulated: false,
      busyBy: null,
    }
  })
  return [...real, { ...simulatedPico, port: picoPort }, { ...simulatedUno, port: unoPort }]
}

const simulatedPico: DevicePort = {
  port: SIMULATED_PICO,
  name: 'Pico (simulated)',
  board: 'pico',
  serialNumber: 'simulated-pico-1',
  simulated: true,
  busyBy: null,
}

const simulatedUno: DevicePort = {
  port: SIMULATED_UNO,
  name: 'Uno (simulated)',
  board: 'uno-r3',
  serialNumber: 'simulated-uno-1',
  simulated: true,
  busyBy: null,
}
