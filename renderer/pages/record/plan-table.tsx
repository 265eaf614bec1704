/** How much there is of each label, how much is wanted, and what comes next. */
import { useOperation } from '../../app/use-operation.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Card } from '../../components/card.tsx'
import { LabelChip } from '../../components/label-chip.tsx'
import { Table } from '../../components/table.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { type PlanRow, planProgress, planSequence } from './plan.ts'

const MOST_WANTED = 10_000

interface Props {
  rows: readonly PlanRow[]
  follow: boolean
  onFollow: (follow: boolean) => void
}

export function PlanTable({ rows, follow, onFollow }: Props) {
  const plan = useOperation('record/plan')
  if (rows.length === 0) return null
  const { done, wanted } = planProgress(rows)
  const next = planSequence(rows)[0]
  return (
    <Card title="Plan">
      <ErrorAlert error={plan.error} />
      <p className="ui-muted" role="status">
        {done} of {wanted} takes. {next === undefined ? 'All there.' : `Next: ${next}.`}
      </p>
      <Table
        caption="Good takes a label: how many there are and how many are wanted"
        hideCaption
        keyOf={(row: PlanRow) => row.name}
        rows={rows}
        columns={[
          { title: 'Label', kind: 'head', render: ({ name, color }) => <LabelChip name={name} color={color} /> },
          { title: 'Have', kind: 'number', render: ({ have }) => have },
          {
            title: 'Want',
            kind: 'number',
            render: ({ name, want }) => (
              <WantField name={name} want={want} onChange={(count) => void plan.run({ want: { [name]: count } })} />
            ),
          },
          { title: 'State', render: ({ left }) => (left === 0 ? '✓ enough' : `${left} more`) },
        ]}
      />
      <Toggle
        label="Follow the plan"
        help="Record takes what comes next, as many takes as set above."
        checked={follow}
        onChange={onFollow}
      />
    </Card>
  )
}

function WantField({ name, want, onChange }: { name: string; want: number; onChange: (want: number) => void }) {
  return (
    <input
      className="ui-input record__want"
      type="number"
      aria-label={`Takes of ${name} that are wanted`}
      min={1}
      max={MOST_WANTED}
      value={want}
      onChange={(event) => {
        const count = Math.round(Number(event.target.value))
        if (count >= 1 && count <= MOST_WANTED) onChange(count)
      }}
    />
  )
}
