/** Remembers the weights of the epoch with the lowest loss; the first of equals. */
import type { Kernels } from './kernels.ts'
import type { Tensor } from './layers/tensor.ts'
import { copies, piecesOf, putBack } from './optimizers.ts'

export interface BestState {
  epoch: number
  loss: number
  tensors: Float32Array[]
}

export interface BestWeights {
  offer(epoch: number, loss: number): void
  /** Puts them into the network. */
  restore(): void
  epoch(): number
  save(): BestState
}

export function bestWeights(kernels: Kernels, tensors: readonly Tensor[], from?: BestState): BestWeights {
  const pieces = piecesOf(tensors)
  let best: BestState = from ?? { epoch: 1, loss: Infinity, tensors: copies(kernels, pieces) }
  return {
    offer(epoch, loss) {
      if (loss < best.loss) best = { epoch, loss, tensors: copies(kernels, pieces) }
    },
    restore: () => putBack(kernels, pieces, best.tensors),
    epoch: () => best.epoch,
    save: () => best,
  }
}
