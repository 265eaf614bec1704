/** Runs the code of custom blocks for one task: opened before it, closed after it. */
import type { BlockCode } from '../../shared/model/block-code.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { UserCode, UserWindows } from '../../shared/runtime/user-code.ts'
import type { BlockRunner, RunnerOptions } from './block-runner.ts'
import { CBlock } from './c-block.ts'
import { TypescriptBlock } from './typescript-block.ts'

export interface UserCodeHost extends UserCode {
  declare(code: BlockCode, windows: UserWindows): ReturnType<BlockRunner['declare']>
  dispose(): void
}

function openRunner({ language, text }: BlockCode, options: RunnerOptions): Promise<BlockRunner> {
  return language === 'c' ? CBlock.open(text, options) : TypescriptBlock.open(text, options)
}

function keyOf({ language, text }: BlockCode): string {
  return `${language}\0${text}`
}

/** Everything slow or asynchronous happens here; afterwards the host only computes. */
export async function openUserCode(codes: readonly BlockCode[], options: RunnerOptions = {}): Promise<UserCodeHost> {
  const runners = new Map<string, BlockRunner>()
  const dispose = (): void => runners.forEach((runner) => runner.dispose())
  try {
    for (const code of codes) {
      if (!runners.has(keyOf(code))) runners.set(keyOf(code), await openRunner(code, options))
    }
  } catch (error) {
    dispose()
    throw error
  }

  function runnerOf(code: BlockCode): BlockRunner {
    const runner = runners.get(keyOf(code))
    if (runner) return runner
    throw new AppError('app/bug', { message: 'A block has other code than was made ready.' })
  }

  return {
    declare: (code, windows) => runnerOf(code).declare(windows),
    features(code, windows) {
      if (!code.declared) throw new AppError('code/not-run')
      return runnerOf(code).features(windows, code.declared.featureNames.length)
    },
    dispose,
  }
}
