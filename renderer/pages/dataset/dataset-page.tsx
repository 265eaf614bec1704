/** See, filter and put in order everything collected. */
import { useMemo, useRef, useState } from 'react'
import type { ImportResult } from '../../../shared/contract/operations.ts'
import type { Sample } from '../../../shared/model/sample.ts'
import { useChooseFiles } from '../../app/choose-files.ts'
import { useLayout } from '../../app/layout.ts'
import { Page } from '../../app/page.tsx'
import { goTo } from '../../app/route.ts'
import { useSampleActions } from '../../app/sample-actions.ts'
import { useAppState } from '../../app/store.ts'
import { useOperation } from '../../app/use-operation.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { formatCount } from '../../components/format.ts'
import { TextField } from '../../components/text-field.tsx'
import { Balance, SessionMatrix } from './balance.tsx'
import { BulkBar } from './bulk-bar.tsx'
import './dataset-page.css'
import { filterSamples } from './filter.ts'
import { ImportReport } from './import-report.tsx'
import { SampleGrid } from './sample-grid.tsx'
import { SplitCard } from './split-card.tsx'

const EXTENSIONS = ['csv', 'json', 'cbor', 'zip'] as const

export function DatasetPage() {
  const step = useAppState((state) => state.steps.dataset)
  const path = useAppState((state) => state.project?.path)
  const labels = useAppState((state) => state.project?.labels) ?? []
  const list = useQuery('samples/list', {}, { refreshOn: ['samples/changed'], version: path })
  const [filter, setFilter] = useState('')
  const [wide, setWide] = useLayout('dataset/wide', false)
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const actions = useSampleActions()
  const labelForm = useRef<HTMLFormElement>(null)
  const { load, result, clear, error } = useImport()
  const samples = useMemo(() => list.data ?? [], [list.data])
  const shown = useMemo(() => filterSamples(samples, filter), [samples, filter])
  const chosen = shown.filter((sample) => selected.has(sample.id))
  const used = labels.filter((label) => label.count > 0)

  function onDelete(row: Sample): void {
    const targets = chosen.length > 0 ? chosen : [row]
    const named = targets.length === 1 ? (targets[0]?.name ?? '') : `${targets.length} samples`
    void actions.remove(
      targets.map((sample) => sample.id),
      named,
    )
  }
  return (
    <Page
      title="Dataset"
      purpose="See, filter and put in order everything collected."
      badge={step}
      primary={{ label: 'Import data', onPress: load }}
    >
      <div className="dataset">
        <ErrorAlert error={error ?? list.error} />
        {result && <ImportReport result={result} onClose={clear} />}
        {list.data && samples.length === 0 ? (
          <EmptyState
            sentence="Here every sample will be a row: CSV files, Edge Impulse exports, or your own recordings."
            action={<a href="#/record">Record</a>}
          />
        ) : (
          <>
            <div className="dataset__top">
              <Balance labels={used} />
              <SplitCard />
              <SessionMatrix samples={samples} labels={used} onFilter={setFilter} />
            </div>
            <div className="ui-row">
              <TextField
                label="Filter"
                type="search"
                placeholder="label:wave length<1"
                help="Words, or label: session: split: source: health: used: length< rate> axes="
                value={filter}
                onChange={setFilter}
                data-find="true"
              />
              {filter !== '' && <Button onPress={() => setFilter('')}>Clear filter</Button>}
              <span role="status">
                {shown.length === samples.length
                  ? `${formatCount(samples.length)} samples`
                  : `${formatCount(shown.length)} of ${formatCount(samples.length)} samples`}
              </span>
              <Button pressed={wide} onPress={() => setWide(!wide)}>
                All columns
              </Button>
            </div>
            <BulkBar chosen={chosen} labels={used} form={labelForm} />
            <div className="dataset__grid">
              <SampleGrid
                samples={shown}
                labels={used}
                wide={wide}
                project={path ?? ''}
                selected={selected}
                onSelect={setSelected}
                onOpen={(sample) => goTo(`sample/${sample.id}`)}
                onDelete={onDelete}
                onLabel={() => labelForm.current?.querySelector('input')?.focus()}
              />
            </div>
          </>
        )}
      </div>
    </Page>
  )
}

function useImport() {
  const choose = useChooseFiles()
  const load = useOperation('samples/import')
  const [result, setResult] = useState<ImportResult | null>(null)
  async function run(): Promise<void> {
    const paths = await choose({ title: 'Import data', extensions: EXTENSIONS, multiple: true, folder: true })
    if (paths.length > 0) setResult(await load.run({ paths }))
  }
  return { load: () => void run(), result, clear: () => setResult(null), error: load.error }
}
