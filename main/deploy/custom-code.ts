/** Where a model with a person's own code can go, said before anything is written. */
import { AppError } from '../../shared/contract/errors.ts'
import { inputBlocksOf } from '../../shared/dsp/impulse-features.ts'
import type { DspBlock, Impulse } from '../../shared/model/impulse.ts'

/** The custom blocks that the model's features come from. */
export function customBlocksOf(impulse: Impulse): DspBlock[] {
  const [learn] = impulse.learn
  return learn ? inputBlocksOf(impulse, learn.id).filter((block) => block.code !== undefined) : []
}

/** `what` cannot hold code that was not in it from the start: firmware that is ready made, and the runtime. */
export function refuseCustomCode(impulse: Impulse, what: string): void {
  const [block] = customBlocksOf(impulse)
  if (!block) return
  const inC = block.code?.language === 'c'
  throw new AppError('code/no-board', {
    message: inC
      ? `${what} cannot hold your C block "${block.id}".`
      : `${what} cannot run your TypeScript block "${block.id}".`,
    hint: inC
      ? 'Export the C library instead: it holds your file, and you compile it with your program.'
      : 'Write the block in C, then export the C library. Or use a built-in block.',
  })
}
