/** What a look at a finished take tells: rate, gaps, clipping, flat or stuck axes, wrong units. */
import type { Axis, Gap, Health } from '../../shared/model/sample.ts'

const GRAVITY = 9.80665
/** Full scales of common accelerometers, in g. */
const RANGES_G = [2, 4, 8, 16]
const RATE_TOLERANCE = 0.05
const CLIPPED_IN_A_ROW = 3

export interface Take {
  /** Interleaved rows × axes. */
  values: Float32Array
  axes: Axis[]
  /** The rate that was asked for. */
  rateHz: number
  /** Rows divided by the time they took, by the board's clock where it has one. */
  measuredRateHz: number
  gaps: Gap[]
}

type Finding = Health['findings'][number]

export function assessHealth(take: Take): Health {
  const lost = take.gaps.reduce((sum, gap) => sum + gap.readings, 0)
  const columns = take.axes.map((axis, index) => describeColumn(take, axis, index))
  const findings = [
    rateFinding(take),
    gapFinding(take, lost),
    ...columns.map(clippingFinding),
    ...stillFindings(columns),
    unitsFinding(take),
  ].filter((finding): finding is Finding => finding !== null)
  return { ok: findings.length === 0, measuredRateHz: take.measuredRateHz, lost, findings }
}

interface Column {
  axis: Axis
  low: number
  high: number
  /** Longest run of readings at one of the two extremes. */
  longestAtExtreme: number
}

function describeColumn({ values, axes }: Take, axis: Axis, index: number): Column {
  let low = Infinity
  let high = -Infinity
  for (let at = index; at < values.length; at += axes.length) {
    low = Math.min(low, values[at]!)
    high = Math.max(high, values[at]!)
  }
  let run = 0
  let longestAtExtreme = 0
  let before = NaN
  for (let at = index; at < values.length; at += axes.length) {
    const value = values[at]!
    const extreme = value === low || value === high
    run = extreme ? (value === before ? run + 1 : 1) : 0
    before = value
    longestAtExtreme = Math.max(longestAtExtreme, run)
  }
  return { axis, low, high, longestAtExtreme }
}

function rateFinding({ rateHz, measuredRateHz }: Take): Finding | null {
  if (measuredRateHz === 0 || Math.abs(measuredRateHz / rateHz - 1) <= RATE_TOLERANCE) return null
  return {
    kind: 'rate',
    sentence: `Readings arrive ${measuredRateHz.toFixed(1)} times a second, not ${rateHz.toFixed(1)}.`,
  }
}

function gapFinding({ gaps, rateHz }: Take, lost: number): Finding | null {
  const first = gaps[0]
  if (!first) return null
  const where = `${(first.afterReading / rateHz).toFixed(2)} s`
  const places = gaps.length === 1 ? `a gap at ${where}` : `${gaps.length} gaps, the first at ${where}`
  return { kind: 'gap', sentence: `${lost} reading${lost === 1 ? ' is' : 's are'} missing: ${places}.` }
}

function isAcceleration(axis: Axis): boolean {
  return /^acc/i.test(axis.name) && axis.unit === 'm/s2'
}

function clippingFinding({ axis, low, high, longestAtExtreme }: Column): Finding | null {
  if (!isAcceleration(axis) || longestAtExtreme < CLIPPED_IN_A_ROW) return null
  const largest = Math.max(Math.abs(low), Math.abs(high)) / GRAVITY
  const range = RANGES_G.find((limit) => Math.abs(largest / limit - 1) < 0.01)
  if (range === undefined) return null
  return {
    kind: 'clipping',
    sentence: `The line of ${axis.name} hits the top: the motion is stronger than the sensor's ±${range} g.`,
  }
}

function stillFindings(columns: Column[]): Finding[] {
  const still = columns.filter((column) => column.low === column.high)
  if (still.length === 0) return []
  if (still.length === columns.length) {
    return [{ kind: 'flat', sentence: 'All lines are flat: the sensor sends the same numbers again and again.' }]
  }
  return still.map(({ axis, low }) => ({
    kind: 'stuck',
    sentence: `${axis.name} always says ${low.toPrecision(3)}: look at its wire.`,
  }))
}

/** Gravity should be near 9.81 m/s²; near 1 the numbers are in g. */
function unitsFinding({ values, axes }: Take): Finding | null {
  const acceleration = axes.flatMap((axis, index) => (isAcceleration(axis) ? [index] : []))
  const rows = Math.floor(values.length / axes.length)
  if (acceleration.length < 3 || rows === 0) return null
  let total = 0
  for (let row = 0; row < rows; row++) {
    total += Math.hypot(...acceleration.slice(0, 3).map((axis) => values[row * axes.length + axis]!))
  }
  const mean = total / rows
  if (mean < 0.7 || mean > 1.4) return null
  return { kind: 'units', sentence: `Gravity reads ${mean.toFixed(2)}, not 9.81: these numbers are in g, not in m/s².` }
}
