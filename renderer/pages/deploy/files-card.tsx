/** The model as files: what they are, how big, their text, and a way to take them away. */
import { lazy, Suspense, useState } from 'react'
import type { Output } from '../../../shared/contract/operations.ts'
import { message } from '../../app/messages.ts'
import { useOperation } from '../../app/use-operation.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { formatBytes, formatCount } from '../../components/format.ts'
import { Tabs } from '../../components/tabs.tsx'
import { saveFile } from '../../plots/save-file.ts'

const CodeView = lazy(async () => ({ default: (await import('../../editor/code-view.tsx')).CodeView }))

const TARGETS = [
  { id: 'tflite', label: '.tflite', about: 'TensorFlow Lite, int8: for any runtime that reads it.' },
  { id: 'c', label: 'C library', about: 'Plain C99 with DSP and network; no other files needed.' },
  { id: 'arduino', label: 'Arduino', about: 'A library for the Arduino IDE, with a sketch that classifies.' },
  { id: 'wasm', label: 'Web', about: 'For browsers and Node: runtime, model and a small loader.' },
  { id: 'uf2', label: 'UF2 for the Pico', about: 'Firmware and model: copy it onto the drive RPI-RP2.' },
  { id: 'hex', label: 'HEX for the Pico', about: 'Firmware and model as Intel HEX, for debug probes and their tools.' },
] as const
type Target = (typeof TARGETS)[number]['id']
type ExportedFile = Output<'deploy/files'>['files'][number]

export function FilesCard({ modelHash }: { modelHash: string }) {
  const [target, setTarget] = useState<Target>('c')
  const files = useQuery('deploy/files', { target }, { version: modelHash })
  const download = useOperation('deploy/download')
  async function save(): Promise<void> {
    const file = await download.run({ target })
    if (!file) return
    saveFile(file.name, [new Uint8Array(file.bytes)], 'application/octet-stream')
    message(`Saved ${file.name}, ${formatBytes(file.bytes.length)}.`)
  }
  return (
    <Card title="Files" actions={<Button onPress={() => void save()}>Save files…</Button>}>
      <Tabs label="Packages" tabs={TARGETS} selected={target} onSelect={setTarget}>
        <p className="ui-muted">{TARGETS.find((one) => one.id === target)?.about}</p>
        <ErrorAlert error={files.error ?? download.error} />
        {files.data && <FileBrowser key={target} files={files.data.files} />}
      </Tabs>
    </Card>
  )
}

function FileBrowser({ files }: { files: readonly ExportedFile[] }) {
  const [chosen, setChosen] = useState(files.find((file) => file.text !== null)?.path ?? files[0]?.path ?? '')
  const file = files.find((one) => one.path === chosen)
  return (
    <div className="deploy__files">
      <div className="deploy__list" role="group" aria-label="Files">
        {files.map(({ path, bytes }) => (
          <Button key={path} kind="quiet" size="small" pressed={path === chosen} onPress={() => setChosen(path)}>
            {path} <span className="ui-muted">{formatCount(bytes)} bytes</span>
          </Button>
        ))}
      </div>
      {file?.text !== null && file ? (
        <Suspense fallback={<pre>{file.text.slice(0, 2000)}</pre>}>
          <CodeView name={file.path} text={file.text} />
        </Suspense>
      ) : (
        <p className="ui-muted">This file is not text. Save it to use it.</p>
      )}
    </div>
  )
}
