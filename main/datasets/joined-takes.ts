/**
 * Finds takes of equal length that were written one after the other without a mark, as many recording sketches do: the
 * row counts of all files share a divisor, and at every multiple of it the readings jump.
 */
import type { Recording, RecordingFile } from './read-recordings.ts'

/** A take shorter than this is none. */
const LEAST_READINGS = 20
/** How many times bigger than an ordinary step the jumps must be, in the middle. */
const JUMP = 4
/** Fewer seams prove nothing. */
const LEAST_SEAMS = 4

/** Readings a take, or null where the files are not of that kind. */
export function readingsPerTake(files: readonly RecordingFile[]): number | null {
  const joined = files
    .filter(isCandidate)
    .map((file) => file.recordings[0])
    .filter((one) => one !== undefined)
  if (joined.length === 0) return null
  const common = joined.map(readingsOf).reduce(greatestDivisor)
  const steps = joined.map(stepsOf)
  const ordinary = middle(steps.flatMap((list) => list))
  let best: { readings: number; jump: number } | null = null
  for (const readings of divisors(common)) {
    const seams = steps.flatMap((list) => list.filter((_, index) => (index + 1) % readings === 0))
    if (readings < LEAST_READINGS || seams.length < LEAST_SEAMS) continue
    const jump = middle(seams)
    // Multiples of the true length jump as much; the shortest that jumps is it.
    if (jump > JUMP * ordinary && (!best || readings < best.readings)) best = { readings, jump }
  }
  return best?.readings ?? null
}

/** Cuts a file into its takes; files of another kind come back as they are. */
export function cutTakes(file: RecordingFile, readings: number | null): RecordingFile {
  const [whole] = file.recordings
  if (readings === null || !whole || !isCandidate(file) || readingsOf(whole) % readings !== 0) return file
  const count = readingsOf(whole) / readings
  const step = readings * whole.axes.length
  const recordings = Array.from({ length: count }, (_, index) => ({
    ...whole,
    values: whole.values.slice(index * step, (index + 1) * step),
    metadata: { ...whole.metadata, cut: `take ${index + 1} of ${count}: the readings jump every ${readings} rows` },
  }))
  return { ...file, recordings }
}

function isCandidate(file: RecordingFile): boolean {
  return file.untimed && file.recordings.length === 1 && file.recordings[0]?.gaps.length === 0
}

function readingsOf({ values, axes }: Recording): number {
  return values.length / axes.length
}

/** How far each reading is from the one before, each axis measured by its own deviation. */
function stepsOf(recording: Recording): number[] {
  const { values, axes } = recording
  const width = axes.length
  const steps = Array.from({ length: readingsOf(recording) - 1 }, () => 0)
  for (let axis = 0; axis < width; axis++) {
    const deviation = deviationOf(values, axis, width)
    if (deviation === 0) continue
    for (let row = 1; row <= steps.length; row++) {
      const step = Math.abs(values[row * width + axis]! - values[(row - 1) * width + axis]!)
      steps[row - 1]! += step / deviation
    }
  }
  return steps
}

function deviationOf(values: Float32Array, axis: number, width: number): number {
  let sum = 0
  let squares = 0
  const count = values.length / width
  for (let at = axis; at < values.length; at += width) {
    sum += values[at]!
    squares += values[at]! ** 2
  }
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2))
}

function middle(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b)
}

function divisors(value: number): number[] {
  const found: number[] = []
  for (let divisor = 1; divisor * divisor <= value; divisor++) {
    if (value % divisor === 0) found.push(divisor, value / divisor)
  }
  return [...new Set(found)].sort((a, b) => a - b)
}
