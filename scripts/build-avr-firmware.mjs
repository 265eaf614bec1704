// Builds what runs on the ATmega328P: out/firmware/uno.hex, the recorder, and uno-bootloader.hex. The bytes depend on
// nothing but sources and compiler.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const firmware = join(dirname(dirname(fileURLToPath(import.meta.url))), 'resources', 'firmware')

const flags = [
  '-mmcu=atmega328p',
  '-DF_CPU=16000000UL',
  '-std=c99',
  '-Os',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-ffunction-sections',
  '-fdata-sections',
  '-Wl,--gc-sections',
]

/** It has the last 512 bytes of the flash for itself, and no start-up code. */
const bootloaderFlags = ['-nostartfiles', '-Wl,--section-start=.text=0x7e00']

function build(folder, { name, sources, more = [] }) {
  mkdirSync(folder, { recursive: true })
  const elf = join(folder, `${name}.elf`)
  const hex = join(folder, `${name}.hex`)
  const inputs = readdirSync(sources)
    .filter((file) => file.endsWith('.c'))
    .toSorted()
  const options = { cwd: sources, stdio: ['ignore', 'ignore', 'inherit'] }
  execFileSync('avr-gcc', [...flags, ...more, ...inputs, '-o', elf], options)
  execFileSync('avr-objcopy', ['-O', 'ihex', '-R', '.eeprom', elf, hex], options)
  return readFileSync(hex, 'utf8')
}

/** Compiles into `folder` and answers the text of the Intel HEX file. */
export function buildAvrFirmware(folder) {
  return build(folder, { name: 'uno', sources: join(firmware, 'avr') })
}

/** The same of the bootloader. */
export function buildAvrBootloader(folder) {
  return build(folder, { name: 'uno-bootloader', sources: join(firmware, 'avr-bootloader'), more: bootloaderFlags })
}
