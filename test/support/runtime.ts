/** The C runtime as WebAssembly, as `npm run build:runtime` made it. */
import { existsSync, readFileSync } from 'node:fs'
import { built } from '../../main/paths.ts'
import { loadRuntime, type Runtime } from '../../shared/runtime/runtime.ts'

/** For titles of skipped tests; CI builds it first and fails where it is missing. */
export const NO_RUNTIME =
  existsSync(built('runtime', 'runtime.wasm')) || process.env['CI']
    ? ''
    : ' (skipped: npm run build:runtime was not run)'

export function testRuntime(): Runtime {
  return loadRuntime(readFileSync(built('runtime', 'runtime.wasm')))
}
