/** How the network learns: what matters most first, the rest folded; changes are saved by themselves. */
import type { NetworkBlock, TrainingSettings } from '../../../shared/model/impulse.ts'
import { useLayout } from '../../app/layout.ts'
import { useOperation } from '../../app/use-operation.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Details } from '../../components/details.tsx'
import { formatPercent } from '../../components/format.ts'
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { Slider } from '../../components/slider.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { AnswerFields } from './answer-fields.tsx'
import { CourseFields } from './course-fields.tsx'
import { type ChangeSettings, withSettings } from './settings-edits.ts'

interface Props {
  block: NetworkBlock
  /** Names of what is known of the samples. */
  keys: readonly string[]
  onChange: (block: NetworkBlock) => void
  /** Settings have to be saved before anything is asked of the backend. */
  save: () => Promise<boolean>
}

const SESSION = ''

export function SettingsForm({ block, keys, onChange, save }: Props) {
  const { training } = block
  const [open, setOpen] = useLayout('training/details', false)
  const change: ChangeSettings = (changes) => onChange({ ...block, training: withSettings(training, changes) })
  return (
    <>
      <NumberField
        label="Training cycles"
        help="How often the network sees all windows."
        value={training.trainingCycles}
        min={1}
        max={10_000}
        onChange={(value) => change({ trainingCycles: value })}
      />
      <NumberField
        label="Learning rate"
        help="How big the steps are. Too big, and training runs away."
        value={training.learningRate}
        min={1e-6}
        max={1e12}
        step={0.001}
        onChange={(value) => change({ learningRate: value })}
      />
      <FindRate learnId={block.id} save={save} onUse={(learningRate) => change({ learningRate })} />
      {block.block === 'classification' && (
        <Slider
          label="Minimum confidence"
          help="Answers below this certainty are UNCERTAIN."
          value={training.minimumConfidence}
          min={0}
          max={1}
          step={0.01}
          format={formatPercent}
          onChange={(value) => change({ minimumConfidence: value })}
        />
      )}
      <AnswerFields block={block} keys={keys} onChange={onChange} />
      <Details label="All options" open={open} onToggle={setOpen}>
        <NumberField
          label="Batch size"
          help="Windows looked at for one step."
          value={training.batchSize}
          min={1}
          max={65_536}
          onChange={(value) => change({ batchSize: value })}
        />
        <Slider
          label="Validation share"
          help="Part of the training windows kept back to check on, where no sample is marked so."
          value={training.validationShare}
          min={0}
          max={0.9}
          step={0.05}
          format={formatPercent}
          onChange={(value) => change({ validationShare: value })}
        />
        <Select
          label="Validation keeps together"
          help="Samples alike in this are never on both sides."
          value={training.validationKey ?? SESSION}
          options={[
            { value: SESSION, label: 'samples of a session' },
            ...known(keys, training.validationKey).map((key) => ({ value: key, label: key })),
          ]}
          onChange={(key) => change({ validationKey: key === SESSION ? undefined : key })}
        />
        <NumberField
          label="Seed"
          help="The same seed and data give the same model, to the byte."
          value={training.seed}
          min={0}
          max={0xffff_ffff}
          onChange={(value) => change({ seed: value })}
        />
        <Select
          label="Normalization"
          help="Features are brought to the same size before they are learned from."
          value={block.normalization}
          options={[
            { value: 'standard-scaler', label: 'standard scaler' },
            { value: 'none', label: 'none' },
          ]}
          onChange={(normalization) => onChange({ ...block, normalization })}
        />
        {block.block === 'classification' && (
          <Toggle
            label="Balance the labels"
            help="Rare labels count more, so that they are not forgotten."
            checked={training.autoClassWeights}
            onChange={(value) => change({ autoClassWeights: value })}
          />
        )}
        <CourseFields training={training} isClassifier={block.block === 'classification'} onChange={change} />
        <EngineFields training={training} onChange={change} />
      </Details>
    </>
  )
}

function known(keys: readonly string[], chosen: string | undefined): string[] {
  return [...new Set([...keys, ...(chosen === undefined ? [] : [chosen])])]
}

function EngineFields({ training, onChange }: { training: TrainingSettings; onChange: ChangeSettings }) {
  return (
    <>
      <Select
        label="Engine"
        help="What computes the training. Both give a model for the board."
        value={training.engine ?? 'own'}
        options={[
          { value: 'own', label: 'Built-in: fast, same bytes everywhere' },
          { value: 'tfjs', label: 'TensorFlow.js: slower, to compare' },
        ]}
        onChange={(engine) => onChange({ engine: engine === 'own' ? undefined : engine })}
      />
      <Toggle
        label="Judge the int8 model"
        help="Tests the smaller model after training too."
        checked={training.profileInt8 !== false}
        onChange={(judge) => onChange({ profileInt8: judge ? undefined : false })}
      />
    </>
  )
}

interface FindProps {
  learnId: string
  save: Props['save']
  onUse: (rate: number) => void
}

function FindRate({ learnId, save, onUse }: FindProps) {
  const find = useOperation('training/find-rate')
  async function run(): Promise<void> {
    const found = (await save()) && (await find.run({ learnId }))
    if (found) onUse(Number(found.suggested.toPrecision(2)))
  }
  return (
    <>
      {find.running ? (
        <Button size="small" onPress={find.cancel}>
          Stop looking
        </Button>
      ) : (
        <Button size="small" title="Tries ever larger steps and takes the best." onPress={() => void run()}>
          Find a learning rate
        </Button>
      )}
      {find.running && <p role="status">Trying learning rates.</p>}
      <ErrorAlert error={find.error} />
    </>
  )
}
