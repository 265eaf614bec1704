/** The anomaly detector beside, or instead of, the network of a model pack. */
import { AppError } from '../contract/errors.ts'
import type { DspBlock } from '../model/impulse.ts'
import type { AnomalyModel } from '../nn/anomaly/anomaly-model.ts'
import { partsOf, type AnomalyParams } from '../runtime/anomaly-params.ts'
import { PACK_AT } from './model-pack-layout.ts'
import type { PackWriter } from './model-pack-writer.ts'

/** What is usual, as an anomaly block of the impulse has learned it. */
export interface PackUsual {
  /** DSP blocks whose features it looks at, in its order. */
  blocks: DspBlock[]
  model: AnomalyModel
}

export interface PackAnomaly {
  params: AnomalyParams
  threshold: number
  /** The first of all features: what the network takes. */
  networkFeatures: number
}

/** As in tml_pack_anomaly.c. */
const MOST_AXES = 1024
const MOST_PARTS = 4096

/** Blocks that the network does not have; what both look at is computed once. */
export function blocksBeside(network: readonly DspBlock[], usual: PackUsual | undefined): DspBlock[] {
  const known = new Set(network.map(({ id }) => id))
  return usual?.blocks.filter(({ id }) => !known.has(id)) ?? []
}

/** Offset of the record. `widths`: features of each block of the pack, by its id, in the pack's order. */
export function writeAnomaly(
  writer: PackWriter,
  { blocks, model }: PackUsual,
  { widths, networkFeatures }: { widths: ReadonlyMap<string, number>; networkFeatures: number },
): number {
  const places = placesInPack(blocks, model, widths)
  const parts = partsOf(model)
  if (places.length > MOST_AXES || parts > MOST_PARTS) {
    throw new AppError('model/unsupported', {
      message: `The anomaly block looks at ${places.length} features with ${parts} parts; a board can ${MOST_AXES} and ${MOST_PARTS}.`,
      hint: 'Choose fewer features on the Impulse page, then train again.',
    })
  }
  const floats = (values: Float32Array): number => (values.length > 0 ? writer.floats([...values]) : 0)
  return writer.record([
    Number(model.kind === 'mixture'),
    places.length,
    writer.words(places),
    floats(model.mean),
    floats(model.scale),
    parts,
    floats(model.centers),
    floats(model.spread),
    floats(model.peak),
    { float: model.threshold },
    networkFeatures,
  ])
}

/** Its places count in the features of its own blocks; in the pack these lie among others. */
function placesInPack(blocks: DspBlock[], model: AnomalyModel, widths: ReadonlyMap<string, number>): number[] {
  const starts = new Map<string, number>()
  let start = 0
  for (const [id, width] of widths) {
    starts.set(id, start)
    start += width
  }
  const inPack = blocks.flatMap(({ id }) =>
    Array.from({ length: widths.get(id) ?? 0 }, (_, index) => (starts.get(id) ?? 0) + index),
  )
  if (inPack.length !== model.inputs) {
    throw new AppError('model/unsupported', {
      message: `The anomaly block learned from ${model.inputs} features, but the impulse makes ${inPack.length}. Train again.`,
    })
  }
  return Array.from(model.places, (place) => inPack[place]!)
}

/** Floats that its score is worked out in. */
export function anomalyScratchFloats({ places, centers }: Pick<AnomalyParams, 'places' | 'centers'>): number {
  return 2 * places.length + centers.length / places.length
}

/** The detector of a pack that this program has made, or null. */
export function readPackAnomaly(bytes: Uint8Array): PackAnomaly | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const word = (at: number): number => view.getUint32(at, true)
  const at = word(PACK_AT.anomaly)
  if (at === 0) return null
  const [isMixture, axes, parts] = [word(at) === 1, word(at + 4), word(at + 20)]
  const floats = (offset: number, count: number): Float32Array =>
    Float32Array.from({ length: count }, (_, index) => view.getFloat32(offset + 4 * index, true))
  return {
    params: {
      kind: isMixture ? 'mixture' : 'clusters',
      places: Int32Array.from({ length: axes }, (_, index) => word(word(at + 8) + 4 * index)),
      mean: floats(word(at + 12), axes),
      scale: floats(word(at + 16), axes),
      centers: floats(word(at + 24), parts * axes),
      spread: floats(word(at + 28), parts * (isMixture ? (axes * (axes + 1)) / 2 : 1)),
      peak: floats(word(at + 32), isMixture ? parts : 0),
    },
    threshold: view.getFloat32(at + 36, true),
    networkFeatures: word(at + 40),
  }
}
