/** What goes wrong with the simulated board on purpose: to see what the workbench says and keeps then. */
import { FAULT_ACTS, type FaultAct, type LineFaults, NO_FAULTS } from '../../../shared/model/fault.ts'
import { useOperation } from '../../app/use-operation.ts'
import { useQuery } from '../../app/use-query.ts'
import { ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Details } from '../../components/details.tsx'
import { Slider } from '../../components/slider.tsx'

const ACT_NAMES: Record<FaultAct, string> = {
  stall: 'Hold up for 2 s',
  reset: 'Press reset',
  unplug: 'Unplug',
  plug: 'Plug in',
  rename: 'Come back as another port',
}

const LINES: { key: keyof LineFaults; label: string; unit: string; min: number; max: number; step: number }[] = [
  { key: 'dropPerThousand', label: 'Lost bytes', unit: 'of 1,000', min: 0, max: 100, step: 1 },
  { key: 'corruptPerThousand', label: 'Damaged bytes', unit: 'of 1,000', min: 0, max: 100, step: 1 },
  { key: 'jitterMs', label: 'Late by up to', unit: 'ms', min: 0, max: 1000, step: 10 },
  { key: 'driftPerThousand', label: 'Clock too fast by', unit: 'of 1,000', min: -200, max: 200, step: 5 },
]

export function FaultCard({ port }: { port: string }) {
  const fault = useOperation('devices/fault')
  const now = useQuery('devices/fault', { port }, { version: fault.running })
  const line = now.data?.line ?? NO_FAULTS
  return (
    <Details label="Let something go wrong">
      <ErrorAlert error={fault.error} />
      <div className="ui-row" role="group" aria-label="Once">
        {FAULT_ACTS.map((act) => (
          <Button key={act} onPress={() => void fault.run({ port, act })}>
            {ACT_NAMES[act]}
          </Button>
        ))}
      </div>
      {LINES.map(({ key, ...look }) => (
        <Slider
          key={key}
          {...look}
          value={line[key]}
          onChange={(value) => void fault.run({ port, line: { [key]: value } })}
        />
      ))}
      <Button onPress={() => void fault.run({ port, line: NO_FAULTS })}>Everything well again</Button>
    </Details>
  )
}
