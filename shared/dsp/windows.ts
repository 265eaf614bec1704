/** How a sample is cut into windows. Everything here counts in readings at the impulse's rate. */
import { AppError } from '../contract/errors.ts'
import type { ImageSize, InputBlock, TimeSeriesInput } from '../model/input-block.ts'
import type { Axis, Gap } from '../model/sample.ts'
import { pictureValues } from './picture-window.ts'
import { resample } from './resample.ts'

/** What cutting needs to know of a sample. */
export interface SignalData {
  rateHz: number
  axes: Axis[]
  gaps: Gap[]
  /** Interleaved rows. */
  values: Float32Array
  /** A picture: a row is a pixel, from the top left on. */
  image?: ImageSize | undefined
}

/** A stretch without gaps, at the impulse's rate, with the impulse's axes in its order. */
export interface Segment {
  values: Float32Array
  rows: number
  /** Where it begins in the sample. Stored readings count; missing ones take no time. */
  startMs: number
}

/** Milliseconds to readings: the nearest whole number, halves up, at least 1. 2000 ms at 104 Hz are 208. */
export function readingsOf(milliseconds: number, rateHz: number): number {
  return Math.max(1, Math.floor((milliseconds * rateHz) / 1000 + 0.5 + 1e-9))
}

/** Rows of a window: readings of a signal, or pixels of a picture. */
export function windowReadings(input: InputBlock): number {
  if (input.kind === 'image') return input.imageWidth * input.imageHeight
  return readingsOf(input.windowSizeMs, input.frequencyHz)
}

/** Readings a second that blocks are told; a picture has one pixel a second in name only. */
export function frequencyOf(input: InputBlock): number {
  return input.kind === 'image' ? PICTURE_RATE_HZ : input.frequencyHz
}
export const PICTURE_RATE_HZ = 1

/** Stride used when training; a picture is one window. */
export function trainingStrideMs(input: InputBlock): number {
  return input.kind === 'image' ? (windowReadings(input) * 1000) / PICTURE_RATE_HZ : input.windowIncreaseMs
}

export function strideReadings(input: InputBlock, strideMs: number = trainingStrideMs(input)): number {
  return readingsOf(strideMs, frequencyOf(input))
}

/** Stride used when testing and live. */
export function classificationStrideMs(input: InputBlock): number {
  if (input.kind === 'image') return trainingStrideMs(input)
  return input.classificationWindowIncreaseMs ?? input.windowIncreaseMs
}

/** Starts of all whole windows within `rows` readings. */
export function windowStarts(rows: number, windowRows: number, strideRows: number): Int32Array {
  const count = rows < windowRows ? 0 : Math.floor((rows - windowRows) / strideRows) + 1
  return Int32Array.from({ length: count }, (_, index) => index * strideRows)
}

function axisPlaces(input: TimeSeriesInput, axes: Axis[]): number[] {
  return input.axes.map((name) => {
    const place = axes.findIndex((axis) => axis.name === name)
    if (place >= 0) return place
    const present = axes.map((axis) => axis.name).join(', ')
    throw new AppError('impulse/axes-missing', {
      message: `A sample has no axis "${name}". It has: ${present}.`,
      data: { axis: name, present: axes.map((axis) => axis.name) },
    })
  })
}

function chooseAxes(values: Float32Array, stride: number, places: number[]): Float32Array {
  if (places.length === stride && places.every((place, index) => place === index)) return values
  const rows = Math.floor(values.length / stride)
  const result = new Float32Array(rows * places.length)
  for (let row = 0; row < rows; row += 1) {
    for (let index = 0; index < places.length; index += 1) {
      result[row * places.length + index] = values[row * stride + places[index]!]!
    }
  }
  return result
}

/** First readings of the stretches between gaps, and the end. */
function boundaries(gaps: Gap[], readings: number): number[] {
  const inner = gaps.map((gap) => gap.afterReading + 1).filter((start) => start > 0 && start < readings)
  return [0, ...[...new Set(inner)].sort((left, right) => left - right), readings]
}

/** Readings of the longest stretch without a gap: no longer window fits. */
export function longestStretch({ gaps, readings }: { gaps: Gap[]; readings: number }): number {
  const edges = boundaries(gaps, readings)
  return Math.max(...edges.slice(1).map((end, index) => end - edges[index]!))
}

/**
 * The sample's stretches between gaps, each resampled by itself. With `padZeros`, a sample shorter than the window
 * becomes one stretch of one window, filled up with zeros.
 */
export function segmentsOf(input: InputBlock, sample: SignalData): Segment[] {
  if (input.kind === 'image') return [{ values: pictureValues(input, sample), rows: windowReadings(input), startMs: 0 }]
  const stride = sample.axes.length
  const readings = Math.floor(sample.values.length / stride)
  const places = axisPlaces(input, sample.axes)
  const edges = boundaries(sample.gaps, readings)
  const segments = edges.slice(0, -1).map((start, index) => {
    const part = sample.values.subarray(start * stride, edges[index + 1]! * stride)
    const values = resample(chooseAxes(part, stride, places), places.length, sample.rateHz, input.frequencyHz)
    return { values, rows: values.length / places.length, startMs: (start * 1000) / sample.rateHz }
  })
  return input.padZeros ? padded(segments, windowReadings(input), places.length) : segments
}

function padded(segments: Segment[], windowRows: number, axes: number): Segment[] {
  const only = segments.length === 1 ? segments[0] : undefined
  if (!only || only.rows === 0 || only.rows >= windowRows) return segments
  const values = new Float32Array(windowRows * axes)
  values.set(only.values)
  return [{ ...only, values, rows: windowRows }]
}

/** Number of windows of a sample, without touching its values. */
export function countWindows(
  input: InputBlock,
  sample: { rateHz: number; readings: number; gaps: Gap[]; image?: ImageSize | undefined },
  strideMs: number = trainingStrideMs(input),
): number {
  if (input.kind === 'image') return sample.image ? 1 : 0
  const windowRows = windowReadings(input)
  const edges = boundaries(sample.gaps, sample.readings)
  const lengths = edges.slice(0, -1).map((start, index) => {
    const rows = edges[index + 1]! - start
    return rows === 0 ? 0 : Math.max(1, Math.round((rows * input.frequencyHz) / sample.rateHz))
  })
  if (input.padZeros && lengths.length === 1 && lengths[0]! > 0 && lengths[0]! < windowRows) return 1
  const stride = strideReadings(input, strideMs)
  return lengths.reduce((sum, rows) => sum + (rows < windowRows ? 0 : Math.floor((rows - windowRows) / stride) + 1), 0)
}

/** The window of a sample that begins at or just before `startMs`: `[windowReadings, axes]`, zeros where it ends early. */
export function windowAt(input: InputBlock, sample: SignalData, startMs: number): Float32Array {
  const segments = segmentsOf(input, sample)
  const segment = segments.findLast((candidate) => candidate.startMs <= startMs + 1e-6) ?? segments[0]
  const axes = input.axes.length
  const rows = windowReadings(input)
  const result = new Float32Array(rows * axes)
  if (!segment) return result
  const wanted = Math.round(((startMs - segment.startMs) * frequencyOf(input)) / 1000)
  const start = Math.max(0, Math.min(wanted, segment.rows - rows))
  result.set(segment.values.subarray(start * axes, (start + rows) * axes))
  return result
}
