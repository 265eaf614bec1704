/** The read-only mirror of the backend's small picture, and the person's settings. Pages select what they show. */
import { create } from 'zustand'
import { type AppState, type Settings, settingsSchema } from '../../shared/model/state.ts'
import type { BridgeClient } from '../ipc/bridge.ts'
import { emptyAppState } from './empty-state.ts'
import { share } from './structural-share.ts'

const useMirror = create<{ state: AppState; loaded: boolean }>(() => ({ state: emptyAppState, loaded: false }))
const useSettingsStore = create<Settings>(() => settingsSchema.parse({}))

/** Select an existing part (`(state) => state.steps.training`), so that the page is drawn only when that part changes. */
export function useAppState<T>(selector: (state: AppState) => T): T {
  return useMirror((mirror) => selector(mirror.state))
}

/** For commands outside of components. */
export function currentAppState(): AppState {
  return useMirror.getState().state
}

export function useLoaded(): boolean {
  return useMirror((mirror) => mirror.loaded)
}

export function takeAppState(state: AppState): void {
  useMirror.setState((mirror) => ({ state: share(mirror.state, state), loaded: true }))
}

/** The engine is gone: what it was doing is not going on. What is in the project file stays shown. */
export function forgetActivity(): void {
  useMirror.setState(({ state, loaded }) => ({
    state: { ...state, connection: null, motion: null, replay: null, recording: null, live: false, jobs: [] },
    loaded,
  }))
}

export function useSettings<T>(selector: (settings: Settings) => T): T {
  return useSettingsStore(selector)
}

export function currentSettings(): Settings {
  return useSettingsStore.getState()
}

export function takeSettings(settings: Settings): void {
  useSettingsStore.setState((before) => share(before, settings), true)
}

/** Shown at once, kept by the backend. */
export async function changeSettings(client: BridgeClient, changes: Partial<Settings>): Promise<void> {
  const before = currentSettings()
  takeSettings({ ...before, ...changes, layout: { ...before.layout, ...changes.layout } })
  await client.call('settings/set', changes)
}
