/** Plain data as blobs of the project file. The file wrote them itself, so their type is known by their kind. */
import { decode, encode } from 'cbor-x'
import { AppError } from '../../shared/contract/errors.ts'
import { impulseSchema, type Impulse } from '../../shared/model/impulse.ts'
import type { FloatGraph } from '../../shared/nn/graph.ts'
import type { TrainingState } from '../../shared/nn/training-loop.ts'
import type { QuantModel } from '../../shared/quantize/quant-model.ts'
import type { BlockMatrix } from './block-matrices.ts'

/** From which a training goes on, and what it learned from. */
interface KeptState {
  dataHash: string
  state: TrainingState
}

/** Ids of the samples that a run learned from, and of those that were kept to check on. */
export interface Division {
  train: number[]
  validation: number[]
}

interface BlobTypes {
  'block-features': BlockMatrix
  weights: FloatGraph
  quant: QuantModel
  state: KeptState
  division: Division
}

export function encodeBlob<K extends keyof BlobTypes>(_kind: K, value: BlobTypes[K]): Uint8Array {
  return encode(value)
}

export function decodeBlob<K extends keyof BlobTypes>(_kind: K, blob: Uint8Array): BlobTypes[K] {
  const value: unknown = decode(blob)
  return value as BlobTypes[K]
}

/** Conversion before networks of any shape knew dense layers only; the project itself is as it was. */
export function decodeModel(blob: Uint8Array): QuantModel {
  const value = decodeBlob('quant', blob)
  if (!('graph' in value)) {
    throw new AppError('training/no-model', {
      message: 'The model of this project was converted by an earlier version of the workbench.',
      hint: 'Press “Train” once; data, settings and earlier results stay.',
    })
  }
  return value
}

export function encodeImpulse(impulse: Impulse): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(impulse))
}

export function decodeImpulse(blob: Uint8Array): Impulse {
  return impulseSchema.parse(JSON.parse(new TextDecoder().decode(blob)))
}
