/** The runtime's self-test as a program for each kind of processor; each answers the hashes of all groups, in order. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { avrInstruction, CPU } from 'avr8js'
import { RP2040 } from 'rp2040js'
import { projectRoot, resource } from '../../main/paths.ts'
import { runtimeSources, STRICT } from './c-project.ts'

const SOURCES = Object.keys(runtimeSources())
  .filter((name) => name.endsWith('.c'))
  .map((name) => resource('runtime', name))

const MAIN = `#include "tml_selftest.h"
#ifdef PRINTS
#include <stdio.h>
#endif
uint32_t hashes[TML_SELF_TEST_GROUPS];
volatile uint8_t finished;
int main(void) {
  static float scratch[TML_SELF_TEST_SCRATCH_FLOATS];
#ifdef PRINTS
  int i;
  tml_self_test(hashes, scratch);
  for (i = 0; i < TML_SELF_TEST_GROUPS; i++) printf("%lu ", (unsigned long)hashes[i]);
  return 0;
#else
  tml_self_test(hashes, scratch);
  finished = 1;
  for (;;) {}
#endif
}
`

/** The FPU is off after a reset. */
const CORTEX_START = `#include <stdint.h>
void _start(void);
void reset(void);
__attribute__((section(".vectors"), used)) const uintptr_t vectors[2] = {0x20300000u, (uintptr_t)reset};
void reset(void) {
  *(volatile uint32_t *)0xe000ed88u |= 0xf00000u;
  _start();
}
`

/** Compiled in a folder of its own below .cache. */
function build(compiler: string, flags: string[], start?: string): { program: string; remove: string } {
  mkdirSync(join(projectRoot, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(projectRoot, '.cache', 'self-test-'))
  writeFileSync(join(folder, 'main.c'), MAIN)
  if (start) writeFileSync(join(folder, 'start.c'), start)
  const program = join(folder, 'program.elf')
  const own = ['main.c', ...(start ? ['start.c'] : [])].map((name) => join(folder, name))
  const sections = ['-ffunction-sections', '-fdata-sections', '-Wl,--gc-sections', `-I${resource('runtime')}`]
  execFileSync(compiler, ['-std=c99', ...STRICT, ...sections, ...flags, ...own, ...SOURCES, '-o', program])
  return { program, remove: folder }
}

function symbolsOf(tool: string, program: string): Map<string, number> {
  const lines = execFileSync(`${tool}nm`, [program], { encoding: 'utf8' }).trim().split('\n')
  return new Map(
    lines.map((line) => {
      const [address = '', , name = ''] = line.trim().split(/\s+/)
      return [name, Number.parseInt(address, 16)]
    }),
  )
}

function imageOf(tool: string, program: string): Uint8Array {
  execFileSync(`${tool}objcopy`, ['-O', 'binary', program, `${program}.bin`])
  return new Uint8Array(readFileSync(`${program}.bin`))
}

function printed(text: string): number[] {
  return text.trim().split(/\s+/).map(Number)
}

export interface ProgramRun {
  hashes: number[]
  /** The folder to remove. */
  remove: string
}

export function runHere(flags: string[]): ProgramRun {
  const { program, remove } = build('gcc', ['-DPRINTS', ...flags])
  return { hashes: printed(execFileSync(program, { encoding: 'utf8' })), remove }
}

/** Cortex-M4 with its FPU, or without, in QEMU. */
export function runOnCortexM4(flags: string[]): ProgramRun {
  const machine = ['-DPRINTS', '-mcpu=cortex-m4', '-mthumb', ...flags]
  const link = ['--specs=rdimon.specs', '-Wl,--section-start=.vectors=0', '-Wl,--undefined=vectors']
  const { program, remove } = build('arm-none-eabi-gcc', [...machine, ...link], CORTEX_START)
  const semihosting = ['-semihosting-config', 'enable=on,target=native']
  const options = ['-M', 'mps2-an386', '-nographic', '-monitor', 'none', '-serial', 'none', ...semihosting]
  const text = execFileSync('qemu-system-arm', [...options, '-kernel', program], { encoding: 'utf8', timeout: 60_000 })
  return { hashes: printed(text), remove }
}

const SRAM_ADDRESS = 0x2000_0000
const RP2040_MOST_INSTRUCTIONS = 2e8

/** Cortex-M0+ in rp2040js: the program lies in RAM, and is looked into when it is done. */
export function runOnRp2040(groups: number, flags: string[]): ProgramRun {
  const machine = ['-mcpu=cortex-m0plus', '-mthumb', '-nostartfiles', '--specs=nosys.specs', ...flags]
  const { program, remove } = build('arm-none-eabi-gcc', [
    ...machine,
    `-Wl,-Ttext=0x${SRAM_ADDRESS.toString(16)}`,
    '-Wl,-e,main',
  ])
  const symbols = symbolsOf('arm-none-eabi-', program)
  const mcu = new RP2040()
  mcu.sram.set(imageOf('arm-none-eabi-', program))
  mcu.core.PC = (symbols.get('main') ?? 0) & ~1
  mcu.core.SP = SRAM_ADDRESS + 256 * 1024
  const finished = (symbols.get('finished') ?? 0) - SRAM_ADDRESS
  for (let done = 0; mcu.sram[finished] === 0; done += 1) {
    if (done > RP2040_MOST_INSTRUCTIONS) throw new Error('the self-test does not end on the RP2040')
    mcu.core.executeInstruction()
  }
  const at = mcu.sram.byteOffset + (symbols.get('hashes') ?? 0) - SRAM_ADDRESS
  return { hashes: [...new Uint32Array(mcu.sram.buffer.slice(at, at + 4 * groups))], remove }
}

/** Where avr-gcc says that data memory begins. */
const AVR_DATA_ADDRESS = 0x80_0000
const AVR_RAM_BYTES = 16_384
const AVR_PROGRAM_BYTES = 131_072
const AVR_MOST_INSTRUCTIONS = 4e8

/**
 * An AVR in avr8js. An ATmega1284P has the core of the Uno's ATmega328P and the memory for all groups at once: their tables
 * lie in RAM.
 */
export function runOnAvr(groups: number, flags: string[]): ProgramRun {
  const { program, remove } = build('avr-gcc', ['-mmcu=atmega1284p', ...flags])
  const symbols = symbolsOf('avr-', program)
  const bytes = new Uint8Array(AVR_PROGRAM_BYTES)
  bytes.set(imageOf('avr-', program))
  const cpu = new CPU(new Uint16Array(bytes.buffer), AVR_RAM_BYTES)
  const finished = (symbols.get('finished') ?? 0) - AVR_DATA_ADDRESS
  for (let done = 0; cpu.data[finished] === 0; done += 1) {
    if (done > AVR_MOST_INSTRUCTIONS) throw new Error('the self-test does not end on the AVR')
    avrInstruction(cpu)
  }
  const at = (symbols.get('hashes') ?? 0) - AVR_DATA_ADDRESS
  return { hashes: [...new Uint32Array(cpu.data.slice(at, at + 4 * groups).buffer)], remove }
}
