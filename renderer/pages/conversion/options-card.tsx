/** What to try to make the model smaller: each choice with one sentence. */
import type { Compression } from '../../../shared/model/compression.ts'
import { Card } from '../../components/card.tsx'
import { Details } from '../../components/details.tsx'
import { formatPercent } from '../../components/format.ts'
import { NumberField } from '../../components/number-field.tsx'
import { Slider } from '../../components/slider.tsx'
import { Toggle } from '../../components/toggle.tsx'
import { useLayout } from '../../app/layout.ts'
import { RangeFields } from './range-fields.tsx'

interface Props {
  compression: Compression
  onChange: (compression: Compression) => void
}

const START = {
  channels: { share: 0.25 },
  pruning: { sparsity: 0.5, schedule: 'polynomial', scope: 'layer' },
  clustering: { clusters: 16 },
  distillation: { width: 0.5, temperature: 4, weight: 0.5 },
} as const satisfies Partial<Compression>

export function isAnythingAsked({
  channels,
  pruning,
  clustering,
  distillation,
  quantizationAware,
  conversion,
}: Compression): boolean {
  return Boolean(channels ?? pruning ?? clustering ?? distillation ?? conversion) || quantizationAware
}

export function OptionsCard({ compression, onChange }: Props) {
  const { channels, pruning, clustering, distillation, quantizationAware } = compression
  const [open, setOpen] = useLayout('conversion/options', false)

  function toggle(key: keyof typeof START, on: boolean): void {
    const next: Compression = { ...compression, ...(on && { [key]: START[key] }) }
    if (!on) delete next[key]
    onChange(next)
  }

  return (
    <Card title="Make it smaller">
      <div className="conversion__options">
        <Toggle
          label="Train for rounding"
          help="The model learns with the rounding of int8. Often gives back lost answers."
          checked={quantizationAware}
          onChange={(on) => onChange({ ...compression, quantizationAware: on })}
        />
        <Toggle
          label="Prune weights"
          help="The smallest weights become zero. Updates and files get smaller, not the memory."
          checked={pruning !== undefined}
          onChange={(on) => toggle('pruning', on)}
        />
        {pruning && (
          <Slider
            label="Zeros"
            value={pruning.sparsity}
            min={0.05}
            max={0.95}
            step={0.05}
            format={formatPercent}
            onChange={(sparsity) => onChange({ ...compression, pruning: { ...pruning, sparsity } })}
          />
        )}
        <Toggle
          label="Share weights"
          help="Weights of a layer share few values. Files get smaller, not the memory."
          checked={clustering !== undefined}
          onChange={(on) => toggle('clustering', on)}
        />
        {clustering && (
          <NumberField
            label="Values a layer"
            value={clustering.clusters}
            min={2}
            max={256}
            onChange={(clusters) => onChange({ ...compression, clustering: { clusters } })}
          />
        )}
        <Toggle
          label="Remove channels"
          help="The weakest units and filters go. Less flash, less memory, less time."
          checked={channels !== undefined}
          onChange={(on) => toggle('channels', on)}
        />
        {channels && (
          <Slider
            label="Channels removed"
            value={channels.share}
            min={0.05}
            max={0.9}
            step={0.05}
            format={formatPercent}
            onChange={(share) => onChange({ ...compression, channels: { share } })}
          />
        )}
        <Toggle
          label="Teach a smaller model"
          help="A narrower model learns from this one. Less flash, less memory, less time."
          checked={distillation !== undefined}
          onChange={(on) => toggle('distillation', on)}
        />
        {distillation && (
          <Slider
            label="Width of the student"
            value={distillation.width}
            min={0.1}
            max={1}
            step={0.05}
            format={formatPercent}
            onChange={(width) => onChange({ ...compression, distillation: { ...distillation, width } })}
          />
        )}
        <RangeFields compression={compression} onChange={onChange} />
      </div>
      <Details open={open} onToggle={setOpen}>
        <div className="conversion__options">
          <NumberField
            label="Epochs of repair"
            help="How long the model learns again after each change."
            value={compression.epochs}
            min={1}
            max={1000}
            onChange={(epochs) => onChange({ ...compression, epochs })}
          />
          <NumberField
            label="Seed"
            value={compression.seed}
            min={0}
            max={0xffff_ffff}
            onChange={(seed) => onChange({ ...compression, seed })}
          />
          {distillation && (
            <>
              <NumberField
                label="Temperature"
                help="How soft the teacher’s answers become."
                value={distillation.temperature}
                min={1}
                max={100}
                onChange={(temperature) => onChange({ ...compression, distillation: { ...distillation, temperature } })}
              />
              <Slider
                label="Weight of the teacher"
                value={distillation.weight}
                min={0}
                max={1}
                step={0.05}
                format={formatPercent}
                onChange={(weight) => onChange({ ...compression, distillation: { ...distillation, weight } })}
              />
            </>
          )}
        </div>
      </Details>
    </Card>
  )
}
