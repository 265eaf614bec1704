/** Numbers about each axis, folded away at first. */
import { useMemo } from 'react'
import type { SignalData } from '../../../shared/dsp/windows.ts'
import { useLayout } from '../../app/layout.ts'
import { Details } from '../../components/details.tsx'
import { Table } from '../../components/table.tsx'
import { axisTitle, threeDigits } from '../../plots/quantities.ts'
import { type AxisStatistics, axisStatistics } from './axis-statistics.ts'

export function SampleStatistics({ signal }: { signal: SignalData }) {
  const [open, setOpen] = useLayout('sample/details', false)
  const rows = useMemo(() => (open ? axisStatistics(signal.axes, signal.values) : []), [open, signal])
  return (
    <Details label="Statistics of each axis" open={open} onToggle={setOpen}>
      <Table
        caption="Statistics of each axis"
        hideCaption
        keyOf={(row: AxisStatistics) => row.name}
        rows={rows}
        columns={[
          { title: 'Axis', kind: 'head', render: (row) => axisTitle(row.name, row.unit) },
          { title: 'Least', kind: 'number', render: (row) => threeDigits(row.least) },
          { title: 'Greatest', kind: 'number', render: (row) => threeDigits(row.greatest) },
          { title: 'Mean', kind: 'number', render: (row) => threeDigits(row.mean) },
          { title: 'Deviation', kind: 'number', render: (row) => threeDigits(row.deviation) },
        ]}
      />
    </Details>
  )
}
