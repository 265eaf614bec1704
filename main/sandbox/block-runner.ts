/** What every language's runner of a custom block does; the host above does not care which it is. */
import { AppError } from '../../shared/contract/errors.ts'
import type { CodeDeclaration } from '../../shared/model/block-code.ts'
import type { UserWindows } from '../../shared/runtime/user-code.ts'

export interface RunnerOptions {
  /** Asked while code runs, where its language lets one ask. */
  cancelled?: () => boolean
  /** Called as each window begins and ends, so that somebody outside can see one that never ends. */
  beat?: () => void
  /** How long one window may take. */
  callMs?: number
}

export interface BlockRunner {
  /** Runs the first window, twice: what the code asks for and what it answers. */
  declare(windows: UserWindows): { declaration: CodeDeclaration; lines: string[] }
  /** `[windows, width]`. */
  features(windows: UserWindows, width: number): Float32Array
  dispose(): void
}

export function checkWidth(found: number, declared: number): void {
  if (found === declared) return
  throw new AppError('code/not-run', {
    message: `The code gives ${found} features now; when it last ran it gave ${declared}.`,
  })
}

/** Something kept from the window before would make the features depend on what was computed earlier. */
export function checkRepeats(first: Float32Array, second: Float32Array): void {
  const same = first.length === second.length && first.every((value, index) => Object.is(value, second[index]))
  if (same) return
  throw new AppError('code/failed', {
    message: 'The same window gave other features the second time.',
    hint: 'Keep nothing from one window to the next: set every variable inside the function.',
    data: { line: null, column: null },
  })
}
