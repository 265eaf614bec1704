/** Writes the C runtime's parameter structs: 32-bit fields in the order of the headers. */
import { partsOf, type AnomalyParams } from './anomaly-params.ts'
import type {
  BlockRecord,
  FlattenParams,
  FullyConnectedParams,
  SoftmaxParams,
  SpectralParams,
  WindowBatch,
} from './params.ts'
import type { WasmMemory } from './wasm-memory.ts'

/** A field is an integer or, wrapped, a float. */
type Field = number | { float: number }

function putStruct(memory: WasmMemory, fields: Field[]): number {
  const at = memory.reserve(4 * fields.length)
  const integers = memory.integers(at, fields.length)
  const floats = memory.floats(at, fields.length)
  fields.forEach((field, index) => {
    if (typeof field === 'number') integers[index] = field
    else floats[index] = field.float
  })
  return at
}

export function putSpectralParams(memory: WasmMemory, params: SpectralParams): number {
  const steps = params.decimations
  const coefficients = new Float32Array(steps.flatMap((step) => [...step.coefficients]))
  return putStruct(memory, [
    { float: params.scale },
    steps.length,
    ...[0, 1, 2].map((index) => steps[index]?.factor ?? 0),
    memory.putFloats(coefficients),
    params.filter.length / 5,
    memory.putFloats(params.filter),
    params.fftLength,
    Number(params.overlap),
    Number(params.takeLog),
    params.firstBin,
    params.binCount,
    params.low?.firstBin ?? 0,
    params.low?.binCount ?? 0,
    params.low ? memory.putFloats(params.low.decimation.coefficients) : 0,
    Number(params.shape),
  ])
}

export function putFlattenParams(memory: WasmMemory, params: FlattenParams): number {
  return putStruct(memory, [{ float: params.scale }, params.statistics, params.windows])
}

export function putAnomalyParams(memory: WasmMemory, params: AnomalyParams): number {
  return putStruct(memory, [
    params.kind === 'mixture' ? 1 : 0,
    params.places.length,
    memory.putIntegers(params.places),
    memory.putFloats(params.mean),
    memory.putFloats(params.scale),
    partsOf(params),
    memory.putFloats(params.centers),
    memory.putFloats(params.spread),
    params.peak.length > 0 ? memory.putFloats(params.peak) : 0,
  ])
}

export function putBlockRecord(memory: WasmMemory, record: BlockRecord): number {
  const fields = record.fields.map((field): Field => {
    if (typeof field === 'number' || 'float' in field) return field
    if ('floats' in field) return field.floats.length > 0 ? memory.putFloats(field.floats) : 0
    return field.integers.length > 0 ? memory.putIntegers(field.integers) : 0
  })
  return putStruct(memory, fields)
}

export function putWindowBatch(memory: WasmMemory, batch: WindowBatch): number {
  const sample = memory.putFloats(batch.values)
  return putStruct(memory, [
    sample,
    batch.rows,
    batch.stride,
    batch.axes.length,
    memory.putIntegers(batch.axes),
    sample,
    Math.floor(batch.values.length / batch.stride),
    memory.putIntegers(batch.starts),
    batch.starts.length,
  ])
}

export function putFullyConnectedParams(memory: WasmMemory, params: FullyConnectedParams): number {
  return putStruct(memory, [
    params.inputs,
    params.outputs,
    memory.putBytes(params.weights),
    memory.putIntegers(params.bias),
    memory.putIntegers(params.multipliers),
    memory.putIntegers(params.shifts),
    Number(params.multipliers.length > 1),
    params.inputOffset,
    params.outputOffset,
    params.activationMin,
    params.activationMax,
    Number(params.singleRounding),
  ])
}

export function putSoftmaxParams(memory: WasmMemory, params: SoftmaxParams): number {
  return putStruct(memory, [params.size, params.inputMultiplier, params.inputLeftShift, params.diffMin])
}
