/** Plain data as blobs of the project file. The file wrote them itself, so their type is known by their kind. */
import { decode, encode } from 'cbor-x'
import { impulseSchema, type Impulse } from '../../shared/model/impulse.ts'
import type { FloatGraph } from '../../shared/nn/graph.ts'
import type { TrainingState } from '../../shared/nn/training-loop.ts'
import type { QuantGraph } from '../../shared/quantize/graph.ts'
import type { WindowSet } from '../jobs/tasks.ts'

/** From which a training goes on, and what it learned from. */
interface KeptState {
  dataHash: string
  state: TrainingState
}

interface BlobTypes {
  features: WindowSet
  weights: FloatGraph
  quant: QuantGraph
  state: KeptState
}

export function encodeBlob<K extends keyof BlobTypes>(_kind: K, value: BlobTypes[K]): Uint8Array {
  return encode(value)
}

export function decodeBlob<K extends keyof BlobTypes>(_kind: K, blob: Uint8Array): BlobTypes[K] {
  const value: unknown = decode(blob)
  return value as BlobTypes[K]
}

export function encodeImpulse(impulse: Impulse): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(impulse))
}

export function decodeImpulse(blob: Uint8Array): Impulse {
  return impulseSchema.parse(JSON.parse(new TextDecoder().decode(blob)))
}
