/** What stands under the header when something concerns the whole window. */
import { useState } from 'react'
import { ErrorAlert, Alert } from '../components/alert.tsx'
import { Button } from '../components/button.tsx'
import './bars.css'
import { useBridge, useConnection } from './client.tsx'
import { useProjectError } from './project-actions.ts'
import { useAppState } from './store.ts'

export function Bars() {
  return (
    <>
      <EngineBar />
      <ProjectErrorBar />
      <NoticeBar />
    </>
  )
}

function EngineBar() {
  const { restart, host } = useBridge()
  const connection = useConnection()
  const [trying, setTrying] = useState(false)
  if (connection !== 'closed') return null
  return (
    <div className="app-bar app-bar--problem" role="alert">
      <span>
        The engine stopped. Your data are safe.
        {!host && ' If this does not help, start the workbench again; this page then goes on by itself.'}
      </span>
      <Button
        disabled={trying}
        onPress={() => {
          setTrying(true)
          // A try that fails leaves this bar as it is.
          void restart().finally(() => setTrying(false))
        }}
      >
        Restart it
      </Button>
    </div>
  )
}

function ProjectErrorBar() {
  const error = useProjectError((state) => state.error)
  if (!error) return null
  const close = (): void => useProjectError.setState({ error: null })
  return (
    <div className="app-bar app-bar--soft">
      <ErrorAlert error={error} action={<Button onPress={close}>Close</Button>} />
    </div>
  )
}

/** Told once after opening, for example what was rescued after a crash. */
function NoticeBar() {
  const notice = useAppState((state) => state.project?.notice ?? null)
  const [closed, setClosed] = useState<string | null>(null)
  if (notice === null || notice === closed) return null
  return (
    <div className="app-bar app-bar--info">
      <Alert kind="info" action={<Button onPress={() => setClosed(notice)}>Close</Button>}>
        <p>{notice}</p>
      </Alert>
    </div>
  )
}
