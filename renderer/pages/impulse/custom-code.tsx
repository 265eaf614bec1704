/** The code of a custom block: write it, run it on the chosen window, see its features. */
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { Output } from '../../../shared/contract/operations.ts'
import { starterCode } from '../../../shared/dsp/custom.ts'
import type { BlockCode, CodeLanguage } from '../../../shared/model/block-code.ts'
import type { DspBlock, Impulse } from '../../../shared/model/impulse.ts'
import { useOperation, type UsedOperation } from '../../app/use-operation.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { formatCount, formatMs } from '../../components/format.ts'
import { KeyFigure } from '../../components/key-figure.tsx'
import { Select } from '../../components/select.tsx'
import { BLOCK_API } from '../../editor/block-api.ts'
import { Bars } from '../../plots/bars.tsx'
import { LineFigure } from '../../plots/line-figure.tsx'
import type { ChosenWindow } from './sample-choice.tsx'

// The editor is the largest part of the page by far, and most people never open it.
const CodeEditor = lazy(async () => ({ default: (await import('../../editor/code-editor.tsx')).CodeEditor }))

const LANGUAGES: { value: CodeLanguage; label: string }[] = [
  { value: 'typescript', label: 'TypeScript: runs on this computer' },
  { value: 'c', label: 'C: runs on this computer and on boards' },
]

type RunAnswer = Output<'dsp/run-code'>

export interface UsedCode {
  run: () => void
  running: boolean
  answer: RunAnswer | null
  operation: UsedOperation<'dsp/run-code'>
}

/** Runs when asked; after that once more whenever a setting or the window changes. */
export function useCodeRun(
  impulse: Impulse | null,
  block: DspBlock | undefined,
  chosen: ChosenWindow,
  onChange: (block: DspBlock) => void,
): UsedCode {
  const operation = useOperation('dsp/run-code')
  const [answer, setAnswer] = useState<RunAnswer | null>(null)
  const latest = useRef({ impulse, block, chosen, onChange })
  latest.current = { impulse, block, chosen, onChange }

  async function run(): Promise<void> {
    const { impulse: whole, block: own, chosen: window } = latest.current
    if (!whole || !own) return
    const { sample, startMs } = window
    const found = await operation.run({ sampleId: sample?.id ?? null, startMs, impulse: whole, block: own })
    // Typed on meanwhile: what was run is no longer what is written.
    if (!found || latest.current.block?.code?.text !== own.code?.text) return
    setAnswer(found)
    latest.current.onChange(found.block)
  }

  const settings = JSON.stringify([block?.params, chosen.sample?.id, chosen.startMs])
  const ran = answer !== null && block?.code?.declared !== undefined
  const before = useRef(settings)
  useEffect(() => {
    if (before.current === settings) return
    before.current = settings
    if (ran && !operation.running) void run()
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only a change of settings runs it again
  }, [settings])
  return { run: () => void run(), running: operation.running, answer, operation }
}

interface Props {
  block: DspBlock
  code: BlockCode
  used: UsedCode
  hasSample: boolean
  onChange: (block: DspBlock) => void
}

export function CustomCode({ block, code, used, hasSample, onChange }: Props) {
  const { error } = used.operation
  const line = error?.data['line']
  const marks = error && typeof line === 'number' ? [{ line, message: error.message }] : NO_MARKS
  const write = (text: string): void => onChange({ ...block, code: { language: code.language, text } })
  // What was written in the other language comes back with it.
  const written = useRef(new Map<CodeLanguage, DspBlock>())
  function switchTo(language: CodeLanguage): void {
    if (language === code.language) return
    written.current.set(code.language, block)
    const { params, code: kept } = written.current.get(language) ?? { params: {}, code: undefined }
    onChange({ ...block, params, code: kept ?? starterCode(language) })
  }
  return (
    <Card
      title="Code"
      actions={
        used.running ? (
          <Button size="small" onPress={used.operation.cancel}>
            Stop
          </Button>
        ) : (
          <Button size="small" onPress={used.run}>
            {hasSample ? 'Run on this window' : 'Run on silence'}
          </Button>
        )
      }
    >
      <Select
        label="Language"
        value={code.language}
        options={LANGUAGES}
        help={code.language === 'c' ? C_HELP : TYPESCRIPT_HELP}
        onChange={(language) => switchTo(language)}
      />
      <ErrorAlert error={error} />
      <Suspense fallback={<p className="ui-muted">The editor is being loaded.</p>}>
        <CodeEditor
          name={code.language === 'c' ? 'block.c' : 'block.ts'}
          text={code.text}
          declarations={BLOCK_API}
          marks={marks}
          onChange={write}
        />
      </Suspense>
      <p className="ui-muted">Ctrl+Space completes. Ctrl+M lets Tab leave the editor.</p>
    </Card>
  )
}

const NO_MARKS: readonly { line: number; message: string }[] = []
const TYPESCRIPT_HELP = 'It runs apart from everything: no files, no network, no clock.'
const C_HELP = 'It needs the compiler package. The exported C library holds the same file.'

export function CustomResult({ answer, stale }: { answer: RunAnswer; stale: boolean }) {
  return (
    <>
      <div className={stale ? 'block__wide block__preview--unsaved' : 'block__wide'}>
        <div className="block__figures">
          <KeyFigure name="Features" value={formatCount(answer.features.length)} note="of each window" />
          <KeyFigure name="Time here" value={formatMs(answer.ms)} note="measured" />
        </div>
        {answer.lines.length > 0 && (
          <Card title="Printed">
            <pre className="block__printed">{answer.lines.join('\n')}</pre>
          </Card>
        )}
      </div>
      {answer.figures.map((figure) => (
        <LineFigure key={figure.title} figure={figure} />
      ))}
      <Bars
        title="Features of this window"
        names={answer.featureNames}
        values={answer.features}
        explain={OWN_FEATURE}
      />
    </>
  )
}

const OWN_FEATURE = (): string => 'Made by the code above.'
