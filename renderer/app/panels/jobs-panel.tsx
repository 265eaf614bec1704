/** What is running, how long, and stop it; finished ones of this sitting below. */
import type { Job } from '../../../shared/model/state.ts'
import { Button } from '../../components/button.tsx'
import { formatSeconds } from '../../components/format.ts'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { jobSeconds, jobText, jobWord } from '../job-text.ts'
import { isOpenJob, useNow } from '../page-jobs.tsx'
import { useAppState } from '../store.ts'
import { useOperation } from '../use-operation.ts'

export function JobsPanel() {
  const jobs = useAppState((state) => state.jobs)
  const open = jobs.filter(isOpenJob)
  const finished = jobs.filter((job) => !isOpenJob(job)).reverse()
  const now = useNow(open.length > 0)
  if (jobs.length === 0) return <p className="panel-empty">Nothing is running.</p>
  return (
    <ul className="panel-list" aria-label="Jobs">
      {[...open, ...finished].map((job) => (
        <JobRow key={job.id} job={job} nowMs={now} />
      ))}
    </ul>
  )
}

function JobRow({ job, nowMs }: { job: Job; nowMs: number }) {
  const cancel = useOperation('jobs/cancel')
  const open = isOpenJob(job)
  return (
    <li className="panel-row">
      <strong>{job.name}</strong>
      {open ? (
        <ProgressBar label={job.name} done={job.done} total={job.total} text={jobText(job, nowMs)} />
      ) : (
        <span className="panel-row__main">
          {jobWord(job.state)}
          {job.result && `: ${job.result}`}
        </span>
      )}
      <span className="ui-muted">{formatSeconds(jobSeconds(job, nowMs))}</span>
      {open ? (
        <Button size="small" disabled={job.state === 'cancelling'} onPress={() => void cancel.run({ id: job.id })}>
          {job.state === 'cancelling' ? 'Cancelling' : 'Cancel'}
        </Button>
      ) : (
        <a href={`#/${job.page}`}>Show</a>
      )}
    </li>
  )
}
