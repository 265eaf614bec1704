/** "Import data": files are chosen, read by the backend, and what was taken is told. */
import { useState } from 'react'
import type { ImportResult } from '../../../shared/contract/operations/projects.ts'
import { useChooseFiles } from '../../app/choose-files.ts'
import { useOperation } from '../../app/use-operation.ts'
import { importRequest, type ImportSettings } from './import-settings.tsx'

const EXTENSIONS = ['csv', 'tsv', 'txt', 'json', 'cbor', 'wav', 'png', 'jpg', 'jpeg', 'bmp', 'zip'] as const

export function useImport(settings: ImportSettings) {
  const choose = useChooseFiles()
  const load = useOperation('samples/import')
  const [result, setResult] = useState<ImportResult | null>(null)
  async function run(): Promise<void> {
    const paths = await choose({ title: 'Import data', extensions: EXTENSIONS, multiple: true, folder: true })
    if (paths.length === 0) return
    setResult(null)
    setResult(await load.run({ paths, ...importRequest(settings) }))
  }
  return {
    choose: () => void run(),
    result,
    close: () => setResult(null),
    running: load.running,
    error: load.error,
  }
}
