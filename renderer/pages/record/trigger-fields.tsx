/** What begins a take: the end of the countdown, a key, movement, or the board's button. */
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { unitText } from '../../plots/quantities.ts'
import type { TriggerKind, UsedRecordSettings } from './record-settings.ts'

const KINDS: readonly { value: TriggerKind; label: string }[] = [
  { value: 'none', label: 'when the countdown ends' },
  { value: 'key', label: 'by key: Space in the figure' },
  { value: 'level', label: 'by movement or level' },
  { value: 'board', label: "by the board's button" },
]

interface Props {
  settings: UsedRecordSettings
  axes: readonly { name: string; unit: string }[]
}

/** A camera has no level and no button. */
const CAMERA_KINDS = KINDS.filter(({ value }) => value === 'none' || value === 'key')

export function TriggerFields({ settings, axes, pictures }: Props & { pictures: boolean }) {
  const { trigger, change } = settings
  return (
    <>
      <Select
        label="A take begins"
        value={trigger}
        options={pictures ? CAMERA_KINDS : KINDS}
        onChange={(value) => change({ trigger: value })}
        help={trigger === 'board' ? 'Press the button on the board for each take.' : undefined}
      />
      {trigger === 'level' && <LevelFields settings={settings} axes={axes} />}
    </>
  )
}

function LevelFields({ settings, axes }: Props) {
  const { triggerAxis, triggerLevel, preRollSeconds, change } = settings
  const options = [{ value: '', label: 'movement' }, ...axes.map(({ name }) => ({ value: name, label: name }))]
  const known = options.some(({ value }) => value === triggerAxis) ? triggerAxis : ''
  const unit = (known === '' ? axes[0] : axes.find(({ name }) => name === known))?.unit
  return (
    <div className="record__fields">
      <Select label="Watch" value={known} options={options} onChange={(value) => change({ triggerAxis: value })} />
      <NumberField
        label="Level"
        unit={unit === undefined || unit === '' ? undefined : unitText(unit)}
        value={triggerLevel}
        step={0.5}
        onChange={(value) => change({ triggerLevel: value })}
      />
      <NumberField
        label="Kept from before"
        unit="s"
        value={preRollSeconds}
        min={0}
        max={5}
        step={0.1}
        onChange={(value) => change({ preRollSeconds: value })}
      />
    </div>
  )
}
