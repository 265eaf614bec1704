/** Recording from a board that sends lines of text: nothing counts its readings, so what is missing is estimated. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createComputer } from '../../test/support/computer.ts'
import { momentTimes, strayMs } from '../../shared/model/moments.ts'
import type { BoardPort } from './board-port.ts'
import { createProject, type ProjectFile } from '../project/project-file.ts'
import { type TestFolder, testFolder } from '../project/test-support.ts'
import { createRecorder, type RecordingRequest } from './recorder.ts'

const request: RecordingRequest = {
  labels: ['rest'],
  seconds: 1.5,
  countdownMs: 0,
  restMs: 0,
  trigger: { by: 'none' },
  split: 'train',
  session: 'one',
  metadata: {},
}

let folder: TestFolder
let project: ProjectFile
let computer: ReturnType<typeof createComputer>
/** What happens to the bytes on their way. */
let line: 'open' | 'lost' | 'held' = 'open'

/** Loses bytes, or holds them up and lets them out all at once. */
function badCable(port: BoardPort): BoardPort {
  return {
    ...port,
    onData(listener) {
      let held: Uint8Array[] = []
      return port.onData((bytes) => {
        if (line === 'lost') return
        held.push(bytes)
        if (line === 'held') return
        const arrived = held
        held = []
        arrived.forEach(listener)
      })
    },
  }
}

beforeEach(async () => {
  folder = testFolder()
  project = createProject(folder.path('a.tinyml'), 'Text')
  line = 'open'
  computer = createComputer(badCable)
  vi.useFakeTimers()
  computer.plug('/dev/ttyACM0')
  const connecting = computer.devices.connect('/dev/ttyACM0')
  await vi.advanceTimersByTimeAsync(20_000)
  await connecting
})
afterEach(async () => {
  await computer.devices.close()
  vi.useRealTimers()
  computer.unplug()
  project.close()
  folder.remove()
})

/** Records, and lets the cable be so for 300 ms in the middle. */
async function recordWith(cable: typeof line) {
  let begun = false
  const recording = createRecorder(computer.devices).record(project, request, (state) => {
    if (begun || !state || state.elapsedMs < 400) return
    begun = true
    line = cable
    setTimeout(() => (line = 'open'), 300)
  })
  await vi.advanceTimersByTimeAsync(5000)
  const result = await recording
  return { ...result, sample: project.sample(result.sampleIds[0] ?? 0) }
}

describe('a board that sends text', () => {
  it('loses readings that are estimated, stored as a gap, and said', async () => {
    const { lost, health, sample } = await recordWith('lost')
    expect(lost).toBeGreaterThanOrEqual(28)
    expect(lost).toBeLessThanOrEqual(32)
    expect(health).toMatchObject({ ok: false, lost, lostIsEstimated: true })
    expect(health.findings.find(({ kind }) => kind === 'gap')?.sentence).toMatch(/^About \d+ readings are missing/)
    expect(sample.gaps.reduce((sum, gap) => sum + gap.readings, 0)).toBe(lost)
    const largest = sample.gaps.reduce((most, gap) => (gap.readings > most.readings ? gap : most))
    expect(largest.afterReading).toBeGreaterThanOrEqual(39)
    expect(largest.afterReading).toBeLessThanOrEqual(45)
    // The readings go on counting: what the board sent itself shows what was lost.
    const values = project.values(sample.id)
    const jumps = Array.from({ length: sample.readings - 1 }, (_, row) => values[row * 3 + 3]! - values[row * 3]! - 1)
    expect(Math.abs(jumps.reduce((sum, jump) => sum + jump, 0) - lost)).toBeLessThanOrEqual(2)
  })

  it('is flagged for its pace, but misses nothing, where readings were only held up', async () => {
    const { health, sample } = await recordWith('held')
    expect(health.findings.map(({ kind }) => kind)).toContain('jitter')
    const values = project.values(sample.id)
    const jumps = Array.from({ length: sample.readings - 1 }, (_, row) => values[row * 3 + 3]! - values[row * 3]! - 1)
    expect(jumps.every((jump) => jump === 0)).toBe(true)
    expect(health.lost).toBe(0)
  })

  it('keeps the times at which its readings came: a pause is where it was', async () => {
    const { sample } = await recordWith('held')
    const moments = project.moments(sample.id)
    const times = momentTimes(moments, sample.rateHz, sample.readings)
    const waits = [...times].slice(1).map((ms, row) => ms - times[row]!)
    expect(Math.max(...waits)).toBeGreaterThan(250)
    expect(waits.every((wait) => wait >= 0)).toBe(true)
    const pause = times[waits.indexOf(Math.max(...waits))]!
    expect(pause).toBeGreaterThan(350)
    expect(pause).toBeLessThan(500)
    expect(strayMs(moments, sample.gaps)).toBeGreaterThan(100)
  })
})
