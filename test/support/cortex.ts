/** Runs exported C on an emulated Cortex-M: the bytes of the real instruction set, without a board. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CProject, STRICT } from './c-project.ts'
import { missing } from './tools.ts'

export const NO_CORTEX = missing('arm-none-eabi-gcc', 'qemu-system-arm')

/** The machine's memory begins at 0, where the linker's usual addresses lie; its stack grows down from within the second. */
const VECTORS = `#include <stdint.h>
void _start(void);
__attribute__((section(".vectors"), used)) static const uintptr_t vectors[2] = {0x20300000u, (uintptr_t)_start};
`

function tableText(input: Int8Array): string {
  return Array.from(input, String).join(',')
}

function mainText(input: Int8Array): string {
  return `#include "model.h"
#include <stdio.h>
static const int8_t inputs[][TML_INPUT_BYTES] = {${tableText(input)}};
int main(void) {
  static int8_t output[TML_OUTPUT_BYTES];
  unsigned row, i;
  for (row = 0; row < sizeof inputs / TML_INPUT_BYTES; row++) {
    tml_run(inputs[row], output);
    for (i = 0; i < TML_OUTPUT_BYTES; i++) printf("%d ", output[i]);
  }
  return 0;
}
`
}

/** Outputs of all inputs, back to back. */
export function runOnCortex({ folder, sources }: CProject, input: Int8Array, flags: string[]): Int8Array {
  writeFileSync(join(folder, 'vectors.c'), VECTORS)
  writeFileSync(join(folder, 'main.c'), mainText(input))
  const link = ['--specs=rdimon.specs', '-Wl,--section-start=.vectors=0']
  const all = ['-mthumb', '-std=c99', ...flags, ...STRICT, '-Wno-missing-braces', ...link, ...sources]
  execFileSync('arm-none-eabi-gcc', [...all, 'vectors.c', 'main.c', '-o', 'cortex.elf'], { cwd: folder })
  const machine = ['-M', 'mps2-an386', '-nographic', '-monitor', 'none', '-serial', 'none']
  const semihosting = ['-semihosting-config', 'enable=on,target=native']
  const text = execFileSync('qemu-system-arm', [...machine, ...semihosting, '-kernel', 'cortex.elf'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  })
  return Int8Array.from(text.trim().split(/\s+/), Number)
}
