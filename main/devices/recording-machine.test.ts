import { describe, expect, it } from 'vitest'
import {
  type RecordingAction,
  type RecordingEvent,
  type RecordingPlan,
  recordingStep,
  startRecording,
} from './recording-machine.ts'

const plan: RecordingPlan = { labels: ['wave'], rowsPerTake: 100, countdownMs: 3000, restMs: 1000, trigger: 'none' }

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
    done: all.map(word),
    phase: state.phase,
  }
}

function word(action: RecordingAction): string {
  if (action.do === 'keep') return `keep ${action.rows}-${action.lost}`
  return 'label' in action ? `${action.do} ${action.label}` : action.do
}

const rows = (count: number, lost = 0): RecordingEvent => ({ type: 'rows', rows: count, lost })
const label = (name: string): RecordingEvent => ({ type: 'label', label: name })
const time = (ms: number): RecordingEvent => ({ type: 'time', ms })

describe('recording machine', () => {
  const table: [string, Partial<RecordingPlan>, RecordingEvent[], string[], string][] = [
    ['ignores rows while counting down', {}, [rows(50), time(2000)], [], 'countdown'],
    ['begins when the countdown is over', {}, [time(2999), time(1)], ['begin-take wave'], 'recording'],
    ['begins at once without a countdown', { countdownMs: 0 }, [], ['begin-take wave'], 'recording'],
    [
      'keeps exactly the rows of a take',
      { countdownMs: 0 },
      [rows(60), rows(60)],
      ['begin-take wave', 'keep 60-0', 'keep 40-0', 'finish-take'],
      'finished',
    ],
    [
      'counts missing rows as time',
      { countdownMs: 0 },
      [rows(60), rows(30, 20)],
      ['begin-take wave', 'keep 60-0', 'keep 20-20', 'finish-take'],
      'finished',
    ],
    [
      'ends a take in a long gap',
      { countdownMs: 0 },
      [rows(10), rows(5, 500)],
      ['begin-take wave', 'keep 10-0', 'keep 0-90', 'finish-take'],
      'finished',
    ],
    [
      'keeps what came when stopped',
      { countdownMs: 0 },
      [rows(10), { type: 'stop' }, rows(10)],
      ['begin-take wave', 'keep 10-0', 'finish-take'],
      'finished',
    ],
    [
      'keeps what came when unplugged',
      { countdownMs: 0 },
      [rows(10), { type: 'unplugged' }],
      ['begin-take wave', 'keep 10-0', 'finish-take'],
      'finished',
    ],
    ['saves nothing when stopped while counting down', {}, [time(500), { type: 'stop' }], [], 'finished'],
    [
      'rests between takes',
      { countdownMs: 0, labels: ['wave', 'wave'] },
      [rows(100), rows(30), time(1000), rows(100)],
      ['begin-take wave', 'keep 100-0', 'finish-take', 'begin-take wave', 'keep 100-0', 'finish-take'],
      'finished',
    ],
    [
      'walks a plan of labels',
      { countdownMs: 0, labels: ['wave', 'nod'] },
      [rows(100), time(1000), rows(100)],
      ['begin-take wave', 'keep 100-0', 'finish-take', 'begin-take nod', 'keep 100-0', 'finish-take'],
      'finished',
    ],
    [
      'goes on until it is stopped',
      { countdownMs: 0, rowsPerTake: null },
      [rows(5000), rows(5000, 3), { type: 'stop' }],
      ['begin-take wave', 'keep 5000-0', 'keep 5000-3', 'finish-take'],
      'finished',
    ],
    [
      'switches the label in the middle of a take, which keeps its length',
      { countdownMs: 0 },
      [rows(30), label('nod'), rows(30), label('nod'), label('rest'), rows(60)],
      [
        'begin-take wave',
        'keep 30-0',
        'switch-label nod',
        'keep 30-0',
        'switch-label rest',
        'keep 40-0',
        'finish-take',
      ],
      'finished',
    ],
    [
      'takes the label chosen while counting down, for this take only',
      { labels: ['wave', 'wave'], restMs: 0 },
      [time(1000), label('nod'), time(2000), rows(100)],
      ['begin-take nod', 'keep 100-0', 'finish-take', 'begin-take wave'],
      'recording',
    ],
    [
      'waits for its trigger, however long, and keeps nothing from before',
      { countdownMs: 0, trigger: 'key' },
      [rows(500), time(60_000), { type: 'trigger' }, rows(100)],
      ['begin-take wave', 'keep 100-0', 'finish-take'],
      'finished',
    ],
    ['hears no trigger while counting down', { trigger: 'key' }, [time(10), { type: 'trigger' }], [], 'countdown'],
    [
      'waits again before the next take',
      { countdownMs: 0, restMs: 10, trigger: 'board', labels: ['wave', 'nod'] },
      [{ type: 'trigger' }, rows(100), time(10)],
      ['begin-take wave', 'keep 100-0', 'finish-take'],
      'waiting',
    ],
    [
      'ends a take without an end by the same key, and only that one',
      { countdownMs: 0, restMs: 0, trigger: 'key', rowsPerTake: null, labels: ['wave', 'nod'] },
      [{ type: 'trigger' }, rows(70), { type: 'trigger' }, { type: 'trigger' }, rows(5)],
      ['begin-take wave', 'keep 70-0', 'finish-take', 'begin-take nod', 'keep 5-0'],
      'recording',
    ],
    [
      'is not cut short by a second press where the length is fixed',
      { countdownMs: 0, trigger: 'key' },
      [{ type: 'trigger' }, rows(70), { type: 'trigger' }, rows(30)],
      ['begin-take wave', 'keep 70-0', 'keep 30-0', 'finish-take'],
      'finished',
    ],
    [
      'saves nothing when stopped while waiting',
      { countdownMs: 0, trigger: 'level' },
      [{ type: 'stop' }, { type: 'trigger' }],
      [],
      'finished',
    ],
  ]
  it.each(table)('%s', (_name, changes, events, done, phase) => {
    expect(play(changes, events)).toEqual({ done, phase })
  })
})
