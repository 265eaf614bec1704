/** The compiled training kernels for tests; absent before the first build, which is an error on CI. */
import { existsSync, readFileSync } from 'node:fs'
import { built } from '../../main/paths.ts'
import type { Kernels } from '../../shared/nn/kernels.ts'
import { plainKernels } from '../../shared/nn/plain-kernels.ts'
import { loadTrainingKernels } from '../../shared/nn/wasm-kernels.ts'

const file = built('runtime', 'training.wasm')
const exists = existsSync(file)
if (!exists && process.env['CI']) throw new Error(`${file} is missing: npm run build:runtime`)

export const noTrainingWasm = !exists
/** For titles of tests that are skipped without it. */
export const wasmNote = exists ? '' : ' (skipped: out/runtime/training.wasm is not built)'

export function wasmKernels(): Kernels {
  return loadTrainingKernels(readFileSync(file))
}

/** Both implementations, or the plain one alone before the first build. */
export const kernelMakers: [string, () => Kernels][] = [
  ['plain kernels', plainKernels],
  ...(exists ? ([['wasm kernels', wasmKernels]] satisfies [string, () => Kernels][]) : []),
]
