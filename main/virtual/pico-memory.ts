/** Where things lie on a Raspberry Pi Pico with the workbench firmware. */
export const FLASH_ADDRESS = 0x1000_0000
export const FLASH_BYTES = 2 * 1024 * 1024
export const RAM_TOP = 0x2004_1f00
/** Readings × axes of the longest window that the firmware has memory for. */
export const RAW_WINDOW_VALUES = 16_384
/** Of all blocks together: a picture of 48 × 48 pixels in colour. */
export const MOST_FEATURES = 6912
export const MOST_OUTPUTS = 128
/** Features and all that is computed from them while a window is classified. */
export const MODEL_ARENA_BYTES = 96 * 1024
/** The page with the serial number; no update touches it. */
export const IDENTITY_ADDRESS = 0x1003_ff00
export const MODEL_ADDRESS = 0x1004_0000
/** Flash is erased in pieces of this size. */
export const SECTOR_BYTES = 4096
/** Room for firmware, from FLASH_ADDRESS to the sector with the identity page. */
export const FIRMWARE_MAX_BYTES = 0x3f000
export const MODEL_MAX_BYTES = FLASH_ADDRESS + FLASH_BYTES - MODEL_ADDRESS

/** The identity page: `TMLI`, then the serial number and a zero. */
export function identityPage(serialNumber: string): Uint8Array {
  if (!/^[\x20-\x7e]{1,31}$/.test(serialNumber))
    throw new RangeError(`serialNumber is "${serialNumber}"; allowed: 1 to 31 printable characters`)
  const page = new Uint8Array(256).fill(0xff)
  page.set(new TextEncoder().encode(`TMLI${serialNumber}\0`))
  return page
}
