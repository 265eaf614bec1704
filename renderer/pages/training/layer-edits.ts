/** Adding, moving and removing layers: links between layers follow the layers they mean. Pure. */
import { type NetworkLayer, networkLayerSchema } from '../../../shared/model/network-layer.ts'

type Layers = readonly NetworkLayer[]

/** Where an old place is now; a layer that is gone is stood in for by the one before it. */
type Places = (old: number) => number

function relinked(layer: NetworkLayer, places: Places): NetworkLayer {
  const moved = (link: number): number => (link < 0 ? -1 : places(link))
  const from = layer.from === undefined ? {} : { from: moved(layer.from) }
  return 'with' in layer ? { ...layer, ...from, with: layer.with.map(moved) } : { ...layer, ...from }
}

export function withLayerAt(layers: Layers, place: number, layer: NetworkLayer): NetworkLayer[] {
  const places: Places = (old) => (old >= place ? old + 1 : old)
  const kept = layers.map((one) => relinked(one, places))
  return [...kept.slice(0, place), layer, ...kept.slice(place)]
}

export function withoutLayer(layers: Layers, place: number): NetworkLayer[] {
  const places: Places = (old) => (old >= place ? old - 1 : old)
  return layers.filter((_, index) => index !== place).map((one) => relinked(one, places))
}

export function withMovedLayer(layers: Layers, from: number, to: number): NetworkLayer[] {
  const layer = layers[from]
  if (!layer || from === to || to < 0 || to >= layers.length) return [...layers]
  const order = layers.map((_, index) => index).filter((index) => index !== from)
  order.splice(to, 0, from)
  const places: Places = (old) => order.indexOf(old)
  return order.flatMap((old) => layers[old] ?? []).map((one) => relinked(one, places))
}

/** The layer with one field changed; null where the value is not allowed. Undefined takes the field away. */
export function withField(layer: NetworkLayer, key: string, value: unknown): NetworkLayer | null {
  const parsed = networkLayerSchema.safeParse({ ...layer, [key]: value })
  return parsed.success ? parsed.data : null
}
