import { describe, expect, it } from 'vitest'
import { type RecordingEvent, type RecordingPlan, recordingStep, startRecording } from './recording-machine.ts'

const plan: RecordingPlan = { takes: 1, rowsPerTake: 100, countdownMs: 3000, restMs: 1000 }

/** Plays the events and lists what is done, as short words. */
function play(changes: Partial<RecordingPlan>, events: RecordingEvent[]): { done: string[]; phase: string } {
  const used = { ...plan, ...changes }
  let { state, actions } = startRecording(used)
  const all = [...actions]
  for (const event of events) {
    ;({ state, actions } = recordingStep(used, state, event))
    all.push(...actions)
  }
  return {
    done: all.map((action) => (action.do === 'keep' ? `keep ${action.rows}-${action.lost}` : action.do)),
    phase: state.phase,
  }
}

const rows = (count: number, lost = 0): RecordingEvent => ({ type: 'rows', rows: count, lost })
const time = (ms: number): RecordingEvent => ({ type: 'time', ms })

describe('recording machine', () => {
  const table: [string, Partial<RecordingPlan>, RecordingEvent[], string[], string][] = [
    ['ignores rows while counting down', {}, [rows(50), time(2000)], [], 'countdown'],
    ['begins when the countdown is over', {}, [time(2999), time(1)], ['begin-take'], 'recording'],
    ['begins at once without a countdown', { countdownMs: 0 }, [], ['begin-take'], 'recording'],
    [
      'keeps exactly the rows of a take',
      { countdownMs: 0 },
      [rows(60), rows(60)],
      ['begin-take', 'keep 60-0', 'keep 40-0', 'finish-take'],
      'finished',
    ],
    [
      'counts missing rows as time',
      { countdownMs: 0 },
      [rows(60), rows(30, 20)],
      ['begin-take', 'keep 60-0', 'keep 20-20', 'finish-take'],
      'finished',
    ],
    [
      'ends a take in a long gap',
      { countdownMs: 0 },
      [rows(10), rows(5, 500)],
      ['begin-take', 'keep 10-0', 'keep 0-90', 'finish-take'],
      'finished',
    ],
    [
      'keeps what came when stopped',
      { countdownMs: 0 },
      [rows(10), { type: 'stop' }, rows(10)],
      ['begin-take', 'keep 10-0', 'finish-take'],
      'finished',
    ],
    [
      'keeps what came when unplugged',
      { countdownMs: 0 },
      [rows(10), { type: 'unplugged' }],
      ['begin-take', 'keep 10-0', 'finish-take'],
      'finished',
    ],
    ['saves nothing when stopped while counting down', {}, [time(500), { type: 'stop' }], [], 'finished'],
    [
      'rests between takes',
      { countdownMs: 0, takes: 2 },
      [rows(100), rows(30), time(1000), rows(100)],
      ['begin-take', 'keep 100-0', 'finish-take', 'begin-take', 'keep 100-0', 'finish-take'],
      'finished',
    ],
  ]
  it.each(table)('%s', (_name, changes, events, done, phase) => {
    expect(play(changes, events)).toEqual({ done, phase })
  })
})
