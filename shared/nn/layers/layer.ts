/** What every layer offers to the network that runs it. One layer a file; forward and backward are written out. */
import type { Kernels, Place } from '../kernels.ts'
import type { Tensor } from './tensor.ts'

/**
 * Numbers that training changes, and their gradient, both padded. In gradients the padding is always 0; in the
 * outputs of layers nobody reads it.
 */
export interface Parameter {
  values: Place
  gradient: Place
  length: number
  /** Weights are drawn towards zero by L2 regularisation; biases are not. */
  decays: boolean
}

export interface Pass {
  /** Rows of the batch in use, at most the capacity the layer was made for. */
  rows: number
  /** False when the network is only asked: dropout lets everything through. */
  training: boolean
}

export interface RunningLayer {
  /** Under the names of the plain layer's fields. */
  readonly tensors: Readonly<Record<string, Tensor>>
  /** Takes `[rows, inputs]`, returns the place of `[rows, outputs]`. The input must stay until `backward`. */
  forward(input: Place, pass: Pass): Place
  /** Takes ∂loss/∂output, fills the parameters' gradients, returns ∂loss/∂input (0 where nobody needs it). */
  backward(outputGradient: Place, pass: Pass): Place
}

/** A layer with several inputs. */
export interface MergingLayer {
  forward(inputs: readonly Place[], pass: Pass): Place
  /** One gradient an input, each in a place of its own. */
  backward(outputGradient: Place, pass: Pass): Place[]
}

export interface LayerRoom {
  kernels: Kernels
  inputs: number
  /** Largest number of rows in a pass. */
  capacity: number
}

/** What layers that know their shapes by themselves are made with. */
export interface LayerSetting {
  kernels: Kernels
  capacity: number
  learns: boolean
  needsInputGradient: boolean
}
