import { useClient } from './client.tsx'
import { message } from './messages.ts'
import { useProjectActions } from './project-actions.ts'
import { goTo } from './route.ts'
import { useAppState } from './store.ts'
import { toAppError } from './use-operation.ts'

export interface StartActions {
  tryWithoutBoard: () => void
  haveBoard: () => void
  haveData: () => void
}

/** The three ways in. On Start each makes a project; inside a project it goes on in that project. */
export function useStartActions(insideProject: boolean): StartActions {
  const client = useClient()
  const projects = useProjectActions()
  const connection = useAppState((state) => state.connection)

  async function connectSimulated(): Promise<void> {
    goTo('record')
    try {
      if (!connection) await client.call('devices/connect', { port: 'sim:pico' })
    } catch (error) {
      message(toAppError(error).message, { urgent: true })
    }
  }

  if (insideProject) {
    return {
      tryWithoutBoard: () => void connectSimulated(),
      haveBoard: () => goTo('devices'),
      haveData: () => goTo('dataset'),
    }
  }
  return {
    tryWithoutBoard: () => void projects.create('try', 'My first project', 'record'),
    haveBoard: () => void projects.create('empty', 'My project', 'devices'),
    haveData: () => void projects.create('empty', 'My project', 'dataset'),
  }
}
