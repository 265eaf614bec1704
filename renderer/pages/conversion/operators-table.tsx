/** What the model in use is made of, as it computes on a board. */
import type { ModelOperator } from '../../../shared/contract/operations/quantize.ts'
import { useLayout } from '../../app/layout.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Details } from '../../components/details.tsx'
import { formatBytes, formatCount } from '../../components/format.ts'
import { Table } from '../../components/table.tsx'

export function OperatorsDetails({ modelHash }: { modelHash: string }) {
  const [open, setOpen] = useLayout('conversion/operators', false)
  const { data, error } = useQuery('quantize/operators', {}, { enabled: open, version: modelHash })
  const rows = (data?.operators ?? []).map((operator, place) => ({ ...operator, place: place + 1 }))
  return (
    <Details label="Operators and memory" open={open} onToggle={setOpen}>
      <ErrorAlert error={error} />
      {open && data && (
        <div className="ui-stack">
          <p>
            {formatCount(rows.length)} operators share {formatBytes(data.arenaBytes)} of memory between them, without
            the features.
          </p>
          <Table
            caption="Operators of the int8 model, in the order of computation"
            keyOf={({ place }: ModelOperator & { place: number }) => place}
            rows={rows}
            columns={[
              { title: 'Operator', kind: 'head', render: ({ place, name }) => `${place} ${name}` },
              { title: 'In', kind: 'number', render: ({ inputShape }) => inputShape.join(' × ') },
              { title: 'Out', kind: 'number', render: ({ outputShape }) => outputShape.join(' × ') },
              { title: 'Multiply-adds', kind: 'number', render: ({ macs }) => formatCount(macs) },
            ]}
          />
        </div>
      )}
    </Details>
  )
}
