/**
 * Blocks that other tools do not have, against their formulas written down again in double: normalization, band energies,
 * envelope, Hjorth, peaks, sensor fusion. tolerance: 2e-5 relative to the largest feature, as the runtime computes in
 * float32; the formulas themselves are held against scipy in feature-blocks.json, which says how it was made.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { DspContext, Params } from '../../shared/dsp/block.ts'
import { extractFeatures, findBlock, newDspBlock, readyBlock } from '../../shared/dsp/registry.ts'
import { randomNumbers } from '../support/random-model.ts'
import { NO_RUNTIME, testRuntime } from '../support/runtime.ts'

const numbers = z.array(z.number())
const reference = z
  .object({
    tolerance: z.number(),
    rateHz: z.number(),
    signal: numbers,
    cases: z.array(
      z.object({
        block: z.string(),
        params: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
        features: numbers,
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('./feature-blocks.json', import.meta.url), 'utf8')))

const context: DspContext = { rateHz: 50, rows: 200, axes: ['accX', 'accY'] }

function signalOf(rows: number, seed: number): Float32Array {
  const next = randomNumbers(seed)
  return Float32Array.from({ length: 2 * rows }, (_, index) => {
    const row = index >> 1
    return index % 2 === 0
      ? 3 + 2 * Math.sin(row / 3) + next()
      : -7 * Math.cos(row / 11) * Math.sin(row / 2) + 2 * next()
  })
}

function column(values: Float32Array, axis: number): number[] {
  return Array.from({ length: values.length / 2 }, (_, row) => values[2 * row + axis]!)
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const variance = (values: number[]): number => mean(values.map((value) => (value - mean(values)) ** 2))
const deviation = (values: number[]): number => Math.sqrt(variance(values))
const steps = (values: number[]): number[] => values.slice(1).map((value, index) => value - values[index]!)
const share = (flags: boolean[]): number => flags.filter(Boolean).length / flags.length
const centred = (values: number[]): number[] => values.map((value) => value - mean(values))

type Oracle = (columns: number[][], params: Params) => number[]

function interleave(columns: number[][]): number[] {
  return columns[0]!.flatMap((_, row) => columns.map((values) => values[row]!))
}

const normalization: Oracle = (columns, params) => {
  const all = columns.flat()
  return interleave(
    columns.map((values) => {
      const own = params['together'] === true ? all : values
      if (params['method'] === 'standard-scaler') return values.map((x) => (x - mean(own)) / deviation(own))
      const [low, high] =
        params['method'] === 'fixed-range'
          ? [Number(params['range-low']), Number(params['range-high'])]
          : [Math.min(...own), Math.max(...own)]
      return values.map((x) => Math.min(1, Math.max(0, (x - low) / (high - low))))
    }),
  )
}

/** One-sided mean power of the bins, by the definition of the transform. */
function welch(values: number[], length: number, hann: boolean): number[] {
  const window = Array.from({ length }, (_, i) => (hann ? 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length) : 1))
  const squares = window.reduce((sum, w) => sum + w * w, 0)
  const power = Array.from({ length: length / 2 + 1 }, () => 0)
  let frames = 0
  for (let start = 0; start + length <= values.length; start += length / 2) {
    frames += 1
    power.forEach((_, bin) => {
      let [re, im] = [0, 0]
      window.forEach((w, i) => {
        const angle = (-2 * Math.PI * bin * i) / length
        re += w * values[start + i]! * Math.cos(angle)
        im += w * values[start + i]! * Math.sin(angle)
      })
      power[bin]! += ((bin === 0 || bin === length / 2 ? 1 : 2) * (re * re + im * im)) / (length * squares)
    })
  }
  return power.map((value) => value / frames)
}

const bandEnergies: Oracle = (columns, params) => {
  const edges = String(params['band-edges']).split(',').map(Number)
  const length = Number(params['fft-length'])
  return columns.flatMap((values) => {
    const power = welch(centred(values), length, params['window-function'] === 'hann')
    const all = power.slice(1).reduce((sum, value) => sum + value, 0)
    return edges.slice(0, -1).map((low, band) => {
      const high = edges[band + 1]!
      const last = band === edges.length - 2
      let energy = 0
      power.forEach((value, bin) => {
        const hz = (bin * context.rateHz) / length
        if (hz >= low && (hz < high || (last && hz === high))) energy += value
      })
      if (params['relative'] === true) energy /= all
      return params['do-log'] === true ? Math.log10(Math.max(1e-10, energy)) : energy
    })
  })
}

const envelope: Oracle = (columns, params) => {
  const length = Math.round(Number(params['frame_length']) * context.rateHz)
  const stride = Math.round(Number(params['frame_stride']) * context.rateHz)
  const outlines = columns.map((values) => {
    const result: number[] = []
    for (let start = 0; start + length <= values.length; start += stride) {
      const sizes = centred(values)
        .slice(start, start + length)
        .map(Math.abs)
      if (params['method'] === 'rms') result.push(Math.sqrt(mean(sizes.map((size) => size * size))))
      else result.push(params['method'] === 'peak' ? Math.max(...sizes) : mean(sizes))
    }
    return result
  })
  return interleave(outlines)
}

const hjorth: Oracle = (columns, params) =>
  columns.flatMap((values) => {
    const x = centred(values)
    const first = steps(x)
    const mobility = deviation(first) / deviation(x)
    const least = Number(params['threshold'])
    return [
      variance(x),
      mobility,
      deviation(steps(first)) / deviation(first) / mobility,
      share(first.map((step, i) => x[i]! > 0 !== x[i + 1]! > 0 && Math.abs(step) > least)),
      share(
        first.slice(1).map((step, i) => step * first[i]! < 0 && Math.max(Math.abs(step), Math.abs(first[i]!)) > least),
      ),
      mean(first.map(Math.abs)),
    ]
  })

/** Places whose prominence, by its definition, is large enough. */
function prominentPlaces(x: number[], least: number): number[] {
  return x.flatMap((value, place) => {
    if (place === 0 || place === x.length - 1 || value <= x[place - 1]! || value < x[place + 1]!) return []
    const side = (step: number): number => {
      let lowest = value
      for (let at = place + step; at >= 0 && at < x.length && x[at]! <= value; at += step)
        lowest = Math.min(lowest, x[at]!)
      return lowest
    }
    return value - Math.max(side(-1), side(1)) >= least ? [place] : []
  })
}

const peaks: Oracle = (columns, params) =>
  columns.flatMap((values) => {
    const x = centred(values)
    const places = prominentPlaces(x, Number(params['prominence']) * deviation(x))
    const heights = places.map((place) => x[place]!)
    const gaps = steps(places).map((gap) => gap / context.rateHz)
    return [
      (places.length * context.rateHz) / x.length,
      mean(heights),
      Math.max(...heights),
      mean(gaps),
      deviation(gaps),
    ]
  })

const sensorFusion: Oracle = (columns, params) => {
  const list = (id: string): number[] => String(params[id]).split(',').map(Number)
  return columns.flatMap((values, axis) => {
    const rate = list('rates')[axis] ?? list('rates')[0]!
    const count = Math.max(1, Math.round((rate * values.length) / context.rateHz))
    return Array.from({ length: count }, (_, slice) => {
      const part = values
        .slice(Math.floor((slice * values.length) / count), Math.floor(((slice + 1) * values.length) / count))
        .map((value) => value * (list('scales')[axis] ?? list('scales')[0]!))
      if (params['method'] === 'mean') return mean(part)
      if (params['method'] === 'rms') return Math.sqrt(mean(part.map((value) => value * value)))
      if (params['method'] === 'last') return part.at(-1)!
      return params['method'] === 'minimum' ? Math.min(...part) : Math.max(...part)
    })
  })
}

const cases: [string, Params, Oracle][] = [
  ['normalization', {}, normalization],
  ['normalization', { method: 'min-max' }, normalization],
  ['normalization', { method: 'min-max', together: true }, normalization],
  ['normalization', { together: true }, normalization],
  ['normalization', { method: 'fixed-range', 'range-low': -2, 'range-high': 4 }, normalization],
  ['band-energies', {}, bandEnergies],
  ['band-energies', { 'window-function': 'none', 'do-log': false, 'band-edges': '0, 5, 25' }, bandEnergies],
  ['band-energies', { relative: true, 'do-log': false, 'fft-length': 128 }, bandEnergies],
  ['envelope', {}, envelope],
  ['envelope', { method: 'mean', frame_length: 0.2, frame_stride: 0.2 }, envelope],
  ['envelope', { method: 'peak', frame_length: 1, frame_stride: 0.02 }, envelope],
  ['hjorth', {}, hjorth],
  ['hjorth', { threshold: 0.5 }, hjorth],
  ['peaks', {}, peaks],
  ['peaks', { prominence: 0.3 }, peaks],
  ['sensor-fusion', {}, sensorFusion],
  ['sensor-fusion', { rates: '50, 1', scales: '1, 0.1' }, sensorFusion],
  ...['last', 'minimum', 'maximum', 'rms'].map((method): [string, Params, Oracle] => [
    'sensor-fusion',
    { rates: '7, 3.2', method },
    sensorFusion,
  ]),
]

function featuresOf(block: string, params: Params, values: Float32Array, where: DspContext): Float32Array {
  const made = newDspBlock(block)
  const batch = {
    values,
    stride: where.axes.length,
    rows: where.rows,
    axes: [...where.axes.keys()],
    starts: Int32Array.of(0),
  }
  return extractFeatures(testRuntime(), { ...made, params: { ...made.params, ...params } }, batch, where)
}

function expectClose(found: Float32Array, expected: number[], tolerance: number): void {
  expect(found.length).toBe(expected.length)
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1)
  expected.forEach((value, index) => {
    expect(Math.abs(found[index]! - value) / largest, `${index}: ${found[index]} for ${value}`).toBeLessThan(tolerance)
  })
}

describe(`feature blocks${NO_RUNTIME}`, () => {
  it.skipIf(NO_RUNTIME).each(cases)('%s %j is what its formula says', (id, params, oracle) => {
    const values = signalOf(context.rows, 3)
    const block = newDspBlock(id)
    const { type, params: complete } = readyBlock({ ...block, params: { ...block.params, ...params } }, context)
    const found = featuresOf(id, params, values, context)
    expect(type.featureNames(complete, context).length).toBe(found.length)
    expectClose(found, oracle([column(values, 0), column(values, 1)], complete), 2e-5)
  })

  it.skipIf(NO_RUNTIME).each(reference.cases)('$block $params is what scipy says', ({ block, params, features }) => {
    const values = Float32Array.from(reference.signal)
    const where = { rateHz: reference.rateHz, rows: values.length, axes: ['x'] }
    expectClose(featuresOf(block, params, values, where), features, reference.tolerance)
  })

  it.skipIf(NO_RUNTIME)('describes an axis that never changes with numbers', () => {
    const values = new Float32Array(400).fill(9.81)
    for (const id of ['normalization', 'band-energies', 'envelope', 'hjorth', 'peaks', 'sensor-fusion']) {
      const found = featuresOf(id, {}, values, context)
      const expected = id === 'sensor-fusion' ? Math.fround(9.81) : id === 'band-energies' ? -10 : 0
      expect(
        found.every((value) => Math.abs(value - expected) < 1e-5),
        id,
      ).toBe(true)
      expect(findBlock(id).implementationVersions).toEqual([1])
    }
  })
})
