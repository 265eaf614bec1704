/**
 * Tables of the fixed-point blocks: MFCC, MFE and Spectral Analysis for chips without a floating-point unit. Factors are
 * whole numbers, Q30 being the number times 2^30. Spectra, logarithms and filters as tml_fixed.h says; the features differ
 * from those in float by rounding only, which `fixedError` tells.
 */
import { BLOCK_KIND, type BlockField, type BlockRecord, type Decimation, SECTION_FLOATS } from '../runtime/params.ts'
import { type AudioSettings, bankOf } from './audio-params.ts'
import type { DspContext, ParameterSpec, Params } from './block.ts'
import { cosineTransform } from './mel.ts'
import { textOf, versionOf } from './parameters.ts'
import { spectralParams } from './spectral-params.ts'

export const arithmeticParameter: ParameterSpec = {
  id: 'arithmetic',
  label: 'Arithmetic',
  unit: '',
  type: 'select',
  default: 'float',
  options: ['float', 'fixed'],
  versions: [4],
  help: 'Fixed point is many times faster on boards without a floating-point unit, and a little less exact.',
}

export function isFixed(params: Params): boolean {
  return textOf(params, 'arithmetic') === 'fixed' && versionOf(params) >= 4
}

function scaled(values: Iterable<number>, bits: number): number[] {
  return Array.from(values, (value) => Math.round(value * 2 ** bits))
}

/** Cosines of the first quarter of a turn in `fftLength` steps, Q30. */
function quarterTurn(fftLength: number): number[] {
  const steps = Array.from({ length: fftLength / 4 + 1 }, (_, step) => Math.cos((2 * Math.PI * step) / fftLength))
  return scaled(steps, 30)
}

/** Fields of `tml_audio_fixed_params`. The settings must have passed the block's check. */
export function fixedAudioRecord(settings: AudioSettings, context: DspContext): BlockRecord {
  const { block, fftLength, filters, coefficients, frames, window, noiseFloorDb } = settings
  const bank = bankOf(settings, context)
  const mfe = block === 'mfe'
  const range = 12 - noiseFloorDb
  const fields: BlockField[] = [
    settings.frameLength,
    settings.frameStride,
    frames,
    fftLength,
    // Sound comes as 16-bit numbers; only MFE measures it against the largest.
    mfe ? -15 : 0,
    Math.round((1 - settings.emphasis) * 2 ** 30),
    { integers: quarterTurn(fftLength) },
    filters,
    { integers: bank.firstBins },
    { integers: bank.binCounts },
    { integers: scaled(bank.weights, 15) },
    coefficients,
    { integers: scaled(cosineTransform(filters, coefficients), 30) },
    window,
    Math.round(((256 * 10 * Math.log10(2)) / range) * 2 ** 20),
    Math.round(((256 * -noiseFloorDb) / range) * 2 ** 20),
    Number(settings.asEdgeImpulse),
  ]
  return {
    kind: mfe ? BLOCK_KIND.mfeFixed : BLOCK_KIND.mfccFixed,
    fields,
    scratchFloats: fftLength + 2 + filters + (!mfe && window > 0 ? 2 * frames : 0),
  }
}

const ONE = 2 ** 29

/**
 * Second-order low- or high-pass sections in Q29, rounded so that what stays the same comes out exactly as it went in, or
 * exactly as 0. `[sections, 5]`
 */
function sections(coefficients: Float32Array): number[] {
  return Array.from({ length: coefficients.length / SECTION_FLOATS }, (_, index) => {
    const [b0 = 0, b1 = 0, , a1 = 0, a2 = 0] = scaled(coefficients.subarray(index * SECTION_FLOATS), 29)
    return b1 < 0 ? [b0, -2 * b0, b0, a1, a2] : [b0, 2 * b0, b0, a1, 4 * b0 - ONE - a1]
  }).flat()
}

const DECIMATION_SECTIONS = 4

/** Four sections with gain 1, then the gain of all of them, Q30. */
function decimation({ coefficients }: Decimation): number[] {
  const floats = coefficients.slice(0, DECIMATION_SECTIONS * SECTION_FLOATS)
  let gain = 1
  for (let at = 0; at < floats.length; at += SECTION_FLOATS) {
    const [b0 = 0, b1 = 0, b2 = 0, a1 = 0, a2 = 0] = floats.subarray(at)
    const own = (b0 + b1 + b2) / (1 + a1 + a2)
    floats.set([b0 / own, b1 / own, b2 / own], at)
    gain *= own
  }
  return [...sections(floats), Math.round(Math.min(1, gain) * 2 ** 30)]
}

/** Fields of `tml_spectral_fixed_params`. The settings must have passed the block's check. */
export function fixedSpectralRecord(params: Params, context: DspContext): BlockRecord {
  const p = spectralParams(params, context)
  const fields: BlockField[] = [
    { float: p.scale },
    p.decimations.length,
    ...[0, 1, 2].map((index) => p.decimations[index]?.factor ?? 0),
    { integers: p.decimations.flatMap(decimation) },
    p.filter.length / SECTION_FLOATS,
    { integers: sections(p.filter) },
    p.fftLength,
    { integers: quarterTurn(p.fftLength) },
    Number(p.overlap),
    Number(p.takeLog),
    p.firstBin,
    p.binCount,
    p.low?.firstBin ?? 0,
    p.low?.binCount ?? 0,
    { integers: p.low ? decimation(p.low.decimation) : [] },
  ]
  return { kind: BLOCK_KIND.spectralFixed, fields, scratchFloats: 2 * p.fftLength + 4 + context.rows }
}

/** Bytes of the tables and parameters in flash: each field has 32 bits. */
export function recordBytes(record: BlockRecord): number {
  const tables = record.fields.map((field) => {
    if (typeof field === 'number' || 'float' in field) return 1
    return 1 + ('floats' in field ? field.floats.length : field.integers.length)
  })
  return 4 * tables.reduce((sum, words) => sum + words, 0)
}
