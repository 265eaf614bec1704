/** What a look at a take tells, while it runs and after: rate, evenness, gaps, clipping, flat or stuck axes, units, silence. */
import type { Axis, Gap, Health } from '../../shared/model/sample.ts'
import {
  type ColumnStatistics,
  createTakeStatistics,
  isAcceleration,
  isSound,
  type TakeStatistics,
} from './take-statistics.ts'

const GRAVITY = 9.80665
/** Full scales of common accelerometers, in g. */
const RANGES_G = [2, 4, 8, 16]
/** Highest readings of analog inputs with 10, 12 and 16 bits. */
const ANALOG_TOPS = [1023, 4095, 65_535]
const SOUND_TOP = 32_767
const RATE_TOLERANCE = 0.05
const CLIPPED_IN_A_ROW = 3
/** Readings may come this many periods late, and this much, before it is said. */
const LATE_PERIODS = 5
const LATE_MS = 100
const STANDSTILL_SECONDS = 1
const STANDSTILL_ROWS = 50
/** −60 dB of full scale: the noise of a microphone that is on is louder. */
const SILENT_SPREAD = 33

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

export interface TakeFacts extends Omit<Take, 'values' | 'axes'> {
  statistics: TakeStatistics
  /** How far readings strayed from an even pace. */
  jitterMs?: number
  /** The stream has no sequence numbers: what is missing was told from the times of arrival. */
  lostIsEstimated?: boolean
}

type Finding = Health['findings'][number]

export function assessHealth({ values, axes, ...facts }: Take): Health {
  const statistics = createTakeStatistics(axes)
  statistics.add(values)
  return healthOf({ ...facts, statistics })
}

export function healthOf(facts: TakeFacts): Health {
  const { statistics, measuredRateHz, gaps, jitterMs, lostIsEstimated } = facts
  const lost = gaps.reduce((sum, gap) => sum + gap.readings, 0)
  const columns = statistics.columns()
  const findings =
    statistics.rows === 0
      ? []
      : [
          rateFinding(facts),
          gapFinding(facts, lost),
          jitterFinding(facts),
          ...columns.map(clippingFinding),
          ...stillFindings(columns),
          standstillFinding(facts, columns),
          unitsFinding(statistics),
          ...columns.map(silenceFinding),
        ].filter((finding): finding is Finding => finding !== null)
  return {
    ok: findings.length === 0,
    measuredRateHz,
    lost,
    ...(jitterMs === undefined ? {} : { jitterMs }),
    ...(lostIsEstimated === true && lost > 0 ? { lostIsEstimated } : {}),
    findings,
  }
}

function rateFinding({ rateHz, measuredRateHz }: TakeFacts): Finding | null {
  if (measuredRateHz === 0 || Math.abs(measuredRateHz / rateHz - 1) <= RATE_TOLERANCE) return null
  return {
    kind: 'rate',
    sentence: `Readings arrive ${measuredRateHz.toFixed(1)} times a second, not ${rateHz.toFixed(1)}.`,
  }
}

function gapFinding({ gaps, rateHz, lostIsEstimated }: TakeFacts, lost: number): Finding | null {
  const first = gaps[0]
  if (!first) return null
  const where = `${(first.afterReading / rateHz).toFixed(2)} s`
  const places = gaps.length === 1 ? `a gap at ${where}` : `${gaps.length} gaps, the first at ${where}`
  const count = `${lostIsEstimated === true ? 'About ' : ''}${lost}`
  return { kind: 'gap', sentence: `${count} reading${lost === 1 ? ' is' : 's are'} missing: ${places}.` }
}

function jitterFinding({ jitterMs = 0, rateHz }: TakeFacts): Finding | null {
  if (jitterMs <= Math.max(LATE_MS, (LATE_PERIODS * 1000) / rateHz)) return null
  return { kind: 'jitter', sentence: `Readings come unevenly: up to ${Math.round(jitterMs)} ms late.` }
}

/** Full scale where it is known from the axis and its greatest value. */
function fullScale({ axis, low, high }: ColumnStatistics): string | null {
  const largest = Math.max(Math.abs(low), Math.abs(high))
  if (isSound(axis)) return largest >= SOUND_TOP ? 'the loudest sound the microphone can tell' : null
  if (isAcceleration(axis)) {
    const inG = axis.unit === 'g' ? largest : largest / GRAVITY
    const range = RANGES_G.find((limit) => Math.abs(inG / limit - 1) < 0.01)
    return range === undefined ? null : `the sensor's ±${range} g`
  }
  return axis.unit === '' && ANALOG_TOPS.includes(high) ? `the highest reading, ${high}` : null
}

function clippingFinding(column: ColumnStatistics): Finding | null {
  if (column.longestAtExtreme < CLIPPED_IN_A_ROW || column.low === column.high) return null
  const top = fullScale(column)
  if (top === null) return null
  const what = isSound(column.axis) ? 'sound' : isAcceleration(column.axis) ? 'motion' : 'signal'
  const sentence = `The line of ${column.axis.name} hits the top: the ${what} is stronger than ${top}.`
  return { kind: 'clipping', sentence }
}

function stillFindings(columns: ColumnStatistics[]): Finding[] {
  const still = columns.filter((column) => column.low === column.high && !isSound(column.axis))
  if (still.length === 0) return []
  if (still.length === columns.length) {
    return [{ kind: 'flat', sentence: 'All lines are flat: the sensor sends the same numbers again and again.' }]
  }
  return still.map(({ axis, low }) => ({
    kind: 'stuck',
    sentence: `${axis.name} always says ${low.toPrecision(3)}: look at its wire.`,
  }))
}

/** The sensor went to sleep in the middle of the take. */
function standstillFinding({ statistics, rateHz }: TakeFacts, columns: ColumnStatistics[]): Finding | null {
  const { row, rows } = statistics.longestStandstill()
  const isWholeTake = columns.every((column) => column.low === column.high)
  if (isWholeTake || rows < Math.max(STANDSTILL_ROWS, STANDSTILL_SECONDS * rateHz)) return null
  const [from, length] = [row / rateHz, rows / rateHz].map((seconds) => seconds.toFixed(1))
  return { kind: 'flat', sentence: `All lines stand still for ${length} s from ${from} s on.` }
}

/** Gravity should read near 9.81 m/s² or near 1 g. */
function unitsFinding(statistics: TakeStatistics): Finding | null {
  const gravity = statistics.gravity()
  if (!gravity) return null
  const { mean, unit } = gravity
  if (unit === 'm/s2' && mean >= 0.7 && mean <= 1.4) {
    return {
      kind: 'units',
      sentence: `Gravity reads ${mean.toFixed(2)}, not 9.81: these numbers are in g, not in m/s².`,
    }
  }
  if (unit === 'g' && mean >= 7 && mean <= 14) {
    return { kind: 'units', sentence: `Gravity reads ${mean.toFixed(2)}, not 1: these numbers are in m/s², not in g.` }
  }
  return null
}

function silenceFinding({ axis, spread }: ColumnStatistics): Finding | null {
  if (!isSound(axis) || spread >= SILENT_SPREAD) return null
  return { kind: 'silence', sentence: `${axis.name} is silent: check that the microphone is on and not muted.` }
}
