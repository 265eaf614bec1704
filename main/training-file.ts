/** The compiled training kernels on disk. */
import { readFileSync } from 'node:fs'
import { AppError } from '../shared/contract/errors.ts'
import { built } from './paths.ts'

export function readTrainingWasm(): Uint8Array {
  try {
    return readFileSync(built('runtime', 'training.wasm'))
  } catch (cause) {
    throw new AppError('file/not-found', {
      message: 'The training kernels are not built.',
      hint: 'Run: npm run build:runtime',
      cause,
    })
  }
}
