/** How much there is of each label, and how much is wanted. */
import { Card } from '../../components/card.tsx'
import { LabelChip } from '../../components/label-chip.tsx'
import { Table } from '../../components/table.tsx'
import type { RecordLabel } from './labels.ts'

/** From this many takes on, some can be kept aside for testing. */
export const TAKES_WANTED = 3

export function PlanTable({ labels }: { labels: readonly RecordLabel[] }) {
  if (labels.length === 0) return null
  return (
    <Card title="Plan">
      <Table
        caption="Takes a label: how many there are and how many are wanted"
        hideCaption
        keyOf={(label: RecordLabel) => label.name}
        rows={labels}
        columns={[
          { title: 'Label', kind: 'head', render: ({ name, color }) => <LabelChip name={name} color={color} /> },
          { title: 'Have', kind: 'number', render: ({ count }) => count },
          { title: 'Want', kind: 'number', render: () => TAKES_WANTED },
          {
            title: 'State',
            render: ({ count }) => (count >= TAKES_WANTED ? '✓ enough' : `record ${TAKES_WANTED - count} more`),
          },
        ]}
      />
    </Card>
  )
}
