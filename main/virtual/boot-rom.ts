/**
 * What the firmware uses of the RP2040's boot ROM (datasheet 2.8): the function table with `reset_usb_boot`, and the check
 * of the boot block. Written from the documented interface; it holds none of the real ROM's code.
 */
import { UF2_BLOCK_BYTES } from '../../shared/formats/uf2.ts'
import { FLASH_ADDRESS, RAM_TOP, SECTOR_BYTES } from './pico-memory.ts'

/** The breakpoint that stands for "this board is a flash volume now". */
export const BOOTLOADER_BREAK = 0x42

const TABLE = 0x60
const LOOKUP = 0x40
const RESET_USB_BOOT = 0x80

/** `void *lookup(const uint16_t *table, uint32_t code)`: pairs of code and address, ended by a zero code. */
const lookupCode = [
  0x8802, // ldrh r2, [r0]
  0x8843, // ldrh r3, [r0, #2]
  0x3004, // adds r0, #4
  0x2a00, // cmp  r2, #0
  0xd003, // beq  absent
  0x428a, // cmp  r2, r1
  0xd1f8, // bne  lookup
  0x0018, // movs r0, r3
  0x4770, // bx   lr
  0x2000, // absent: movs r0, #0
  0x4770, // bx   lr
]

export function bootRom(): Uint32Array {
  const halfwords = new Uint16Array(0x2000)
  const put = (address: number, values: number[]): void => halfwords.set(values, address / 2)
  put(0x00, [RAM_TOP & 0xffff, RAM_TOP >>> 16])
  put(0x14, [TABLE, 0, LOOKUP | 1])
  put(LOOKUP, lookupCode)
  put(TABLE, [0x4255, RESET_USB_BOOT | 1, 0, 0])
  put(RESET_USB_BOOT, [0xbe00 | BOOTLOADER_BREAK, 0xe7fe])
  return new Uint32Array(halfwords.buffer)
}

/** CRC-32 as the boot ROM computes it: polynomial 0x04C11DB7, start all ones, not reflected, not inverted at the end. */
export function bootRomCrc(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (const byte of bytes) {
    crc ^= byte << 24
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000_0000 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1
  }
  return crc >>> 0
}

/** The boot ROM starts the flash only when its first 256 bytes carry their CRC. */
export function isBootable(flash: Uint8Array): boolean {
  if (flash.length < 256) return false
  const stored = new DataView(flash.buffer, flash.byteOffset).getUint32(252, true)
  return bootRomCrc(flash.subarray(0, 252)) === stored
}

const BLOCKS_A_SECTOR = 16

/**
 * Programs a UF2 file that was already checked, with the real ROM's flaw (erratum E14): it erases one sector for each
 * group of 16 block numbers, whatever their addresses are. Programming can only clear bits.
 */
export function programAsBootRom(file: Uint8Array, flash: Uint8Array): void {
  const erased = new Set<number>()
  for (let offset = 0; offset < file.length; offset += UF2_BLOCK_BYTES) {
    const view = new DataView(file.buffer, file.byteOffset + offset, UF2_BLOCK_BYTES)
    const start = view.getUint32(12, true) - FLASH_ADDRESS
    const group = Math.floor(view.getUint32(20, true) / BLOCKS_A_SECTOR)
    const sector = start - (start % SECTOR_BYTES)
    if (!erased.has(group)) flash.fill(0xff, sector, sector + SECTOR_BYTES)
    erased.add(group)
    const bytes = view.getUint32(16, true)
    for (let index = 0; index < bytes; index++) flash[start + index]! &= view.getUint8(32 + index)
  }
}
