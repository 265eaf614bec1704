/** What the mirror holds before the backend has told anything. */
import type { AppState } from '../../shared/model/state.ts'

const step = { state: 'empty', reason: '' } as const

export const emptyAppState: AppState = {
  project: null,
  steps: {
    devices: step,
    record: step,
    dataset: step,
    impulse: step,
    features: step,
    training: step,
    testing: step,
    live: step,
    deploy: step,
  },
  nextStep: { text: 'Open or make a project', page: 'start', action: 'none' },
  model: null,
  devices: [],
  connection: null,
  otherConnections: [],
  motion: null,
  replay: null,
  recording: null,
  plan: {},
  live: false,
  jobs: [],
  problems: [],
}
