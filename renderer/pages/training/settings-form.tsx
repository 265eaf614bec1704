/** How the network learns and what it is made of; changes are saved by themselves. */
import type { NetworkBlock, TrainingSettings } from '../../../shared/model/impulse.ts'
import { useLayout } from '../../app/layout.ts'
import { Details } from '../../components/details.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { Slider } from '../../components/slider.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { formatPercent } from '../../components/format.ts'
import { LayerList } from './layer-list.tsx'

interface Props {
  block: NetworkBlock
  onChange: (block: NetworkBlock) => void
}

export function SettingsForm({ block, onChange }: Props) {
  const { training } = block
  const [open, setOpen] = useLayout('training/details', false)
  const change = (changes: Partial<TrainingSettings>): void =>
    onChange({ ...block, training: { ...training, ...changes } })
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
      <LayerList layers={block.layers} onChange={(layers) => onChange({ ...block, layers })} />
      <Details open={open} onToggle={setOpen}>
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
        <Toggle
          label="Balance the labels"
          help="Rare labels count more, so that they are not forgotten."
          checked={training.autoClassWeights}
          onChange={(value) => change({ autoClassWeights: value })}
        />
      </Details>
    </>
  )
}
