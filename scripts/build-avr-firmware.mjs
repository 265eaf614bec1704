// Builds the firmware for the ATmega328P: out/firmware/uno.hex. The bytes depend on nothing but sources and compiler.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const sources = join(dirname(dirname(fileURLToPath(import.meta.url))), 'resources', 'firmware', 'avr')

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

/** Compiles into `folder` and answers the text of the Intel HEX file. */
export function buildAvrFirmware(folder) {
  mkdirSync(folder, { recursive: true })
  const elf = join(folder, 'uno.elf')
  const hex = join(folder, 'uno.hex')
  const inputs = readdirSync(sources)
    .filter((name) => name.endsWith('.c'))
    .toSorted()
  const options = { cwd: sources, stdio: ['ignore', 'ignore', 'inherit'] }
  execFileSync('avr-gcc', [...flags, ...inputs, '-o', elf], options)
  execFileSync('avr-objcopy', ['-O', 'ihex', '-R', '.eeprom', elf, hex], options)
  return readFileSync(hex, 'utf8')
}
