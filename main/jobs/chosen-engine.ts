/** What computes a training: the own engine, or TensorFlow.js, which is only loaded when it is asked for. */
import type { LearnRequest } from '../../shared/nn/learn.ts'
import { loadTensorflow } from '../tensorflow/load.ts'
import { tensorflowNetworks } from '../tensorflow/network.ts'
import { type LearningInput, networkOf } from './learning-data.ts'

/** Undefined for the own engine. */
export async function chosenEngine(
  input: Pick<LearningInput, 'impulse' | 'learnId'>,
): Promise<LearnRequest['makeNetwork']> {
  if (networkOf(input).training.engine !== 'tfjs') return undefined
  return tensorflowNetworks(await loadTensorflow())
}
