/** The self-test of every block on five kinds of processor: one list of hashes, so the same bits of every feature. */
import { readFileSync, rmSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { resource } from '../../main/paths.ts'
import { dspBlocks } from '../../shared/dsp/registry.ts'
import { SELF_TEST_GROUPS } from '../../shared/runtime/runtime.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'
import type { ProgramRun } from '../support/self-test-programs.ts'
import { runHere, runOnAvr, runOnCortexM4, runOnRp2040 } from '../support/self-test-programs.ts'
import { missing } from '../support/tools.ts'

const list = readFileSync(resource('runtime', 'tml_selftest_list.h'), 'utf8')
const groups = [...list.matchAll(/^ {2}X\((\w+), (\w+), (0x[0-9a-f]+)u\)/gm)].map(([, part = '', name = '', hash]) => ({
  part,
  name,
  hash: Number(hash),
}))
const expected = groups.map(({ name, hash }) => ({ name, hash }))

/** Which part of the self-test has a block. */
const PART_OF = new Map([
  ['spectral-analysis', 'spectral'],
  ['raw', 'flatten'],
])

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

function named({ hashes, remove }: ProgramRun): { name: string | undefined; hash: number }[] {
  folders.push(remove)
  return hashes.map((hash, index) => ({ name: groups[index]?.name, hash }))
}

const NO_GCC = missing('gcc')
const NO_M4 = missing('arm-none-eabi-gcc', 'qemu-system-arm')
const NO_ARM = missing('arm-none-eabi-gcc')
const NO_AVR = missing('avr-gcc')

describe('self-test', () => {
  it('has a group of every block, and the workbench has its names', () => {
    const parts = new Set(groups.map(({ part }) => part))
    const absent = dspBlocks.filter(({ id }) => !parts.has(PART_OF.get(id) ?? id.replaceAll('-', '_')))
    expect(absent.map(({ id }) => id)).toEqual([])
    expect(groups.length).toBe(SELF_TEST_GROUPS.length)
    expect(new Set(groups.map(({ hash }) => hash)).size).toBe(groups.length)
  })

  it.skipIf(NO_RUNTIME)(`gives its hashes as WebAssembly${NO_RUNTIME}`, () => {
    const { failed, hashes } = testRuntime().selfTest()
    expect(failed).toBeNull()
    expect([...hashes]).toEqual(groups.map(({ hash }) => hash))
  })

  it.skipIf(NO_GCC).each([['-O0'], ['-O3', '-march=native'], ['-Os', '-fno-inline']])(
    `gives its hashes on this computer at %s${NO_GCC}`,
    (...flags) => expect(named(runHere(flags))).toEqual(expected),
  )

  it.skipIf(NO_M4).each([
    ['its floating-point unit', ['-O2', '-mfloat-abi=hard', '-mfpu=fpv4-sp-d16']],
    ['floating point in software', ['-Os']],
  ])(`gives its hashes on a Cortex-M4 with %s${NO_M4}`, (_what, flags) => {
    expect(named(runOnCortexM4(flags))).toEqual(expected)
  })

  it.skipIf(NO_ARM)(`gives its hashes on a Cortex-M0+${NO_ARM}`, { timeout: 60_000 }, () => {
    expect(named(runOnRp2040(groups.length, ['-O2']))).toEqual(expected)
  })

  it.skipIf(NO_AVR)(`gives its hashes on an AVR${NO_AVR}`, { timeout: 60_000 }, () => {
    expect(named(runOnAvr(groups.length, ['-Os']))).toEqual(expected)
  })
})
