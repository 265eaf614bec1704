/** The DSP part of a model pack as plain data, so that generated C and the pack come from the same numbers. */
import { AppError } from '../contract/errors.ts'
import type { BlockField } from '../runtime/params.ts'
import { type BlockLayout, blockLayouts } from './block-layouts.ts'
import { type PackAnomaly, readPackAnomaly } from './pack-anomaly.ts'
import { PACK_AT, PACK_BLOCK, PACK_LANGUAGE } from './model-pack-layout.ts'

/** A filter or decimation step: its second-order sections as float32. */
interface PackBlockBase {
  /** Indices into the window's axes. */
  axes: number[]
  features: number
  scale: number
}

export interface PackSpectral extends PackBlockBase {
  kind: 'spectral'
  decimationFactors: number[]
  decimations: Float32Array
  filterSections: number
  filter: Float32Array
  fftLength: number
  overlap: number
  takeLog: number
  firstBin: number
  binCount: number
  lowFirstBin: number
  lowBinCount: number
  lowDecimation: Float32Array
  shape: boolean
}

export interface PackRaw extends PackBlockBase {
  kind: 'raw'
}

export interface PackFlatten extends PackBlockBase {
  kind: 'flatten'
  statistics: number
  windows: number
}

/** Any block whose parameters are a record of fields. */
export interface PackRecord extends PackBlockBase {
  kind: 'record'
  layout: BlockLayout
  fields: BlockField[]
}

/** A person's own code, as they wrote it. */
export interface PackCustom extends PackBlockBase {
  kind: 'custom'
  language: 'typescript' | 'c'
  text: string
  params: Float32Array
}

export type PackBlock = PackSpectral | PackRaw | PackFlatten | PackRecord | PackCustom

export interface PackInput {
  rateHz: number
  rows: number
  axes: number
  strideRows: number
  axisNames: string[]
  features: number
  /** Working memory that the blocks share. */
  scratchFloats: number
  blocks: PackBlock[]
  anomaly: PackAnomaly | null
}

const SECTION_FLOATS = 5
const DECIMATION_FLOATS = 28

/** Reads a pack that this program has just made; its layout is in resources/runtime/MODEL-PACK.md. */
class PackView {
  private readonly view: DataView

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  u32(at: number): number {
    return this.view.getUint32(at, true)
  }

  f32(at: number): number {
    return this.view.getFloat32(at, true)
  }

  u32s(at: number, count: number): number[] {
    return Array.from({ length: count }, (_, index) => this.u32(at + 4 * index))
  }

  f32s(at: number, count: number): Float32Array {
    return Float32Array.from({ length: count }, (_, index) => this.f32(at + 4 * index))
  }

  text(at: number): string {
    return new TextDecoder().decode(this.bytes.subarray(at, this.bytes.indexOf(0, at)))
  }
}

function readSpectral(pack: PackView, at: number, base: PackBlockBase): PackSpectral {
  const decimationCount = pack.u32(at + 4)
  const filterSections = pack.u32(at + 24)
  const lowBinCount = pack.u32(at + 56)
  return {
    ...base,
    kind: 'spectral',
    decimationFactors: pack.u32s(at + 8, decimationCount),
    decimations: pack.f32s(pack.u32(at + 20), decimationCount * DECIMATION_FLOATS),
    filterSections,
    filter: pack.f32s(pack.u32(at + 28), filterSections * SECTION_FLOATS),
    fftLength: pack.u32(at + 32),
    overlap: pack.u32(at + 36),
    takeLog: pack.u32(at + 40),
    firstBin: pack.u32(at + 44),
    binCount: pack.u32(at + 48),
    lowFirstBin: pack.u32(at + 52),
    lowBinCount,
    lowDecimation: pack.f32s(pack.u32(at + 60), lowBinCount > 0 ? DECIMATION_FLOATS : 0),
    // The implementation version stands in the block's head.
    shape: pack.u32(at - 16) === 4,
  }
}

function readFields(pack: PackView, at: number, layout: BlockLayout): BlockField[] {
  const fields: BlockField[] = []
  const known = {
    word: (index: number): number => pack.u32(at + 4 * index),
    integers: (index: number): number[] => {
      const field = fields[index]
      return typeof field === 'object' && 'integers' in field ? field.integers : []
    },
  }
  layout.fields.forEach((type, index) => {
    const place = at + 4 * index
    if (type === 'integer') fields.push(pack.u32(place) | 0)
    else if (type === 'float') fields.push({ float: pack.f32(place) })
    else if ('floats' in type) fields.push({ floats: pack.f32s(pack.u32(place), type.floats(known)) })
    else fields.push({ integers: pack.u32s(pack.u32(place), type.integers(known)).map((value) => value | 0) })
  })
  return fields
}

function readCustom(pack: PackView, at: number, base: PackBlockBase): PackCustom {
  return {
    ...base,
    kind: 'custom',
    language: pack.u32(at) === PACK_LANGUAGE.c ? 'c' : 'typescript',
    text: pack.text(pack.u32(pack.u32(at + 4))),
    params: pack.f32s(pack.u32(at + 12), pack.u32(at + 8)),
  }
}

function readBlock(pack: PackView, at: number): PackBlock {
  const kind = pack.u32(at)
  const parameters = at + 20
  const base: PackBlockBase = {
    features: pack.u32(at + 8),
    axes: pack.u32s(pack.u32(at + 16), pack.u32(at + 12)),
    scale: pack.f32(parameters),
  }
  if (kind === 1) return readSpectral(pack, parameters, base)
  if (kind === 2) return { ...base, kind: 'raw' }
  if (kind === 3) {
    return { ...base, kind: 'flatten', statistics: pack.u32(parameters + 4), windows: pack.u32(parameters + 8) }
  }
  if (kind === PACK_BLOCK.custom) return readCustom(pack, parameters, base)
  const layout = blockLayouts.get(kind)
  if (layout) return { ...base, kind: 'record', layout, fields: readFields(pack, parameters, layout) }
  throw new AppError('model/unsupported', { message: `The C export does not know the DSP block of kind ${kind}.` })
}

export function readPackInput(bytes: Uint8Array): PackInput {
  const pack = new PackView(bytes)
  const axes = pack.u32(56)
  return {
    rateHz: pack.f32(48),
    rows: pack.u32(52),
    axes,
    strideRows: pack.u32(60),
    axisNames: pack.u32s(pack.u32(64), axes).map((at) => pack.text(at)),
    features: pack.u32(76),
    scratchFloats: pack.u32(PACK_AT.scratchFloats),
    blocks: pack.u32s(pack.u32(72), pack.u32(68)).map((at) => readBlock(pack, at)),
    anomaly: readPackAnomaly(bytes),
  }
}
