import { useEffect } from 'react'
import { useBridge, useConnection } from './client.tsx'
import { serialLog } from './panels/serial-log.ts'
import { fromErrorData } from '../../shared/contract/errors.ts'
import type { Output } from '../../shared/contract/operations.ts'
import { useProjectActions, useProjectError } from './project-actions.ts'
import { forgetActivity, takeAppState, takeSettings } from './store.ts'

/** Keeps the mirror of the backend's picture, the settings and the serial log, also after the engine was restarted. */
export function useMirroring(): void {
  const { client } = useBridge()
  const connection = useConnection()
  useEffect(() => {
    const ends = [
      client.on('state/changed', ({ payload }) => takeAppState(payload)),
      client.on('console/lines', ({ payload }) => serialLog.add(payload.lines)),
    ]
    return () => ends.forEach((end) => end())
  }, [client])
  useEffect(() => {
    if (connection !== 'open') return forgetActivity()
    forgetClosedEngine()
    // Where the engine goes away in between, the bar says so and this runs again.
    client.call('settings/get', {}).then(takeSettings, () => undefined)
    client.call('app/state', {}).then(takeAppState, () => undefined)
    client.call('app/info', {}).then(showStartProblem, () => undefined)
  }, [client, connection])
}

/** What failed only because the engine was gone is over once it is back. */
function forgetClosedEngine(): void {
  if (useProjectError.getState().error?.code === 'bridge/closed') useProjectError.setState({ error: null })
}

function showStartProblem({ startProblem }: Output<'app/info'>): void {
  if (startProblem) useProjectError.setState({ error: fromErrorData(startProblem) })
}

/** Electron: a project file was double-clicked. */
export function useOpenedFiles(): void {
  const { host } = useBridge()
  const { open } = useProjectActions()
  useEffect(() => host?.onOpenFile((path) => void open(path)), [host, open])
}
