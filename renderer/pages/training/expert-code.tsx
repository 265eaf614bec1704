/** Expert mode: the network as code. It describes layers and settings, and may have a say after every epoch. */
import { lazy, Suspense, useState } from 'react'
import type { Output } from '../../../shared/contract/operations.ts'
import type { NetworkBlock } from '../../../shared/model/impulse.ts'
import { isNetworkBlock } from '../../../shared/model/impulse.ts'
import { modelText } from '../../../shared/nn/model-text.ts'
import { type UsedImpulse, withLearnBlock } from '../../app/use-impulse.ts'
import { useOperation } from '../../app/use-operation.ts'
import { Alert, ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { formatNumberOf } from '../../components/format.ts'

// The editor is the largest part of the page by far, and most people never open it.
const ModelEditor = lazy(async () => ({ default: (await import('../../editor/model-editor.tsx')).ModelEditor }))

type Answer = Output<'training/run-code'>
const NO_MARKS: readonly { line: number; message: string }[] = []

export interface ExpertCode {
  /** Resolves to whether the code describes a network that can be trained; true where there is no code. */
  run: () => Promise<boolean>
  running: boolean
  answer: Answer | null
  error: ReturnType<typeof useOperation<'training/run-code'>>['error']
  cancel: () => void
}

export function useExpertCode(draft: UsedImpulse, block: NetworkBlock | null): ExpertCode {
  const operation = useOperation('training/run-code')
  const [kept, setKept] = useState<{ text: string; answer: Answer } | null>(null)
  const text = block?.code?.text

  async function run(): Promise<boolean> {
    const { impulse } = draft
    if (!impulse || !block || text === undefined) return true
    const answer = await operation.run({ impulse, learnId: block.id })
    if (!answer || !isNetworkBlock(answer.block)) return false
    setKept({ text, answer })
    draft.change(withLearnBlock(impulse, answer.block))
    return true
  }
  return {
    run,
    running: operation.running,
    answer: kept && kept.text === text ? kept.answer : null,
    error: operation.error,
    cancel: operation.cancel,
  }
}

interface Props {
  block: NetworkBlock
  code: { text: string }
  expert: ExpertCode
  onChange: (block: NetworkBlock) => void
}

export function ExpertCard({ block, code, expert, onChange }: Props) {
  const { error, answer } = expert
  const line = error?.data['line']
  const marks = error && typeof line === 'number' ? [{ line, message: error.message }] : NO_MARKS
  return (
    <Card
      title="Code of the network"
      actions={
        <>
          <BackToLayers block={block} text={code.text} onChange={onChange} />
          {expert.running ? (
            <Button size="small" onPress={expert.cancel}>
              Stop the code
            </Button>
          ) : (
            <Button size="small" onPress={() => void expert.run()}>
              Run
            </Button>
          )}
        </>
      }
    >
      <ErrorAlert error={error} />
      {answer && <Described answer={answer} />}
      <Suspense fallback={<p className="ui-muted">The editor is being loaded.</p>}>
        <ModelEditor text={code.text} marks={marks} onChange={(text) => onChange({ ...block, code: { text } })} />
      </Suspense>
      <p className="ui-muted">Ctrl+Space completes. Ctrl+M lets Tab leave the editor.</p>
    </Card>
  )
}

function Described({ answer }: { answer: Answer }) {
  const layers = isNetworkBlock(answer.block) ? answer.block.layers.length : 0
  if (answer.problems.length > 0) {
    return (
      <Alert kind="problem">
        <p>This network cannot become an int8 model:</p>
        <ul>
          {answer.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </Alert>
    )
  }
  return (
    <Alert kind="ready">
      <p>
        {formatNumberOf(layers, 'hidden layer')}, {formatNumberOf(answer.parameters, 'parameter')}. All of it can become
        an int8 model.
      </p>
      {answer.hasHook && <p>onEpoch is asked after every epoch. It stays on this computer.</p>}
      {answer.lines.length > 0 && <pre>{answer.lines.join('\n')}</pre>}
    </Alert>
  )
}

/** Code that a person wrote would be lost, so the way back is open only while it says what the layers say. */
function BackToLayers({ block, text, onChange }: { block: NetworkBlock; text: string; onChange: Props['onChange'] }) {
  const { code: _, ...visual } = block
  const generated = text === modelText(block)
  return (
    <Button
      size="small"
      kind="quiet"
      {...(generated ? {} : { reason: 'The code was changed by hand. Undo your changes to return.' })}
      onPress={() => onChange(visual)}
    >
      Back to layers
    </Button>
  )
}

export function SwitchToCode({ block, onChange }: { block: NetworkBlock; onChange: Props['onChange'] }) {
  return (
    <Button size="small" onPress={() => onChange({ ...block, code: { text: modelText(block) } })}>
      Switch to code
    </Button>
  )
}
