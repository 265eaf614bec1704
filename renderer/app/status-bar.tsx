import { useEffect, useState } from 'react'
import type { Connection } from '../../shared/model/board.ts'
import { Button } from '../components/button.tsx'
import { formatNumberOf, formatScore, formatSize, shortHash } from '../components/format.ts'
import { boardText } from './board-text.ts'
import { jobText } from './job-text.ts'
import { type Message, useMessages } from './messages.ts'
import { isOpenJob, useNow } from './page-jobs.tsx'
import { usePanel } from './panels/panel-state.ts'
import './status-bar.css'
import { useAppState } from './store.ts'
import { useLatestRun } from './use-latest-run.ts'

const SHOWN_MS = 8000

export function StatusBar() {
  const { show } = usePanel()
  const project = useAppState((state) => state.project)
  const connection = useAppState((state) => state.connection)
  const problems = useAppState((state) => state.problems)
  return (
    <footer className="app-status" data-region="status" tabIndex={-1}>
      <span className="app-status__part">{connection ? boardAndRate(connection) : 'No board'}</span>
      <span className="app-status__part">{project ? project.name : 'No project'}</span>
      <ModelPart />
      <JobPart onPress={() => show('jobs')} />
      <span className="app-status__space" />
      <MessageLine />
      <Button kind="quiet" onPress={() => show('problems')}>
        {problems.length === 0 ? 'No problems' : formatNumberOf(problems.length, 'problem')}
      </Button>
      <Button kind="quiet" onPress={() => show('output')}>
        Messages
      </Button>
    </footer>
  )
}

function boardAndRate(connection: Connection): string {
  const rate = connection.measuredRateHz
  return rate === null ? boardText(connection) : `${boardText(connection)}, ${rate.toFixed(1)} Hz`
}

function ModelPart() {
  const run = useLatestRun()
  const model = useAppState((state) => state.model)
  if (!model) return <span className="app-status__part">No model</span>
  const test = run?.test.int8
  const ofValues = test?.mae === undefined ? null : `off by ${formatSize(test.mae)}`
  const score = ofValues ?? (test ? formatScore(test, 'no test samples yet') : '')
  return (
    <span className="app-status__part">
      Model {shortHash(model.modelHash)}
      {score && `: ${score}`}
    </span>
  )
}

function JobPart({ onPress }: { onPress: () => void }) {
  const open = useAppState((state) => state.jobs).filter(isOpenJob)
  const now = useNow(open.length > 0)
  const [job] = open
  if (!job) return null
  const more = open.length > 1 ? ` (${open.length - 1} more)` : ''
  return (
    <Button kind="quiet" onPress={onPress}>
      {job.name}: {jobText(job, now)}
      {more}
    </Button>
  )
}

/** The latest message, for eight seconds; a failure of what was just done is announced at once. */
function MessageLine() {
  const [latest] = useMessages((state) => state.list)
  const shown = useShownMessage(latest)
  return (
    <>
      <span className="app-status__message" role="status" aria-live="polite">
        {shown && !shown.urgent && shown.text}
      </span>
      <span className="app-status__message app-status__message--urgent" aria-live="assertive">
        {shown?.urgent && shown.text}
      </span>
      {shown?.action && (
        <Button kind="quiet" onPress={shown.action.run}>
          {shown.action.label}
        </Button>
      )}
    </>
  )
}

function useShownMessage(latest: Message | undefined): Message | null {
  const [hidden, setHidden] = useState<number | null>(null)
  const at = latest?.at ?? null
  useEffect(() => {
    if (at === null) return
    const timer = setTimeout(() => setHidden(at), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [at])
  return latest && latest.at !== hidden ? latest : null
}
