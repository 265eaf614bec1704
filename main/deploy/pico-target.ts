/** A Pico as a flasher sees it: the simulated one, or the one at a port of this computer. */
import { isSimulatedPico } from '../devices/port-lister.ts'
import { openSerialPort } from '../devices/serial-port.ts'
import type { FlashTarget } from '../flash/flash-target.ts'
import { findUf2Volume } from '../flash/volumes.ts'
import type { Context } from '../services/context.ts'

/** Board-ID in the INFO_UF2.TXT of every RP2040 in its bootloader. */
const RP2040_VOLUME = 'RPI-RP2'

export function picoTarget(context: Context, port: string): FlashTarget {
  if (isSimulatedPico(port)) return context.simulated.flashTarget
  return { openPort: () => openSerialPort(port), findVolume: () => findUf2Volume(RP2040_VOLUME) }
}
