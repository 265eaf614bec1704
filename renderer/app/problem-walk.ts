/** F8 walks through the problems: goes to the page and puts focus into the field that has to be mended. */
import type { Problem } from '../../shared/model/state.ts'
import { message } from './messages.ts'
import { goTo } from './route.ts'
import { currentAppState } from './store.ts'

const FIELD_WAIT_MS = 2000
let latest: string | null = null

/** Problems in the order of the list: worst first. */
export function sortedProblems(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => Number(b.severity === 'problem') - Number(a.severity === 'problem'))
}

export function goToProblem(step: 1 | -1): void {
  const problems = sortedProblems(currentAppState().problems)
  if (problems.length === 0) return message(`No problems. Next: ${currentAppState().nextStep.text}.`)
  const index = problems.findIndex((problem) => problem.id === latest)
  const start = index < 0 && step === -1 ? 0 : index
  const problem = problems[(start + step + problems.length) % problems.length]
  if (problem) showProblem(problem)
}

export function showProblem(problem: Problem): void {
  latest = problem.id
  goTo(problem.page)
  message(problem.sentence)
  if (problem.field !== null) focusField(problem.field)
}

function findField(name: string): HTMLElement | null {
  const wanted = name.toLowerCase()
  for (const label of document.querySelectorAll<HTMLLabelElement>('main label, aside label')) {
    if (label.textContent?.trim().toLowerCase() === wanted && label.control) return label.control
  }
  return null
}

function firstInvalid(): HTMLElement | null {
  return document.querySelector<HTMLElement>('main [aria-invalid="true"], aside [aria-invalid="true"]')
}

/** The page may have to be drawn first: until then a wrong field of the page before must not be taken for it. */
function focusField(name: string): void {
  const giveUpAt = performance.now() + FIELD_WAIT_MS
  const look = (): void => {
    const field = findField(name)
    if (field) field.focus()
    else if (performance.now() < giveUpAt) requestAnimationFrame(look)
    else firstInvalid()?.focus()
  }
  requestAnimationFrame(look)
}
