import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { RP2040 } from 'rp2040js'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../main/paths.ts'
import { prebuiltFirmware } from '../../main/virtual/simulated-pico.ts'
import { createPicoMachine } from '../../main/virtual/pico-machine.ts'
import { missing } from '../support/tools.ts'

/** RP2040 datasheet 2.8.1.3.1, written bit by bit and apart from the builder's and the simulator's own. */
function datasheetCrc(bytes: Uint8Array): number {
  let remainder = 0xffff_ffffn
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      const incoming = BigInt((byte >> bit) & 1)
      const top = (remainder >> 31n) & 1n
      remainder = (remainder << 1n) & 0xffff_ffffn
      if (top !== incoming) remainder ^= 0x04c1_1db7n
    }
  }
  return Number(remainder)
}

const image = prebuiltFirmware()
const word = (offset: number): number => new DataView(image.buffer, image.byteOffset).getUint32(offset, true)

const NO_COMPILER = missing('arm-none-eabi-gcc')

describe('boot block', () => {
  it('carries the CRC that the boot ROM demands', () => {
    expect(datasheetCrc(new TextEncoder().encode('123456789'))).toBe(0x0376_e6e7)
    expect(word(252)).toBe(datasheetCrc(image.subarray(0, 252)))
  })

  it('is followed by a vector table that points into the chip', () => {
    expect(word(0x100)).toBe(0x2004_0000)
    expect(word(0x104) & 1).toBe(1)
    expect(word(0x104)).toBeGreaterThan(0x1000_0100)
    expect(word(0x104)).toBeLessThan(0x1000_0000 + image.length)
  })

  it('sets the flash interface to plain reads and starts the program', () => {
    const mcu = new RP2040()
    mcu.flash.set(image)
    mcu.sram.set(image.subarray(0, 256), 0x4_1f00)
    Object.assign(mcu.core, { SP: 0x2004_1f00, LR: 0, PC: 0x2004_1f00 })
    const start = word(0x104) & ~1
    for (let steps = 0; steps < 1000 && mcu.core.PC !== start; steps++) mcu.core.executeInstruction()
    expect(mcu.core.PC).toBe(start)
    expect(mcu.core.SP).toBe(word(0x100))
    expect(mcu.core.VTOR).toBe(0x1000_0100)
    const interfaceWord = (offset: number): number => mcu.readUint32(0x1800_0000 + offset)
    // Command 03h, 24-bit address, 32-bit frames, even and slow enough divider, switched on.
    expect([0xf4, 0x00, 0x04, 0x14, 0x08].map(interfaceWord)).toEqual([0x0300_0218, 0x001f_0300, 0, 4, 1])
  })

  it('lets the boot ROM refuse flash with one wrong bit', () => {
    const damaged = image.slice()
    damaged[40] = damaged[40]! ^ 1
    const usb = { ready: () => undefined, data: () => undefined, gone: () => undefined }
    const start = (firmware: Uint8Array) =>
      createPicoMachine({ serialNumber: 'X', firmware, motion: () => [0, 0, 0], usb }).state
    expect(start(image)).toBe('running')
    expect(start(damaged)).toBe('flash-volume')
    expect(start(new Uint8Array(0))).toBe('flash-volume')
  })
})

describe('firmware build', () => {
  it.skipIf(NO_COMPILER !== '')(
    `gives the committed image, byte for byte; else: npm run build:firmware -- --prebuilt${NO_COMPILER}`,
    () => {
      const folder = join(projectRoot, '.cache', 'firmware-test')
      const script = `import('./scripts/build-firmware.mjs').then((builder) => builder.buildFirmware(${JSON.stringify(folder)}).toString('base64')).then((text) => process.stdout.write(text))`
      const built = execFileSync(process.execPath, ['-e', script], { cwd: projectRoot, encoding: 'utf8' })
      expect(Buffer.from(built, 'base64').equals(image)).toBe(true)
    },
  )
})
