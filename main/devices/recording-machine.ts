/** The flow of a recording as a pure state machine: countdown, take, rest, next take. Time and rows come in as events. */

export interface RecordingPlan {
  takes: number
  rowsPerTake: number
  countdownMs: number
  restMs: number
}

export type RecordingState =
  | { phase: 'countdown' | 'resting'; take: number; leftMs: number }
  | { phase: 'recording'; take: number; rows: number }
  | { phase: 'finished'; take: number }

export type RecordingEvent =
  | { type: 'time'; ms: number }
  /** Rows arrived, with `lost` rows missing before them. */
  | { type: 'rows'; rows: number; lost: number }
  | { type: 'stop' }
  | { type: 'unplugged' }

export type RecordingAction =
  | { do: 'begin-take' }
  /** Keep the first `rows` of the batch; the rest belongs to no take. */
  | { do: 'keep'; rows: number; lost: number }
  | { do: 'finish-take' }

export interface Transition {
  state: RecordingState
  actions: RecordingAction[]
}

export function startRecording(plan: RecordingPlan): Transition {
  return enter({ phase: 'countdown', take: 1, leftMs: plan.countdownMs }, [])
}

/** A wait that is over at once is a take that begins. */
function enter(state: RecordingState, actions: RecordingAction[]): Transition {
  if ((state.phase === 'countdown' || state.phase === 'resting') && state.leftMs <= 0) {
    return { state: { phase: 'recording', take: state.take, rows: 0 }, actions: [...actions, { do: 'begin-take' }] }
  }
  return { state, actions }
}

export function recordingStep(plan: RecordingPlan, state: RecordingState, event: RecordingEvent): Transition {
  if (state.phase === 'finished') return { state, actions: [] }
  if (state.phase === 'recording') return whileRecording(plan, state, event)
  if (event.type === 'time') return enter({ ...state, leftMs: state.leftMs - event.ms }, [])
  if (event.type === 'rows') return { state, actions: [] }
  return { state: { phase: 'finished', take: state.take }, actions: [] }
}

function whileRecording(
  plan: RecordingPlan,
  state: Extract<RecordingState, { phase: 'recording' }>,
  event: RecordingEvent,
): Transition {
  if (event.type === 'time') return { state, actions: [] }
  if (event.type !== 'rows') {
    return { state: { phase: 'finished', take: state.take }, actions: [{ do: 'finish-take' }] }
  }
  const left = plan.rowsPerTake - state.rows
  const lost = Math.min(event.lost, left)
  const kept = Math.min(event.rows, left - lost)
  const rows = state.rows + lost + kept
  const keep: RecordingAction = { do: 'keep', rows: kept, lost }
  if (rows < plan.rowsPerTake) return { state: { ...state, rows }, actions: [keep] }
  const actions: RecordingAction[] = [keep, { do: 'finish-take' }]
  if (state.take >= plan.takes) return { state: { phase: 'finished', take: state.take }, actions }
  return enter({ phase: 'resting', take: state.take + 1, leftMs: plan.restMs }, actions)
}
