/** The last test of each set and precision, kept while the window is open; a newer model makes them old. */
import { useEffect, useRef } from 'react'
import { create } from 'zustand'
import type { TestResult } from '../../../shared/contract/operations/models.ts'
import type { Precision } from '../../../shared/model/run.ts'
import type { Split } from '../../../shared/model/sample.ts'
import { useAppState } from '../../app/store.ts'
import { useOperation } from '../../app/use-operation.ts'

const useResults = create<{ project: string; results: Readonly<Record<string, TestResult>> }>(() => ({
  project: '',
  results: {},
}))

export interface TestQuestion {
  split: Split
  precision: Precision
  /** The impulse's first network where absent. */
  learnId: string | undefined
}

export function useTest({ split, precision, learnId }: TestQuestion, atOnce: boolean) {
  const project = useAppState((state) => state.project?.path ?? '')
  const hasModel = useAppState((state) => state.model !== null)
  const test = useOperation('testing/run')
  const kept = useResults()
  const key = `${learnId ?? ''} ${split} ${precision}`
  const result = kept.project === project ? (kept.results[key] ?? null) : null
  const tested = kept.project === project && Object.keys(kept.results).length > 0
  const { run } = test
  const asked = useRef('')

  async function runTest(): Promise<void> {
    // Without a threshold: the page counts again for every place of the slider.
    const answer = await run({ ...(learnId === undefined ? {} : { learnId }), precision, split, threshold: 0 })
    if (!answer) return
    useResults.setState((before) => ({
      project,
      results: { ...(before.project === project ? before.results : {}), [key]: answer },
    }))
  }
  useEffect(() => {
    if (!hasModel || result || asked.current === key || !(atOnce || tested)) return
    asked.current = key
    void runTest()
  })
  return { runTest, result, running: test.running, error: test.error }
}
