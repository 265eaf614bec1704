/**
 * TypeScript to JavaScript, by taking its types away. Sucrase does this without a network and without native code, and
 * leaves every line where it was, so that an error's line is the author's line. Types are checked in the editor.
 */
import { transform } from 'sucrase'
import { AppError } from '../../shared/contract/errors.ts'

function placeOf(error: unknown): { line: number; column: number } | null {
  if (!(error instanceof Error) || !('loc' in error)) return null
  const { loc } = error
  if (typeof loc !== 'object' || loc === null || !('line' in loc) || !('column' in loc)) return null
  const { line, column } = loc
  return typeof line === 'number' && typeof column === 'number' ? { line, column: column + 1 } : null
}

export function stripTypes(text: string): string {
  try {
    return transform(text, { transforms: ['typescript', 'imports'] }).code
  } catch (error) {
    const place = placeOf(error)
    const reason = error instanceof Error ? error.message.replace(/^Error transforming [^:]*: /, '') : String(error)
    throw new AppError('code/failed', {
      message: `${place ? `Line ${place.line}: ` : ''}${reason.replace(/ \(\d+:\d+\)$/, '')}.`,
      data: { line: place?.line ?? null, column: place?.column ?? null },
      cause: error,
    })
  }
}
