/** Icon and word for the state of a step; the same pair stands in the rail, in page heads and in tables. */
import type { Step } from '../../shared/model/state.ts'
import { classNames } from './class-names.ts'
import './state-badge.css'

const MARKS = { empty: '○', ready: '✓', stale: '↻', running: '▸', problem: '!' } as const
const WORDS = {
  empty: 'empty',
  ready: 'ready',
  stale: 'out of date',
  running: 'running',
  problem: 'problem',
} as const

export function stateMark(state: Step['state']): string {
  return MARKS[state]
}

/** "running 40 %", "out of date". */
export function stateWord(step: Pick<Step, 'state' | 'percent'>): string {
  const word = WORDS[step.state]
  return step.state === 'running' && step.percent !== undefined ? `${word} ${Math.round(step.percent)} %` : word
}

interface Props {
  step: Pick<Step, 'state' | 'percent'> & { reason?: string }
}

export function StateBadge({ step }: Props) {
  return (
    <span className={classNames('ui-badge', `ui-badge--${step.state}`)} title={step.reason || undefined}>
      <span aria-hidden="true">{stateMark(step.state)}</span>
      {stateWord(step)}
    </span>
  )
}

/** A short tag such as "simulated" or "est.". */
export function Tag({ children, kind }: { children: string; kind?: 'info' | 'ready' | 'stale' | 'problem' }) {
  return <span className={classNames('ui-badge', kind && `ui-badge--${kind}`)}>{children}</span>
}
