/** The whole backend behind the bridge, as a page has it, with a home folder and a simulated board of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBackend } from '../../main/backend.ts'
import { createSimulatedPico, type SimulatedPico } from '../../main/virtual/simulated-pico.ts'
import type { Client } from '../../shared/contract/api.ts'
import { connect } from '../../shared/contract/client.ts'
import { createMemoryTransportPair } from '../../shared/contract/memory-transport.ts'
import { serve } from '../../shared/contract/server.ts'
import type { AppState } from '../../shared/model/state.ts'

export interface TestBackend {
  call: Client['call']
  on: Client['on']
  /** Resolves with the first published picture that is right. */
  state(right: (state: AppState) => boolean): Promise<AppState>
  board: SimulatedPico
  folder: string
  path(name: string): string
  close(): Promise<void>
}

/** `hasPage`: as if a page were there that captures sound. */
export async function openTestBackend({ hasPage = false } = {}): Promise<TestBackend> {
  const folder = mkdtempSync(join(tmpdir(), 'tinyml-backend-'))
  const board = createSimulatedPico()
  const backend = await createBackend({
    host: 'cli',
    settingsFile: join(folder, 'settings.json'),
    projectsFolder: join(folder, 'projects'),
    simulated: board,
    hasPage,
  })
  const [near, far] = createMemoryTransportPair()
  serve(backend, far)
  const client = connect(near)
  return {
    call: client.call,
    on: client.on,
    state: (right) =>
      new Promise((resolve) => {
        const end = client.on('state/changed', ({ payload }) => {
          if (!right(payload)) return
          end()
          resolve(payload)
        })
      }),
    board,
    folder,
    path: (name) => join(folder, name),
    async close() {
      client.close()
      await backend.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
