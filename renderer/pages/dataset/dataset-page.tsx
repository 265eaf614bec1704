/** See, filter and put in order everything collected. */
import { useMemo, useState } from 'react'
import type { Sample } from '../../../shared/model/sample.ts'
import { Page } from '../../app/page.tsx'
import { useAppState } from '../../app/store.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { LabelBalance } from '../../components/label-balance.tsx'
import './dataset-page.css'
import { ExampleRows } from './example-rows.tsx'
import { filterWord } from './filter.ts'
import { ImportReport } from './import-report.tsx'
import { ImportForm, useImportSettings } from './import-settings.tsx'
import { SampleTable } from './sample-table.tsx'
import { SessionMatrix } from './session-matrix.tsx'
import { SplitCard } from './split-card.tsx'
import { useImport } from './use-import.ts'
import { useDatasetFilter } from './use-filter.ts'

const NO_SAMPLES: readonly Sample[] = []

export function DatasetPage() {
  const step = useAppState((state) => state.steps.dataset)
  const path = useAppState((state) => state.project?.path)
  const labels = useAppState((state) => state.project?.labels)
  const list = useQuery('samples/list', {}, { refreshOn: ['samples/changed'], version: path })
  const samples = list.data ?? NO_SAMPLES
  const used = useMemo(() => (labels ?? []).filter((label) => label.count > 0), [labels])
  const filter = useDatasetFilter(samples)
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const settings = useImportSettings()
  const load = useImport(settings)
  const { setText } = filter
  return (
    <Page
      title="Dataset"
      purpose="See, filter and put in order everything collected."
      badge={step}
      primary={{
        label: 'Import data',
        onPress: load.choose,
        ...(load.running ? { disabled: true, reason: 'Files are being read.' } : {}),
      }}
      inspector={
        <>
          {samples.length > 0 && <SplitCard samples={samples} />}
          <ImportForm settings={settings} />
        </>
      }
    >
      <div className="dataset">
        <ErrorAlert error={load.error ?? list.error} />
        {load.result && <ImportReport result={load.result} onClose={load.close} />}
        {list.data && samples.length === 0 && (
          <EmptyState
            example={<ExampleRows />}
            sentence="Here every sample will be a row. Import CSV or WAV files, a ZIP or an Edge Impulse export, or drop them here."
            action={<a href="#/record">Record samples instead</a>}
          />
        )}
        {samples.length > 0 && (
          <>
            <div className="dataset__top">
              <Card title={used.some((label) => label.seconds > 0) ? 'Seconds of each label' : 'Samples of each label'}>
                <LabelBalance
                  labels={used}
                  onPart={(label, split) => setText(`${filterWord('label', label)} ${filterWord('split', split)}`)}
                />
              </Card>
              <SessionMatrix samples={samples} onFilter={setText} />
            </div>
            <SampleTable
              samples={samples}
              labels={used}
              project={path ?? ''}
              filter={filter}
              selected={selected}
              onSelect={setSelected}
            />
          </>
        )}
      </div>
    </Page>
  )
}
