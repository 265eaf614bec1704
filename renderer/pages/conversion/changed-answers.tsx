/** The samples that a smaller model answers otherwise than the float one. */
import type { Rung } from '../../../shared/contract/operations/compression.ts'
import { useAppState } from '../../app/store.ts'
import { Card } from '../../components/card.tsx'
import { formatNumberOf } from '../../components/format.ts'
import { LabelChip } from '../../components/label-chip.tsx'
import { Table } from '../../components/table.tsx'

type Change = Rung['changed'][number]

export function ChangedAnswers({ rung, first }: { rung: Rung; first: Rung }) {
  const labels = useAppState((state) => state.project?.labels)
  const placeOf = (name: string): number | null => labels?.find((label) => label.name === name)?.color ?? null
  const count = formatNumberOf(rung.changed.length, 'changed answer')
  if (rung.changed.length === 0)
    return (
      <Card title={`${count}: ${rung.name}`}>
        <p>Every sample gets the same answer as from {first.name}.</p>
      </Card>
    )
  return (
    <Card title={`${count}: ${rung.name}`}>
      <Table
        caption={`Samples that ${rung.name} answers otherwise than ${first.name}`}
        hideCaption
        keyOf={({ sampleId }: Change) => sampleId}
        rows={rung.changed}
        columns={[
          {
            title: 'Sample',
            kind: 'head',
            render: ({ sampleId, name }) => <a href={`#/sample/${sampleId}`}>{name}</a>,
          },
          { title: 'Label', render: ({ label }) => <LabelChip name={label} color={placeOf(label)} /> },
          { title: first.name, render: ({ label, before }) => mark(label, before) },
          { title: 'Now', render: ({ label, after }) => mark(label, after) },
        ]}
      />
    </Card>
  )
}

function mark(label: string, answer: string): string {
  return `${answer === label ? '✓' : '!'} ${answer}`
}
