/** "Save and compute" of the impulse and of its blocks. */
import type { Output } from '../../../shared/contract/operations.ts'
import { useState } from 'react'
import type { UsedImpulse } from '../../app/use-impulse.ts'
import { useOperation } from '../../app/use-operation.ts'
import { formatMs } from '../../components/format.ts'

export function useCompute(impulse: UsedImpulse) {
  const compute = useOperation('features/compute')
  const [result, setResult] = useState<Output<'features/compute'> | null>(null)
  async function saveAndCompute(): Promise<void> {
    if (await impulse.save()) setResult(await compute.run({}))
  }
  return { saveAndCompute: () => void saveAndCompute(), result, running: compute.running, error: compute.error }
}

/** "1,140 windows, 39 features each, 0.3 s." */
export function computedText({ windows, featuresPerWindow, ms, cached }: Output<'features/compute'>): string {
  const time = cached ? 'already computed' : formatMs(ms)
  return `${windows.toLocaleString('en')} windows, ${featuresPerWindow.toLocaleString('en')} features each, ${time}.`
}
