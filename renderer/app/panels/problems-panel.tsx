/** Everything that needs a person, worst first; each row leads to where it can be mended. */
import { useState } from 'react'
import type { Problem } from '../../../shared/model/state.ts'
import { Button } from '../../components/button.tsx'
import { Tag } from '../../components/state-badge.tsx'
import { showProblem, sortedProblems } from '../problem-walk.ts'
import { useAppState } from '../store.ts'

/** Rows drawn before the person asks for all. */
const SHOWN = 50

export function ProblemsPanel() {
  const problems = useAppState((state) => state.problems)
  const nextStep = useAppState((state) => state.nextStep)
  const [all, setAll] = useState(false)
  if (problems.length === 0) return <p className="panel-empty">No problems. Next: {nextStep.text}.</p>
  const sorted = sortedProblems(problems)
  const shown = all ? sorted : sorted.slice(0, SHOWN)
  return (
    <>
      <ul className="panel-list" aria-label="Problems">
        {shown.map((problem) => (
          <ProblemRow key={problem.id} problem={problem} />
        ))}
      </ul>
      {shown.length < sorted.length && (
        <div className="panel-tools">
          <Button onPress={() => setAll(true)}>Show all {sorted.length}</Button>
        </div>
      )}
    </>
  )
}

function ProblemRow({ problem }: { problem: Problem }) {
  const kind = problem.severity === 'problem' ? 'problem' : 'stale'
  return (
    <li className="panel-row">
      <Tag kind={kind}>{problem.severity === 'problem' ? '! problem' : '! warning'}</Tag>
      <span className="panel-row__main">{problem.sentence}</span>
      <span className="ui-muted">{problem.group}</span>
      <Button size="small" aria-label={`Show: ${problem.sentence}`} onPress={() => showProblem(problem)}>
        Show
      </Button>
    </li>
  )
}
