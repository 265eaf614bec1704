/** Bars of the jobs that belong to a page, from their second second on. */
import { useEffect, useState } from 'react'
import type { Job } from '../../shared/model/state.ts'
import { Button } from '../components/button.tsx'
import { ProgressBar } from '../components/progress-bar.tsx'
import { useAppState } from './store.ts'
import { jobText } from './job-text.ts'
import { useOperation } from './use-operation.ts'

const SHOWN_AFTER_MS = 1000

export function isOpenJob(job: Job): boolean {
  return job.state === 'queued' || job.state === 'running' || job.state === 'cancelling'
}

export function PageJobs({ page }: { page: string }) {
  const jobs = useAppState((state) => state.jobs)
  const open = jobs.filter((job) => job.page === page && isOpenJob(job))
  const now = useNow(open.length > 0)
  return open
    .filter((job) => now - job.startedAt >= SHOWN_AFTER_MS)
    .map((job) => <JobRow key={job.id} job={job} nowMs={now} />)
}

function JobRow({ job, nowMs }: { job: Job; nowMs: number }) {
  const cancel = useOperation('jobs/cancel')
  return (
    <div className="app-page-job">
      <strong>{job.name}</strong>
      <ProgressBar label={job.name} done={job.done} total={job.total} text={jobText(job, nowMs)} />
      <Button size="small" disabled={job.state === 'cancelling'} onPress={() => void cancel.run({ id: job.id })}>
        {job.state === 'cancelling' ? 'Cancelling' : 'Cancel'}
      </Button>
    </div>
  )
}

/** The time, once every half second while something runs. */
export function useNow(running: boolean): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!running) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [running])
  return now
}
