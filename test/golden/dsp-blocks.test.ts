/**
 * DSP blocks against Edge Impulse's own Python code.
 * source: github.com/edgeimpulse/processing-blocks, run under numpy 1.24.4 / scipy 1.10.1; tolerance 1e-4, absolute or
 * relative: the reference itself moves by up to 1e-5 between library versions and it computes in double.
 */
import { describe, expect, it } from 'vitest'
import type { DspBlock } from '../../shared/model/impulse.ts'
import { completeParams } from '../../shared/dsp/parameters.ts'
import { checkBlock, extractFeatures, findBlock } from '../../shared/dsp/registry.ts'
import { getRuntime } from '../../main/runtime-file.ts'
import { hasReference, hyphenated, referenceSignals, skipReason } from './reference.ts'
import type { ReferenceEntry, ReferenceSignal } from './reference.ts'

const TOLERANCE = 1e-4
/**
 * Audio: a band that lies 90 dB below another is small beside the rounding of a float32 FFT. numpy's own float32 FFT is
 * up to 5e-4 away from the reference there (the last frames of chirp and keyword_yes), and an MFE step at a half may fall
 * to either side. Few features may be off by that much, none by more.
 */
const AUDIO = new Map([
  ['mfcc', { tolerance: 1.5e-3, share: 0.01 }],
  ['mfe', { tolerance: 1 / 256, share: 0.001 }],
  ['spectrogram', { tolerance: 3e-4, share: 0.001 }],
])
const blockIds = new Map([
  ['spectral_analysis', 'spectral-analysis'],
  ['flatten', 'flatten'],
  ['raw', 'raw'],
  ['mfcc', 'mfcc'],
  ['mfe', 'mfe'],
  ['spectrogram', 'spectrogram'],
])

function blockOf(entry: ReferenceEntry): DspBlock {
  const type = findBlock(blockIds.get(entry.block) ?? '')
  const params = hyphenated(
    entry.params,
    type.parameters.map((spec) => spec.id),
  )
  return {
    id: 'block',
    block: type.id,
    implementationVersion: Number(entry.params['implementation_version']),
    // The reference has this fault.
    params: completeParams(type, { ...params, ...(type.id === 'mfe' ? { 'ei-exact': true } : {}) }),
  }
}

function contextOf(signal: ReferenceSignal) {
  return { rateHz: signal.rateHz, rows: signal.rows, axes: signal.axes }
}

function featuresOf(signal: ReferenceSignal, entry: ReferenceEntry): Float32Array {
  const batch = {
    values: signal.values,
    stride: signal.axes.length,
    rows: signal.rows,
    axes: [...signal.axes.keys()],
    starts: Int32Array.of(0),
  }
  return extractFeatures(getRuntime(), blockOf(entry), batch, contextOf(signal))
}

/** Of a constant axis the reference's wavelet leaves rounding; the shape of that is no feature. */
function isFlatBand(entry: ReferenceEntry, index: number): boolean {
  if (entry.params['analysis_type'] !== 'Wavelet') return false
  const rms = entry.features[index - (index % 14) + 11]
  return typeof rms === 'number' && rms < 1e-6
}

const cases = referenceSignals().flatMap((signal) =>
  signal.entries
    .filter((entry) => blockIds.has(entry.block))
    .map((entry, index) => ({ name: `${signal.name} ${entry.block} ${index}`, signal, entry })),
)

describe(`DSP blocks against the reference vectors${skipReason}`, () => {
  it.skipIf(!hasReference)('finds the vectors', () => {
    expect(cases.length).toBeGreaterThanOrEqual(39)
  })

  it.each(cases)('$name', ({ signal, entry }) => {
    const features = featuresOf(signal, entry)
    expect(features.length).toBe(entry.features.length)
    const unstable = new Set(entry.unstable_feature_indices ?? [])
    const wrong: string[] = []
    const audio = AUDIO.get(entry.block)
    let beyond = 0
    const silent = signal.values.every((value) => value === 0)
    entry.features.forEach((expected, index) => {
      const found = features[index]!
      if (!Number.isFinite(found)) wrong.push(`${index}: ${found}`)
      if (expected === null || unstable.has(index)) return
      const error = Math.abs(found - expected)
      if (error <= TOLERANCE || error <= TOLERANCE * Math.abs(expected)) return
      // Of silence the reference's sliding window leaves rounding, made large by a division by 1e-10.
      if (silent && found === 0 && error < 3e-4) return
      if (isFlatBand(entry, index)) return
      beyond += 1
      if (!audio || error > audio.tolerance) wrong.push(`${index}: ${found} for ${expected}`)
    })
    expect(wrong).toEqual([])
    expect(beyond).toBeLessThanOrEqual((audio?.share ?? 0) * entry.features.length)
  })

  const spectral = cases.filter(({ entry }) => entry.block === 'spectral_analysis')
  it.each(spectral)('$name has the reference names', ({ signal, entry }) => {
    const block = blockOf(entry)
    const names = findBlock(block.block).featureNames(block.params, contextOf(signal))
    const perAxis = entry.labels ?? []
    expect(names).toEqual(signal.axes.flatMap((axis) => perAxis.map((label) => `${axis} ${label}`)))
    expect(checkBlock(block, contextOf(signal))).toEqual([])
  })
})
