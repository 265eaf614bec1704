/** A JSON file that somebody names on the command line. */
import { readFileSync } from 'node:fs'
import { AppError } from '../../shared/contract/errors.ts'

export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    if (cause instanceof SyntaxError) {
      throw new AppError('file/unreadable', { message: `${file} is not JSON: ${cause.message}`, cause })
    }
    throw new AppError('file/not-found', { message: `There is no file ${file}.`, cause })
  }
}
