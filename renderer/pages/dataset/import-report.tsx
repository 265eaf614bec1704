/** What an import took and what it could not read, by name. */
import type { ImportResult } from '../../../shared/contract/operations/projects.ts'
import { Alert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { formatNumberOf } from '../../components/format.ts'

const NAMED = 20

export function ImportReport({ result, onClose }: { result: ImportResult; onClose: () => void }) {
  const labels = Object.entries(result.labels)
  const skipped = result.skipped.slice(0, NAMED)
  return (
    <Alert
      kind={result.skipped.length + result.notes.length > 0 ? 'stale' : 'ready'}
      action={
        <Button size="small" onPress={onClose}>
          Close
        </Button>
      }
    >
      <p>
        <strong>Took {formatNumberOf(result.taken, 'sample')}</strong>
        {labels.length > 0 && `: ${labels.map(([label, count]) => `${label} ${count}`).join(', ')}`}.
        {result.duplicates > 0 && ` ${result.duplicates} were there already.`}
      </p>
      {result.notes.length > 0 && (
        <ul aria-label="Notes about the import">
          {result.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {skipped.length > 0 && (
        <>
          <p>Skipped {formatNumberOf(result.skipped.length, 'file')}:</p>
          <ul>
            {skipped.map(({ path, reason }) => (
              <li key={path}>
                {path}: {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </Alert>
  )
}
