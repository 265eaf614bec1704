/** The windows counted again, with those that are unlike anything learned as ANOMALY. */
import { useEffect, useState } from 'react'
import type { TestResult } from '../../../shared/contract/operations/models.ts'
import { useQuery } from '../../app/use-query.ts'
import { Card } from '../../components/card.tsx'
import { ConfusionMatrix } from '../../components/confusion-matrix.tsx'
import { formatNumberOf, shortHash } from '../../components/format.ts'
import { Term } from '../../components/term.tsx'
import { threeDigits } from '../../plots/quantities.ts'

interface Props {
  result: TestResult
  learnId: string | undefined
  threshold: number
}

const SETTLED_AFTER_MS = 300

export function StrangeWindows({ result, learnId, threshold }: Props) {
  const { precision, split, modelHash } = result
  const settled = useSettled(threshold)
  const { data } = useQuery(
    'testing/run',
    { ...(learnId === undefined ? {} : { learnId }), precision, split, threshold: settled },
    { enabled: settled > 0, version: modelHash },
  )
  const anomaly = (settled > 0 ? data?.anomaly : undefined) ?? result.anomaly
  if (!anomaly) return null
  return (
    <Card title="With anomalies">
      <p>
        Above {threeDigits(anomaly.threshold)}: {formatNumberOf(anomaly.windows, 'window')}, each an{' '}
        <Term id="anomaly">anomaly</Term>.
      </p>
      <ConfusionMatrix
        confusion={{ labels: result.confusion.labels, matrix: anomaly.matrix }}
        set={`${split} set`}
        model={`${shortHash(modelHash)}, ${precision}`}
      />
      {anomaly.others.map(({ label, windows, strange }) => (
        <p key={label}>
          <strong>{label}</strong>, never learned: {strange} of {formatNumberOf(windows, 'window')} are an ANOMALY.
        </p>
      ))}
    </Card>
  )
}

/** The value, once it has stopped moving. */
function useSettled(value: number): number {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED_AFTER_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
