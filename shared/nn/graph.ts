/** A trained float network as plain data: what training hands to evaluation and conversion. */

/** Fully connected layer: y = activation(W x + b). */
export interface FloatDense {
  type: 'dense'
  inputs: number
  outputs: number
  /** Row-major `[outputs, inputs]`. */
  weights: Float32Array
  /** `[outputs]`. */
  bias: Float32Array
  activation: 'linear' | 'relu' | 'softmax'
}

/** Standard scaler before the network: x' = (x − mean) · scale, per feature, in float32. */
export interface FeatureScaler {
  mean: Float32Array
  /** 1 / standard deviation; 1 where a feature is constant. */
  scale: Float32Array
}

export interface FloatGraph {
  /** Number of features. */
  inputs: number
  /** Absent where features go in as they are. */
  scaler?: FeatureScaler
  /** The last layer is the softmax over the labels. */
  layers: FloatDense[]
  labels: string[]
}
