/**
 * The flow of a recording as a pure state machine: countdown, waiting for a trigger, take, rest, next take. Time, rows
 * and presses come in as events.
 */
import type { RecordingTrigger } from '../../shared/model/recording.ts'

export interface RecordingPlan {
  /** The label of each take, in order; at least one. */
  labels: readonly string[]
  /** null: until stopped. */
  rowsPerTake: number | null
  countdownMs: number
  restMs: number
  /** What begins a take once the countdown is over. */
  trigger: RecordingTrigger['by']
}

export type RecordingState =
  | { phase: 'countdown' | 'resting'; take: number; label: string; leftMs: number }
  | { phase: 'waiting' | 'finished'; take: number; label: string }
  | { phase: 'recording'; take: number; label: string; rows: number }

export type RecordingEvent =
  | { type: 'time'; ms: number }
  /** Rows arrived, with `lost` rows missing before them. */
  | { type: 'rows'; rows: number; lost: number }
  | { type: 'trigger' }
  /** A person switches the label: of the take to come, or of what follows in the take that runs. */
  | { type: 'label'; label: string }
  | { type: 'stop' }
  | { type: 'unplugged' }

export type RecordingAction =
  | { do: 'begin-take'; label: string }
  /** Keep the first `rows` of the batch; the rest belongs to no take. */
  | { do: 'keep'; rows: number; lost: number }
  /** What follows is a sample of its own, without a gap. */
  | { do: 'switch-label'; label: string }
  | { do: 'finish-take' }

export interface Transition {
  state: RecordingState
  actions: RecordingAction[]
}

export function startRecording(plan: RecordingPlan): Transition {
  return enter(plan, { phase: 'countdown', take: 1, label: plan.labels[0] ?? '', leftMs: plan.countdownMs }, [])
}

/** A wait that is over at once is a take that begins, or a board that listens for its trigger. */
function enter(plan: RecordingPlan, state: RecordingState, actions: RecordingAction[]): Transition {
  const isOver = (state.phase === 'countdown' || state.phase === 'resting') && state.leftMs <= 0
  if (!isOver) return { state, actions }
  const { take, label } = state
  if (plan.trigger !== 'none') return { state: { phase: 'waiting', take, label }, actions }
  return begin(take, label, actions)
}

function begin(take: number, label: string, actions: RecordingAction[]): Transition {
  return { state: { phase: 'recording', take, label, rows: 0 }, actions: [...actions, { do: 'begin-take', label }] }
}

export function recordingStep(plan: RecordingPlan, state: RecordingState, event: RecordingEvent): Transition {
  if (state.phase === 'finished') return { state, actions: [] }
  if (state.phase === 'recording') return whileRecording(plan, state, event)
  switch (event.type) {
    case 'time':
      return 'leftMs' in state ? enter(plan, { ...state, leftMs: state.leftMs - event.ms }, []) : { state, actions: [] }
    case 'rows':
      return { state, actions: [] }
    case 'trigger':
      return state.phase === 'waiting' ? begin(state.take, state.label, []) : { state, actions: [] }
    case 'label':
      return { state: { ...state, label: event.label }, actions: [] }
    case 'stop':
    case 'unplugged':
      return { state: { phase: 'finished', take: state.take, label: state.label }, actions: [] }
  }
}

type Taking = Extract<RecordingState, { phase: 'recording' }>

function whileRecording(plan: RecordingPlan, state: Taking, event: RecordingEvent): Transition {
  switch (event.type) {
    case 'time':
      return { state, actions: [] }
    case 'rows':
      return takeRows(plan, state, event)
    case 'label': {
      if (event.label === state.label) return { state, actions: [] }
      return { state: { ...state, label: event.label }, actions: [{ do: 'switch-label', label: event.label }] }
    }
    case 'trigger':
      // A take without an end is ended as it was begun.
      return plan.rowsPerTake === null && plan.trigger !== 'level'
        ? next(plan, state, [{ do: 'finish-take' }])
        : { state, actions: [] }
    case 'stop':
    case 'unplugged':
      return {
        state: { phase: 'finished', take: state.take, label: state.label },
        actions: [{ do: 'finish-take' }],
      }
  }
}

function takeRows(plan: RecordingPlan, state: Taking, event: { rows: number; lost: number }): Transition {
  const left = plan.rowsPerTake === null ? Number.POSITIVE_INFINITY : plan.rowsPerTake - state.rows
  const lost = Math.min(event.lost, left)
  const kept = Math.min(event.rows, left - lost)
  const keep: RecordingAction = { do: 'keep', rows: kept, lost }
  if (lost + kept < left) return { state: { ...state, rows: state.rows + lost + kept }, actions: [keep] }
  return next(plan, state, [keep, { do: 'finish-take' }])
}

function next(plan: RecordingPlan, { take, label }: Taking, actions: RecordingAction[]): Transition {
  if (take >= plan.labels.length) return { state: { phase: 'finished', take, label }, actions }
  const following = plan.labels[take] ?? label
  return enter(plan, { phase: 'resting', take: take + 1, label: following, leftMs: plan.restMs }, actions)
}
