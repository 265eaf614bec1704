/** All numbers of a graph, as bytes, in the order of its layers. */
import type { FloatGraph } from '../../shared/nn/graph.ts'

export function graphBytes({ scaler, layers }: FloatGraph): Uint8Array {
  const holders: object[] = [...(scaler ? [scaler] : []), ...layers]
  const arrays = holders.flatMap((one) => Object.values(one).filter((value) => value instanceof Float32Array))
  return Uint8Array.from(
    arrays.flatMap((array) => [...new Uint8Array(array.buffer, array.byteOffset, array.byteLength)]),
  )
}
