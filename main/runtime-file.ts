/** The compiled C runtime, read once. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { AppError } from '../shared/contract/errors.ts'
import { loadRuntime } from '../shared/runtime/runtime.ts'
import type { Runtime } from '../shared/runtime/runtime.ts'
import { built } from './paths.ts'

export function readRuntimeFile(): Uint8Array {
  const path = built('runtime', 'runtime.wasm')
  if (!existsSync(path)) {
    throw new AppError('file/not-found', {
      message: 'The compiled runtime is missing.',
      hint: 'Run: npm run build:runtime',
      data: { path },
    })
  }
  return readFileSync(path)
}

let version: string | null = null

/** Names the runtime by its bytes: what was computed with other bytes is computed again. */
export function runtimeVersion(): string {
  version ??= createHash('sha256').update(readRuntimeFile()).digest('hex')
  return version
}

let runtime: Runtime | null = null

/** The runtime of this thread, compiled at its first use. */
export function getRuntime(): Runtime {
  runtime ??= loadRuntime(readRuntimeFile())
  return runtime
}
