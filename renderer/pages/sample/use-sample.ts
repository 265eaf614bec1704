/** One sample with its readings, and its place among the others. */
import { useMemo } from 'react'
import type { AppError } from '../../../shared/contract/errors.ts'
import type { Output } from '../../../shared/contract/operations.ts'
import type { SignalData } from '../../../shared/dsp/windows.ts'
import type { Sample } from '../../../shared/model/sample.ts'
import { useAppState } from '../../app/store.ts'
import { useQuery } from '../../app/use-query.ts'
import { type Neighbours, neighboursOf } from './neighbours.ts'

export interface UsedSample {
  /** Null while it is looked for, and where it is gone. */
  sample: Sample | null
  /** Those of the sample before stay until these have come, so that the plot stays and keeps focus. */
  signal: SignalData | null
  /** Where the readings did not come evenly. */
  times: Output<'samples/get'>['times']
  neighbours: Neighbours
  count: number
  error: AppError | null
}

const NO_SAMPLES: readonly Sample[] = []

export function useSample(id: number): UsedSample {
  const path = useAppState((state) => state.project?.path)
  const list = useQuery('samples/list', {}, { refreshOn: ['samples/changed'], version: path })
  const samples = list.data ?? NO_SAMPLES
  const sample = useMemo(() => samples.find((one) => one.id === id) ?? null, [samples, id])
  // Readings never change; what is told about them stands in the list. A deleted sample can come back.
  const got = useQuery('samples/get', { id }, { version: `${path} ${sample !== null}`, enabled: list.data !== null })
  const signal = useMemo(() => {
    if (!got.data) return null
    const { axes, rateHz, gaps, image } = got.data.sample
    return { axes, rateHz, gaps, image, values: got.data.values }
  }, [got.data])
  const neighbours = useMemo(() => neighboursOf(samples, id), [samples, id])
  const times = got.data?.sample.id === id ? got.data.times : undefined
  return { sample, signal, times, neighbours, count: samples.length, error: got.error ?? list.error }
}
