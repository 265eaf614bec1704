/** What the frame can do, by the names of keys.ts. A command answers false where it leaves the key to the browser. */
import { useMemo } from 'react'
import type { BridgeClient } from '../ipc/bridge.ts'
import { useClient } from './client.tsx'
import type { CommandId } from './keys.ts'
import { useLayout } from './layout.ts'
import { message } from './messages.ts'
import { type Overlay, useOverlay } from './overlay.ts'
import { pressPrimary } from './page-primary.ts'
import { goToProblem } from './problem-walk.ts'
import { type ProjectActions, useProjectActions } from './project-actions.ts'
import { cycleRegion } from './regions.ts'
import { goTo } from './route.ts'
import { currentAppState } from './store.ts'
import { toAppError } from './use-operation.ts'

export type Commands = Record<CommandId, () => void | false>

async function undo(client: BridgeClient): Promise<void> {
  const { undone } = await client.call('project/undo', {})
  message(undone ? `Undid: ${undone}` : 'Nothing to undo.')
}

async function redo(client: BridgeClient): Promise<void> {
  const { redone } = await client.call('project/redo', {})
  message(redone ? `Did again: ${redone}` : 'Nothing to do again.')
}

function inPlace(work: Promise<void>): void {
  work.catch((error: unknown) => message(toAppError(error).message, { urgent: true }))
}

function findOnPage(): void | false {
  const field = document.querySelector<HTMLInputElement>('main input[type="search"]')
  if (!field) return false
  field.focus()
  field.select()
}

function tellSaved(): void {
  const { project } = currentAppState()
  message(project ? 'Everything is saved.' : 'No project is open.')
}

interface Doing {
  client: BridgeClient
  projects: ProjectActions
  show: (overlay: Overlay) => void
  toggleRail: () => void
  togglePanel: () => void
}

function commandsOf({ client, projects, show, toggleRail, togglePanel }: Doing): Commands {
  return {
    search: () => show('search'),
    primary: () => pressPrimary(),
    'go-to': () => show('go-to'),
    'next-region': () => (cycleRegion(1) ? undefined : false),
    'previous-region': () => (cycleRegion(-1) ? undefined : false),
    rail: toggleRail,
    panel: togglePanel,
    settings: () => goTo('settings'),
    undo: () => inPlace(undo(client)),
    redo: () => inPlace(redo(client)),
    open: () => void projects.chooseAndOpen(),
    save: tellSaved,
    find: findOnPage,
    'find-project': () => show('search'),
    'next-problem': () => goToProblem(1),
    'previous-problem': () => goToProblem(-1),
    keys: () => show('keys'),
  }
}

export function useCommands(): Commands {
  const client = useClient()
  const projects = useProjectActions()
  const show = useOverlay((state) => state.show)
  const [railOpen, setRailOpen] = useLayout('rail/open', true)
  const [panelOpen, setPanelOpen] = useLayout('panel/open', false)
  return useMemo(
    () =>
      commandsOf({
        client,
        projects,
        show,
        toggleRail: () => setRailOpen(!railOpen),
        togglePanel: () => setPanelOpen(!panelOpen),
      }),
    [client, projects, show, railOpen, setRailOpen, panelOpen, setPanelOpen],
  )
}
