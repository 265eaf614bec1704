/** The table with its filter, and what is done with the rows chosen in it. */
import { useEffect, useMemo, useRef, useState } from 'react'
import type { LabelCount, Sample } from '../../../shared/model/sample.ts'
import { useLayout } from '../../app/layout.ts'
import { goTo } from '../../app/route.ts'
import { useSampleActions } from '../../app/sample-actions.ts'
import { Button } from '../../components/button.tsx'
import { classNames } from '../../components/class-names.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { BulkBar, nameOfAll } from './bulk-bar.tsx'
import { FilterRow } from './filter-row.tsx'
import { SampleGrid } from './sample-grid.tsx'
import type { UsedFilter } from './use-filter.ts'

interface Props {
  samples: readonly Sample[]
  labels: readonly LabelCount[]
  project: string
  filter: UsedFilter
  selected: ReadonlySet<number>
  onSelect: (ids: ReadonlySet<number>) => void
}

const NOBODY: ReadonlySet<number> = new Set()

export function SampleTable({ samples, labels, project, filter, selected, onSelect }: Props) {
  const { text, setText, problem, order, setOrder, shown } = filter
  const [wide, setWide] = useLayout('dataset/wide', false)
  const actions = useSampleActions()
  const { field, focusField } = useLabelField()
  // Rows that the filter hides are not acted on.
  const chosen = useMemo(() => shown.filter((sample) => selected.has(sample.id)), [shown, selected])

  function remove(row: Sample): void {
    const targets = chosen.length > 0 ? chosen : [row]
    const ids = targets.map((sample) => sample.id)
    void actions.remove(ids, nameOfAll(targets)).then((done) => done && onSelect(NOBODY))
  }
  return (
    <>
      <FilterRow
        filter={text}
        onFilter={setText}
        problem={problem}
        order={order}
        onOrder={setOrder}
        shown={shown.length}
        total={samples.length}
        wide={wide}
        onWide={setWide}
      />
      <BulkBar chosen={chosen} labels={labels} field={field} onClear={() => onSelect(NOBODY)} />
      {shown.length === 0 ? (
        <EmptyState
          sentence={`No sample fits “${text}”.`}
          action={<Button onPress={() => setText('')}>Show all {samples.length}</Button>}
        />
      ) : (
        <div className={classNames('dataset__grid', wide && 'dataset__grid--wide')}>
          <SampleGrid
            samples={shown}
            labels={labels}
            wide={wide}
            project={project}
            selected={selected}
            onSelect={onSelect}
            onOpen={(sample) => goTo(`sample/${sample.id}`)}
            onDelete={remove}
            onLabel={(row) => {
              if (chosen.length === 0) onSelect(new Set([row.id]))
              focusField()
            }}
          />
        </div>
      )}
    </>
  )
}

/** The field for a new label appears with the first chosen row: focus goes there once it is drawn. */
function useLabelField() {
  const field = useRef<HTMLInputElement>(null)
  const [wanted, setWanted] = useState(0)
  useEffect(() => {
    if (wanted > 0) field.current?.focus()
  }, [wanted])
  return { field, focusField: () => setWanted((count) => count + 1) }
}
