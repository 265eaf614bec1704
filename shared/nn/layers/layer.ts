/** What every layer offers to the network that runs it. One layer a file; forward and backward are written out. */
import type { Kernels, Place } from '../kernels.ts'

/** A tensor that training changes, its gradient, both padded. */
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
  /** Width of the output; its rows are padded to whole vectors. */
  readonly outputs: number
  readonly parameters: readonly Parameter[]
  /** Takes `[rows, inputs]`, returns the place of `[rows, outputs]`. The input must stay until `backward`. */
  forward(input: Place, pass: Pass): Place
  /** Takes ∂loss/∂output, fills the parameters' gradients, returns ∂loss/∂input (0 where nobody needs it). */
  backward(outputGradient: Place, pass: Pass): Place
}

export interface LayerRoom {
  kernels: Kernels
  inputs: number
  /** Largest number of rows in a pass. */
  capacity: number
}
