/** Dealing the samples out into training, validation and test. */
import { useState } from 'react'
import { useLayout } from '../../app/layout.ts'
import { message } from '../../app/messages.ts'
import { useOperation } from '../../app/use-operation.ts'
import { Alert, ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { formatPercent } from '../../components/format.ts'
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { Slider } from '../../components/slider.tsx'

const RULES = [
  { value: 'session', label: 'by session: one sitting stays together' },
  { value: 'sample', label: 'by sample: whole takes' },
] as const

export function SplitCard() {
  const split = useOperation('samples/split')
  const [rule, setRule] = useLayout('dataset/rule', 'session')
  const [seed, setSeed] = useLayout('dataset/seed', 1)
  const [test, setTest] = useLayout('dataset/test-share', 0.2)
  const [validation, setValidation] = useLayout('dataset/validation-share', 0)
  const [warning, setWarning] = useState<string | null>(null)
  const tooMuch = test + validation > 0.9

  async function deal(): Promise<void> {
    const answer = await split.run({
      rule: rule === 'sample' ? 'sample' : 'session',
      seed: Math.round(seed),
      testShare: test,
      validationShare: validation,
    })
    setWarning(answer?.warning ?? null)
    if (answer) message('Split the samples again.')
  }
  return (
    <Card title="Split">
      <Select
        label="Rule"
        value={rule === 'sample' ? 'sample' : 'session'}
        options={RULES}
        onChange={(value) => setRule(value)}
      />
      <div className="dataset__fields">
        <Slider
          label="For testing"
          value={test}
          min={0}
          max={0.9}
          step={0.05}
          format={formatPercent}
          onChange={setTest}
        />
        <Slider
          label="For validation"
          value={validation}
          min={0}
          max={0.9}
          step={0.05}
          format={formatPercent}
          onChange={setValidation}
        />
      </div>
      <NumberField label="Seed" value={seed} min={0} max={0xffff_ffff} onChange={setSeed} />
      <ErrorAlert error={split.error} />
      {warning !== null && <Alert kind="stale">{warning}</Alert>}
      <div className="ui-row">
        <Button {...(tooMuch ? { reason: 'Leave at least a tenth for training.' } : {})} onPress={() => void deal()}>
          Split again
        </Button>
      </div>
    </Card>
  )
}
