/** Every tested sample: what was expected, what the model answered, how certain it was. Sorted by any column. */
import { Fragment, type ReactNode, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { formatPercent } from '../../components/format.ts'
import { LabelChip } from '../../components/label-chip.tsx'
import type { SampleScore } from './score.ts'

type Key = 'name' | 'label' | 'predicted' | 'certainty' | 'windows'
const COLUMNS: readonly { key: Key; title: string }[] = [
  { key: 'name', title: 'Sample' },
  { key: 'label', title: 'Expected' },
  { key: 'predicted', title: 'Answer' },
  { key: 'certainty', title: 'Certainty' },
  { key: 'windows', title: 'Windows right' },
]

interface Props {
  scores: readonly SampleScore[]
  caption: string
  placeOf: (label: string) => number | null
  /** What is known of each window of a sample. */
  windowsOf: (score: SampleScore) => ReactNode
}

function compare(left: SampleScore, right: SampleScore, key: Key): number {
  const [a, b] = [left[key], right[key]]
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b), 'en', { numeric: true })
}

export function SampleTable({ scores, caption, placeOf, windowsOf }: Props) {
  const [open, setOpen] = useState<number | null>(null)
  const [order, setOrder] = useState<{ key: Key; down: boolean }>({ key: 'certainty', down: false })
  const sorted = [...scores].sort((left, right) => compare(left, right, order.key) * (order.down ? -1 : 1))
  return (
    <div className="ui-table-scroll">
      <table className="ui-table">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {COLUMNS.map(({ key, title }) => (
              <th
                key={key}
                scope="col"
                aria-sort={order.key === key ? (order.down ? 'descending' : 'ascending') : 'none'}
              >
                <Button
                  kind="quiet"
                  size="small"
                  onPress={() => setOrder({ key, down: order.key === key && !order.down })}
                >
                  {title}
                  {order.key === key && <span aria-hidden="true">{order.down ? ' ↓' : ' ↑'}</span>}
                </Button>
              </th>
            ))}
            <th scope="col">Each window</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((score) => (
            <Fragment key={score.sampleId}>
              <tr>
                <th scope="row">
                  <a href={`#/sample/${score.sampleId}`}>{score.name}</a>
                </th>
                <td>
                  <LabelChip name={score.label} color={placeOf(score.label)} />
                </td>
                <td>
                  {score.predicted === score.label ? '✓ ' : '! '}
                  {score.predicted}
                </td>
                <td className="ui-table__number">{formatPercent(score.certainty)}</td>
                <td className="ui-table__number">
                  {score.correctWindows} of {score.windows}
                </td>
                <td>
                  <Button
                    size="small"
                    kind="quiet"
                    aria-expanded={open === score.sampleId}
                    aria-label={`Windows of ${score.name}`}
                    onPress={() => setOpen(open === score.sampleId ? null : score.sampleId)}
                  >
                    {open === score.sampleId ? 'Hide' : 'Show'}
                  </Button>
                </td>
              </tr>
              {open === score.sampleId && (
                <tr>
                  <td colSpan={COLUMNS.length + 1}>{windowsOf(score)}</td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}
