/** What the network of a draft looks like, told while it is being built. */
import { useMemo } from 'react'
import { AppError } from '../../../shared/contract/errors.ts'
import { featureShape } from '../../../shared/dsp/feature-shape.ts'
import type { Impulse, NetworkBlock } from '../../../shared/model/impulse.ts'
import { networkOutline, type Outline } from '../../../shared/nn/outline.ts'

export interface NetworkShape {
  /** Of the features: `[features]`, `[frames, coefficients]` or `[height, width, channels]`. */
  shape: number[]
  outline: Outline
}

const FEWEST_LABELS = 2

/** Null where the features themselves cannot be told: then the Impulse page says why. */
export function useNetworkShape(
  impulse: Impulse | null,
  block: NetworkBlock | null,
  labels: number,
): NetworkShape | null {
  return useMemo(() => {
    if (!impulse || !block) return null
    try {
      const shape = featureShape(impulse, block.id)
      const inputs = shape.reduce((product, size) => product * size, 1)
      const outputs = block.block === 'regression' ? 1 : Math.max(FEWEST_LABELS, labels)
      const activation = block.block === 'regression' ? 'linear' : block.multiLabel ? 'sigmoid' : 'softmax'
      return { shape, outline: networkOutline(inputs, block.layers, { outputs, activation }) }
    } catch (error) {
      if (error instanceof AppError) return null
      throw error
    }
  }, [impulse, block, labels])
}
