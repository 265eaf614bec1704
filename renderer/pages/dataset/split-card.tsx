/** Dealing the samples out into training, validation and test, and how honest today's split is. */
import { useMemo, useState } from 'react'
import { type Sample, SPLITS } from '../../../shared/model/sample.ts'
import { useLayout } from '../../app/layout.ts'
import { message } from '../../app/messages.ts'
import { useOperation } from '../../app/use-operation.ts'
import { Alert, ErrorAlert } from '../../components/alert.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { formatCount, formatPercent } from '../../components/format.ts'
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { Slider } from '../../components/slider.tsx'
import { mixedSessions, splitCounts } from './sessions.ts'

const RULES = [
  { value: 'session', label: 'whole sessions' },
  { value: 'sample', label: 'whole samples' },
] as const
const RULE_HELP = {
  session: 'One sitting stays together, so the test says how it does with new people and days.',
  sample: 'Takes of one sitting land on both sides, so the score is too kind.',
} as const
const LEAST_TRAIN_SHARE = 0.1
const SESSIONS_NAMED = 3

export function SplitCard({ samples }: { samples: readonly Sample[] }) {
  const split = useOperation('samples/split')
  const [storedRule, setRule] = useLayout('dataset/rule', 'session')
  const [seed, setSeed] = useLayout('dataset/seed', 1)
  const [test, setTest] = useLayout('dataset/test-share', 0.2)
  const [validation, setValidation] = useLayout('dataset/validation-share', 0)
  const [warning, setWarning] = useState<string | null>(null)
  const rule = storedRule === 'sample' ? 'sample' : 'session'
  const problem = splitProblem(samples.length, seed, test + validation)

  async function deal(): Promise<void> {
    const answer = await split.run({ rule, seed, testShare: test, validationShare: validation })
    setWarning(answer?.warning ?? null)
    if (answer)
      message(
        `Split ${formatCount(samples.length)} samples again by ${RULES.find(({ value }) => value === rule)?.label}.`,
      )
  }
  return (
    <Card title="Split">
      <Today samples={samples} />
      <Select label="Keep together" help={RULE_HELP[rule]} value={rule} options={RULES} onChange={setRule} />
      <Share label="For testing" value={test} onChange={setTest} />
      <Share label="For validation" value={validation} onChange={setValidation} />
      <NumberField
        label="Seed"
        help="The same seed deals the same samples in the same way."
        value={seed}
        min={0}
        max={0xffff_ffff}
        onChange={setSeed}
      />
      <ErrorAlert error={split.error} />
      {warning !== null && <Alert kind="stale">{warning}</Alert>}
      <div className="ui-row">
        <Button reason={problem} onPress={() => void deal()}>
          Split again
        </Button>
      </div>
    </Card>
  )
}

function splitProblem(samples: number, seed: number, kept: number): string | undefined {
  if (samples === 0) return 'There are no samples yet.'
  if (!Number.isInteger(seed) || seed < 0) return 'Use a whole number as seed.'
  return kept > 1 - LEAST_TRAIN_SHARE + 1e-9 ? 'Leave at least a tenth for training.' : undefined
}

interface ShareProps {
  label: string
  value: number
  onChange: (value: number) => void
}

function Share({ label, value, onChange }: ShareProps) {
  return <Slider label={label} value={value} min={0} max={0.9} step={0.05} format={formatPercent} onChange={onChange} />
}

function Today({ samples }: { samples: readonly Sample[] }) {
  const counts = useMemo(() => splitCounts(samples), [samples])
  const mixed = useMemo(() => mixedSessions(samples), [samples])
  const named = mixed
    .slice(0, SESSIONS_NAMED)
    .map((session) => `‘${session}’`)
    .join(', ')
  const more = mixed.length > SESSIONS_NAMED ? ` and ${mixed.length - SESSIONS_NAMED} more` : ''
  return (
    <>
      <p>{SPLITS.map((split) => `${formatCount(counts[split])} ${split}`).join(' · ')}</p>
      {mixed.length > 0 && (
        <Alert kind="stale">
          {named}
          {more} {mixed.length === 1 ? 'sits' : 'sit'} in more than one part: the score is too kind.
        </Alert>
      )}
    </>
  )
}
