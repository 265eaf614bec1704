/** The strip and the pane below the page: Serial, Jobs, Problems, Output. */
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { Button } from '../../components/button.tsx'
import { HORIZONTAL, rovingIndex } from '../../components/roving.ts'
import { isOpenJob } from '../page-jobs.tsx'
import { Splitter } from '../splitter.tsx'
import { useAppState } from '../store.ts'
import { usePaneSize } from '../use-pane-size.ts'
import { JobsPanel } from './jobs-panel.tsx'
import { OutputPanel } from './output-panel.tsx'
import './panels.css'
import { type PanelTab, usePanel } from './panel-state.ts'
import { ProblemsPanel } from './problems-panel.tsx'
import { SerialPanel } from './serial-panel.tsx'

const TABS: readonly PanelTab[] = ['serial', 'jobs', 'problems', 'output']
const BODIES: Record<PanelTab, () => ReactNode> = {
  serial: () => <SerialPanel />,
  jobs: () => <JobsPanel />,
  problems: () => <ProblemsPanel />,
  output: () => <OutputPanel />,
}
const LEAST_PX = 120

export function BottomPanel() {
  const { open, tab, show, setOpen } = usePanel()
  const [height, resize] = usePaneSize('panel/height', 200)
  const most = Math.max(LEAST_PX, Math.round(innerHeight * 0.6))
  return (
    <>
      {open && (
        <Splitter
          label="Height of the panel"
          orientation="horizontal"
          size={height}
          min={LEAST_PX}
          max={most}
          onResize={resize}
        />
      )}
      <section
        className="app-panel"
        aria-label="Panel"
        data-region="panel"
        style={open ? { height: Math.min(most, height) } : {}}
      >
        <Strip open={open} tab={tab} onShow={show} onToggle={() => setOpen(!open)} />
        {open && (
          <div className="app-panel__body" role="tabpanel" id="panel-body" aria-labelledby={`panel-${tab}`}>
            {BODIES[tab]()}
          </div>
        )}
      </section>
    </>
  )
}

interface StripProps {
  open: boolean
  tab: PanelTab
  onShow: (tab: PanelTab) => void
  onToggle: () => void
}

function Strip({ open, tab, onShow, onToggle }: StripProps) {
  const jobs = useAppState((state) => state.jobs).filter(isOpenJob).length
  const problems = useAppState((state) => state.problems).length
  const list = useRef<HTMLDivElement>(null)
  const titles: Record<PanelTab, string> = {
    serial: 'Serial',
    jobs: jobs > 0 ? `Jobs (${jobs})` : 'Jobs',
    problems: problems > 0 ? `Problems (${problems})` : 'Problems',
    output: 'Output',
  }

  function onKeyDown(event: KeyboardEvent): void {
    const next = rovingIndex(event.key, TABS.indexOf(tab), TABS.length, HORIZONTAL)
    const target = next === null ? undefined : TABS[next]
    if (next === null || !target) return
    event.preventDefault()
    onShow(target)
    list.current?.querySelectorAll('button')[next]?.focus()
  }

  return (
    <div className="app-panel__strip">
      <div role="tablist" aria-label="Panel" ref={list} onKeyDown={onKeyDown}>
        {TABS.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`panel-${one}`}
            className="app-panel__tab"
            aria-selected={open && one === tab}
            aria-controls={open ? 'panel-body' : undefined}
            tabIndex={one === tab ? 0 : -1}
            onClick={() => (open && one === tab ? onToggle() : onShow(one))}
          >
            {titles[one]}
          </button>
        ))}
      </div>
      <span className="app-panel__space" />
      <Button
        kind="quiet"
        size="small"
        icon={open ? 'down' : 'up'}
        aria-label={open ? 'Close the panel' : 'Open the panel'}
        shortcut="F9"
        onPress={onToggle}
      />
    </div>
  )
}
