/** How steps are taken, when to end, and what keeps the network from learning by heart. */
import type { TrainingSettings } from '../../../shared/model/impulse.ts'
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import type { ChangeSettings } from './settings-edits.ts'

interface Props {
  training: TrainingSettings
  isClassifier: boolean
  onChange: ChangeSettings
}

type Optimizer = NonNullable<TrainingSettings['optimizer']>
type Schedule = NonNullable<TrainingSettings['schedule']>

const OPTIMIZERS: Record<Optimizer['kind'], { label: string; start: Optimizer | undefined }> = {
  adam: { label: 'Adam: works for most', start: undefined },
  adamw: { label: 'AdamW: Adam with smaller weights', start: { kind: 'adamw', weightDecay: 0.01 } },
  momentum: { label: 'SGD with momentum', start: { kind: 'momentum', momentum: 0.9 } },
}
const SCHEDULES: Record<Schedule['kind'], { label: string; start: Schedule | undefined }> = {
  constant: { label: 'the same all the time', start: undefined },
  cosine: { label: 'falls gently to zero', start: { kind: 'cosine' } },
  step: { label: 'falls in steps', start: { kind: 'step', everyEpochs: 10, factor: 0.5 } },
}

function isKeyOf<T extends object>(table: T, key: string): key is string & keyof T {
  return key in table
}

function optionsOf(table: Record<string, { label: string }>): { value: string; label: string }[] {
  return Object.entries(table).map(([value, { label }]) => ({ value, label }))
}

export function CourseFields({ training, isClassifier, onChange }: Props) {
  const { optimizer = { kind: 'adam' }, schedule = { kind: 'constant' } } = training
  return (
    <>
      <Select
        label="Optimizer"
        help="How the weights follow the slope."
        value={optimizer.kind}
        options={optionsOf(OPTIMIZERS)}
        onChange={(kind) => isKeyOf(OPTIMIZERS, kind) && onChange({ optimizer: OPTIMIZERS[kind].start })}
      />
      {optimizer.kind === 'adamw' && (
        <NumberField
          label="Weight decay"
          help="How much weights shrink at each step."
          value={optimizer.weightDecay}
          min={0}
          max={1}
          step={0.01}
          onChange={(weightDecay) => onChange({ optimizer: { ...optimizer, weightDecay } })}
        />
      )}
      {optimizer.kind === 'momentum' && (
        <NumberField
          label="Momentum"
          help="How long a step goes on as it began."
          value={optimizer.momentum}
          min={0}
          max={1}
          step={0.05}
          onChange={(momentum) => onChange({ optimizer: { ...optimizer, momentum } })}
        />
      )}
      <Select
        label="Schedule"
        help="How the learning rate changes over time."
        value={schedule.kind}
        options={optionsOf(SCHEDULES)}
        onChange={(kind) => isKeyOf(SCHEDULES, kind) && onChange({ schedule: SCHEDULES[kind].start })}
      />
      {schedule.kind === 'step' && (
        <>
          <NumberField
            label="Step every"
            unit="cycles"
            value={schedule.everyEpochs}
            min={1}
            max={10_000}
            onChange={(everyEpochs) => onChange({ schedule: { ...schedule, everyEpochs } })}
          />
          <NumberField
            label="Step factor"
            help="The learning rate is multiplied by it."
            value={schedule.factor}
            min={0.01}
            max={1}
            step={0.05}
            onChange={(factor) => onChange({ schedule: { ...schedule, factor } })}
          />
        </>
      )}
      <NumberField
        label="Warm-up"
        unit="cycles"
        help="The learning rate rises slowly at first. 0 is off."
        value={schedule.warmUpEpochs ?? 0}
        min={0}
        max={10_000}
        onChange={(cycles) => onChange({ schedule: warmed(schedule, cycles) })}
      />
      <Off
        label="Stop early after"
        unit="cycles"
        help="Ends when so many in a row were no better."
        value={training.patience}
        max={10_000}
        onChange={(patience) => onChange({ patience })}
      />
      <Off
        label="Clip gradients"
        help="The longest step that is allowed."
        value={training.clipNorm}
        max={1e12}
        step={0.1}
        onChange={(clipNorm) => onChange({ clipNorm })}
      />
      <Off
        label="L1"
        help="Pulls weights to zero."
        value={training.l1}
        max={1}
        step={0.0001}
        onChange={(l1) => onChange({ l1 })}
      />
      <Off
        label="L2"
        help="Keeps weights small."
        value={training.l2}
        max={1}
        step={0.0001}
        onChange={(l2) => onChange({ l2 })}
      />
      <Off
        label="Activity L1"
        help="Keeps most outputs of hidden layers at zero."
        value={training.activityL1}
        max={1}
        step={0.0001}
        onChange={(activityL1) => onChange({ activityL1 })}
      />
      <Off
        label="Activity L2"
        help="Keeps outputs of hidden layers small."
        value={training.activityL2}
        max={1}
        step={0.0001}
        onChange={(activityL2) => onChange({ activityL2 })}
      />
      {isClassifier && (
        <Off
          label="Label smoothing"
          help="Makes the network less sure of itself."
          value={training.labelSmoothing}
          max={0.99}
          step={0.05}
          onChange={(labelSmoothing) => onChange({ labelSmoothing })}
        />
      )}
    </>
  )
}

function warmed(schedule: Schedule, cycles: number): Schedule | undefined {
  const { warmUpEpochs: _, ...rest } = schedule
  if (cycles > 0) return { ...rest, warmUpEpochs: cycles }
  return rest.kind === 'constant' ? undefined : rest
}

interface OffProps {
  label: string
  help: string
  unit?: string
  value: number | undefined
  max: number
  step?: number
  onChange: (value: number | undefined) => void
}

/** A number that is off at 0. */
function Off({ label, help, unit, value, max, step = 1, onChange }: OffProps) {
  return (
    <NumberField
      label={label}
      unit={unit}
      help={`${help} 0 is off.`}
      value={value ?? 0}
      min={0}
      max={max}
      step={step}
      onChange={(next) => onChange(next === 0 ? undefined : next)}
    />
  )
}
