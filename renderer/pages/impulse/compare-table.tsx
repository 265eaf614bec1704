/** The impulses side by side: the newest scores of each and the settings that differ. */
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { formatBytes } from '../../components/format.ts'
import { Table } from '../../components/table.tsx'

interface Row {
  title: string
  values: readonly string[]
}

/** `version` changes whenever an impulse does. */
export function CompareTable({ version }: { version: string }) {
  const { data, error } = useQuery('impulses/compare', {}, { version })
  if (!data) return <ErrorAlert error={error} />
  const runs = data.impulses.map(({ run }) => run)
  const share = (accuracy: number | null | undefined): string =>
    accuracy === null || accuracy === undefined ? 'not trained yet' : `${(100 * accuracy).toFixed(1)} %`
  const scores: Row[] = [
    { title: 'Model', values: runs.map((run) => run?.modelHash.slice(0, 6) ?? 'none yet') },
    { title: 'Validation accuracy (int8)', values: runs.map((run) => share(run?.validationAccuracy)) },
    { title: 'Test accuracy (int8)', values: runs.map((run) => share(run?.testAccuracy)) },
    { title: 'Flash (est.)', values: runs.map((run) => (run ? formatBytes(run.flashBytes) : '–')) },
    { title: 'RAM (est.)', values: runs.map((run) => (run ? formatBytes(run.ramBytes) : '–')) },
  ]
  const settings = data.differences.map(({ setting, values }) => ({
    title: setting,
    values: values.map((value) => value || '–'),
  }))
  return (
    <Table
      caption={
        settings.length === 0
          ? 'The impulses have the same settings'
          : `Scores, and the ${settings.length} settings that differ`
      }
      rows={[...scores, ...settings]}
      keyOf={(row: Row) => row.title}
      columns={[
        { title: 'Setting', kind: 'head', render: (row) => row.title },
        ...data.impulses.map(({ name }, place) => ({
          title: name,
          render: (row: Row) => row.values[place] ?? '–',
        })),
      ]}
    />
  )
}
