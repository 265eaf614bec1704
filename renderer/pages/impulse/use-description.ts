/** Shapes and problems of the impulse being edited: worked out here, at once, from what is known of the samples. */
import { useMemo } from 'react'
import { describeImpulse, type ImpulseDescription, type ImpulseProblem } from '../../../shared/dsp/describe.ts'
import type { Impulse, ParameterValue } from '../../../shared/model/impulse.ts'
import type { Sample } from '../../../shared/model/sample.ts'
import { useAppState } from '../../app/store.ts'
import { useQuery } from '../../app/use-query.ts'

export interface Described {
  samples: readonly Sample[]
  description: ImpulseDescription | null
  /** The first thing that keeps it from being computed. */
  error: ImpulseProblem | null
}

export function useDescription(impulse: Impulse | null): Described {
  const path = useAppState((state) => state.project?.path)
  const { data } = useQuery('samples/list', {}, { refreshOn: ['samples/changed'], version: path })
  const samples = useMemo(() => (data ?? []).filter((sample) => sample.enabled && sample.label !== null), [data])
  const description = useMemo(() => {
    if (!impulse) return null
    const summaries = samples.map(({ axes, ...rest }) => ({ ...rest, axes: axes.map((axis) => axis.name) }))
    return describeImpulse(impulse, summaries)
  }, [impulse, samples])
  const error = description?.problems.find((problem) => problem.severity === 'error') ?? null
  return { samples, description, error }
}

/** What a field shows about itself. */
export function fieldProblem(
  problems: readonly ImpulseProblem[],
  field: string,
  onFix: (value: ParameterValue) => void,
): { error?: string; fix?: { label: string; onPress: () => void } } {
  const problem = problems.find((one) => one.field === field)
  if (!problem) return {}
  const { sentence, fix } = problem
  if (fix === undefined) return { error: sentence }
  const words = typeof fix === 'number' ? fix.toLocaleString('en') : String(fix)
  return { error: sentence, fix: { label: `Use ${words}`, onPress: () => onFix(fix) } }
}
