/** The three ways from nothing to a project; on Start, and again inside an empty project. */
import { useId } from 'react'
import './start-cards.css'
import { type StartActions, useStartActions } from './use-start-actions.ts'

interface Way {
  title: string
  sentence: string
  minutes: string
  action: keyof StartActions
  /** Line drawing on a 80 × 40 grid. */
  drawing: string
}

const WAYS: readonly Way[] = [
  {
    title: 'Try without a board',
    sentence: 'A simulated hand moves a simulated board. Record it, train, and watch it work.',
    minutes: 'about 3 minutes',
    action: 'tryWithoutBoard',
    drawing: 'M2 20h8l5-12 8 24 8-24 8 24 5-12h8M58 8h18v24H58zM62 14h10M62 20h10M62 26h6',
  },
  {
    title: 'I have a board',
    sentence: 'Plug it in. The workbench finds it and shows what it measures.',
    minutes: 'about 5 minutes',
    action: 'haveBoard',
    drawing: 'M2 20h14M16 12h12v16H16zM28 16h8M28 24h8M36 8h40v24H36zM44 14h8v8h-8zM60 14h10M60 20h10M60 26h10',
  },
  {
    title: 'I have data',
    sentence: 'Bring CSV or WAV files or an Edge Impulse export. Nothing leaves this computer.',
    minutes: 'about 3 minutes',
    action: 'haveData',
    drawing:
      'M4 6h20l8 8v22H4zM24 6v8h8M10 20h16M10 26h16M38 20h14M47 15l5 5-5 5M58 6h18v30H58zM58 16h18M58 26h18M67 6v30',
  },
]

interface Props {
  insideProject: boolean
  disabled?: boolean
}

export function StartCards({ insideProject, disabled }: Props) {
  const actions = useStartActions(insideProject)
  const id = useId()
  return (
    <div className="app-cards">
      {WAYS.map(({ title, sentence, minutes, action, drawing }) => (
        <button
          key={action}
          type="button"
          className="app-card"
          aria-labelledby={`${id}${action}`}
          aria-describedby={`${id}${action}text`}
          disabled={disabled}
          onClick={actions[action]}
        >
          <svg className="app-card__drawing" viewBox="0 0 80 40" aria-hidden="true">
            <path d={drawing} fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" />
          </svg>
          <span className="app-card__title" id={`${id}${action}`}>
            {title}
          </span>
          <span className="app-card__sentence" id={`${id}${action}text`}>
            {sentence}
          </span>
          <span className="app-card__minutes">{minutes}</span>
        </button>
      ))}
    </div>
  )
}
