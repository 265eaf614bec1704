/** The ports that are there: serial ports of this computer and the simulated boards. */
import { readdirSync } from 'node:fs'
import { SerialPort } from 'serialport'
import type { BoardKind, DevicePort } from '../../shared/model/board.ts'
import { boardsWithUsbIds } from './board-table.ts'
import { holdersOf } from './port-holder.ts'

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
  /** Name of another program that has it open. */
  busyBy?: string | undefined
}

export interface PortSources {
  /** What the operating system lists; may reject. */
  list(): Promise<SystemPort[]>
  /** Where device files lie. */
  folder: string
}

const SYSTEM: PortSources = { list: () => SerialPort.list(), folder: '/dev' }

/** Device files that look like boards, for systems where the list cannot be asked for. */
function deviceFiles(folder: string): SystemPort[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^(ttyACM|ttyUSB|cu\.usb|cu\.SLAB)/.test(name))
      .sort()
      .map((name) => ({ path: `${folder}/${name}` }))
  } catch {
    // Windows has no /dev; there the list works.
    return []
  }
}

/** Serial ports of this computer, and who else has them open. */
export async function systemPorts(sources: PortSources = SYSTEM): Promise<SystemPort[]> {
  const ports = await listedPorts(sources)
  const holders = holdersOf(ports.map((port) => port.path))
  return ports.map((port) => ({ ...port, busyBy: holders.get(port.path) }))
}

/** Without udev the device files themselves. */
async function listedPorts({ list, folder }: PortSources): Promise<SystemPort[]> {
  try {
    return (await list()).filter((port) => port.vendorId !== undefined || /ttyACM|ttyUSB|cu\.usb/.test(port.path))
  } catch {
    // `list` needs udevadm on Linux, which small installations lack.
    return deviceFiles(folder)
  }
}

/** Several boards share an adapter chip or a bootloader: then all of them are named, and none is taken for certain. */
function namesOf(candidates: readonly BoardKind[], manufacturer: string | undefined): string {
  if (candidates.length === 0) return manufacturer ?? 'Board'
  return candidates.map((board) => board.name).join(' or ')
}

export function describePorts(
  ports: SystemPort[],
  boards: BoardKind[],
  picoPort = SIMULATED_PICO,
  unoPort = SIMULATED_UNO,
): DevicePort[] {
  const real = ports.map((port): DevicePort => {
    const candidates = boardsWithUsbIds(boards, port.vendorId ?? '', port.productId ?? '')
    return {
      port: port.path,
      name: `${namesOf(candidates, port.manufacturer)} on ${port.path.replace('/dev/', '')}`,
      board: candidates.length === 1 ? candidates[0]!.id : null,
      serialNumber: port.serialNumber ?? null,
      simulated: false,
      busyBy: port.busyBy ?? null,
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
