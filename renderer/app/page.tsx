/** The frame of every page: head with title, purpose, state and the one primary button; running jobs; work; inspector. */
import { type ReactNode, useEffect, useRef } from 'react'
import type { Step } from '../../shared/model/state.ts'
import { Button } from '../components/button.tsx'
import { classNames } from '../components/class-names.ts'
import { StateBadge } from '../components/state-badge.tsx'
import { Inspector } from './inspector.tsx'
import './page.css'
import { PageJobs } from './page-jobs.tsx'
import { offerPrimary, type Primary, withdrawPrimary } from './page-primary.ts'
import { useAddress } from './route.ts'
import { useScrollMemory } from './use-scroll-memory.ts'

interface Props {
  title: string
  /** One sentence. */
  purpose: string
  badge?: Step | undefined
  /** Beside the title, for example the tag "simulated". */
  extra?: ReactNode
  primary?: Primary | undefined
  /** Other buttons of the head, left of the primary one. */
  actions?: ReactNode
  inspector?: ReactNode
  /** Work without padding, for pages that fill it themselves. */
  flush?: boolean
  children: ReactNode
}

export function Page({ title, purpose, badge, extra, primary, actions, inspector, flush, children }: Props) {
  const address = useAddress()
  const work = useRef<HTMLDivElement>(null)
  const headPrimary = primary?.ownButton ? undefined : primary
  useEffect(() => {
    offerPrimary(address, primary ?? null)
  }, [address, primary])
  useEffect(() => withdrawPrimary, [])
  useEffect(() => {
    document.title = `${title} · TinyML Workbench`
  }, [title])
  useScrollMemory(work, address)
  return (
    <>
      <main className="app-main" id="page" data-region="main" tabIndex={-1}>
        <div className="app-page-head">
          <h1>{title}</h1>
          {extra}
          {badge && <StateBadge step={badge} />}
          <p className="app-page-head__purpose" title={purpose}>
            {purpose}
          </p>
          {actions}
          {headPrimary?.disabled && headPrimary.reason && (
            <span className="app-page-head__reason" id="primary-reason" title={primary?.reason}>
              {headPrimary.reason}
            </span>
          )}
          {headPrimary && (
            <Button
              kind="primary"
              shortcut="Control+Enter"
              disabled={headPrimary.disabled === true}
              aria-label={headPrimary.name}
              aria-describedby={headPrimary.disabled && headPrimary.reason ? 'primary-reason' : undefined}
              onPress={headPrimary.onPress}
            >
              {headPrimary.label}
            </Button>
          )}
        </div>
        <PageJobs page={address} />
        <div className={classNames('app-work', flush && 'app-work--flush')} ref={work}>
          {children}
        </div>
      </main>
      {inspector && <Inspector>{inspector}</Inspector>}
    </>
  )
}
