// Builds the firmware: out/firmware/rp2040.bin and .uf2 for the RP2040, uno.hex and its bootloader for the ATmega328P. With `--prebuilt` it
// also replaces the committed images. The bytes depend on nothing but the sources and the compilers: no times, no paths,
// fixed order of files.
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildAvrBootloader, buildAvrFirmware } from './build-avr-firmware.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const sources = join(root, 'resources', 'firmware', 'rp2040')
const runtime = join(root, 'resources', 'runtime')
const prebuilt = join(root, 'resources', 'firmware', 'prebuilt', 'rp2040.bin')
const compiler = 'arm-none-eabi-gcc'
const BOOT2_BYTES = 256
const FLASH_ADDRESS = 0x10000000

const flags = [
  '-mcpu=cortex-m0plus',
  '-mthumb',
  '-std=c99',
  '-O2',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-ffp-contract=off',
  '-ffreestanding',
  '-ffunction-sections',
  '-fdata-sections',
  '-fno-common',
]

/** CRC-32 as the boot ROM computes it: polynomial 0x04C11DB7, start all ones, not reflected, not inverted at the end. */
function bootRomCrc(bytes) {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte << 24
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1
  }
  return crc >>> 0
}

function filesOf(folder, pattern) {
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .toSorted()
    .map((name) => relative(root, join(folder, name)).replaceAll('\\', '/'))
}

function run(program, args) {
  execFileSync(program, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Compiles into `folder` and answers the image's bytes. */
export function buildFirmware(folder) {
  mkdirSync(folder, { recursive: true })
  const elf = join(folder, 'rp2040.elf')
  const image = join(folder, 'rp2040.bin')
  const inputs = [
    ...filesOf(sources, /\.S$/),
    ...filesOf(sources, /\.c$/),
    ...filesOf(runtime, /\.c$/).filter((name) => !name.endsWith('tml_wasm.c')),
  ]
  const script = relative(root, join(sources, 'link.ld'))
  run(compiler, [
    ...flags,
    `-I${relative(root, runtime)}`,
    `-I${relative(root, sources)}`,
    '-nostdlib',
    '-Wl,--gc-sections',
    '-Wl,--build-id=none',
    `-T${script}`,
    ...inputs,
    '-lgcc',
    '-o',
    elf,
  ])
  run('arm-none-eabi-objcopy', ['-O', 'binary', elf, image])
  const bytes = readFileSync(image)
  bytes.writeUInt32LE(bootRomCrc(bytes.subarray(0, BOOT2_BYTES - 4)), BOOT2_BYTES - 4)
  writeFileSync(image, bytes)
  return bytes
}

async function main() {
  const folder = join(root, 'out', 'firmware')
  const bytes = buildFirmware(folder)
  buildAvrFirmware(folder)
  buildAvrBootloader(folder)
  const uf2Module = join(root, 'out', 'shared', 'formats', 'uf2.js')
  if (existsSync(uf2Module)) {
    const { encodeUf2 } = await import(pathToFileURL(uf2Module).href)
    writeFileSync(join(folder, 'rp2040.uf2'), encodeUf2([{ address: FLASH_ADDRESS, bytes }]))
  } else {
    console.warn('No .uf2 file: run "npm run build" first, it compiles the UF2 writer.')
  }
  if (process.argv.includes('--prebuilt')) {
    mkdirSync(dirname(prebuilt), { recursive: true })
    copyFileSync(join(folder, 'rp2040.bin'), prebuilt)
    for (const name of ['uno.hex', 'uno-bootloader.hex'])
      copyFileSync(join(folder, name), join(dirname(prebuilt), name))
  }
  console.log(`Firmware for the RP2040: ${bytes.length} bytes.`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
