/** What is looked at in every take, each with ✓ or ! and a sentence. */
import type { Health } from '../../../shared/model/sample.ts'
import type { Connection } from '../../../shared/model/board.ts'
import { Card } from '../../components/card.tsx'
import { threeDigits } from '../../plots/quantities.ts'

interface Item {
  name: string
  ok: boolean | null
  sentence: string
}

const CHECKS = [
  { name: 'Gaps', kinds: ['gap'], good: 'No readings are missing.' },
  { name: 'Pace', kinds: ['jitter'], good: 'Readings come evenly.' },
  { name: 'Clipping', kinds: ['clipping'], good: 'No line hits its top or bottom.' },
  { name: 'Flat line', kinds: ['flat', 'stuck'], good: 'Every line moves.' },
  { name: 'Units', kinds: ['units'], good: 'The values look like their units.' },
  { name: 'Loudness', kinds: ['silence'], good: 'There is something to hear.' },
] as const

const PICTURE_CHECKS = [
  { name: 'Light', kinds: ['clipping'], good: 'Neither too dark nor too bright.' },
  { name: 'Lens', kinds: ['flat'], good: 'There is something to see.' },
  { name: 'Camera', kinds: ['stuck'], good: 'Each picture is a new one.' },
] as const

const RATE_TOLERANCE = 0.05

function rateItem(connection: Connection | null, health: Health | null): Item {
  const measured = connection?.measuredRateHz ?? null
  const wanted = connection?.info?.rateHz ?? null
  const said = health?.findings.find((finding) => finding.kind === 'rate')
  if (said) return { name: 'Rate', ok: false, sentence: said.sentence }
  if (measured === null) return { name: 'Rate', ok: null, sentence: 'Waiting for readings.' }
  const off = wanted !== null && Math.abs(measured / wanted - 1) > RATE_TOLERANCE
  const sentence = `${threeDigits(measured)} readings a second${off ? `, not ${threeDigits(wanted)}` : ''}.`
  return { name: 'Rate', ok: !off, sentence }
}

interface Check {
  name: string
  kinds: readonly string[]
  good: string
}

function checked({ name, kinds, good }: Check, health: Health | null): Item {
  if (!health) return { name, ok: null, sentence: 'Looked at with the first take.' }
  const found = health.findings.find((finding) => kinds.includes(finding.kind))
  return { name, ok: !found, sentence: found?.sentence ?? good }
}

function items({ connection, health, hasSound, pictures }: Omit<Props, 'live'>): Item[] {
  if (pictures) return PICTURE_CHECKS.map((check) => checked(check, health))
  const checks = CHECKS.filter(({ name }) => hasSound || name !== 'Loudness')
  return [rateItem(connection, health), ...checks.map((check) => checked(check, health))]
}

const MARKS = { good: '✓', bad: '!', open: '·' } as const

interface Props {
  connection: Connection | null
  /** Of the take that runs, else of the last one. */
  health: Health | null
  live: boolean
  hasSound: boolean
  /** Of a camera. */
  pictures: boolean
}

export function HealthRow({ connection, health, live, hasSound, pictures }: Props) {
  return (
    <Card title={live ? 'Health now' : health ? 'Health of the last take' : 'Health'}>
      <ul className="record__health" aria-label={live ? 'Health of this take so far' : 'Health of the last take'}>
        {items({ connection, health, hasSound, pictures }).map(({ name, ok, sentence }) => (
          <li key={name}>
            <span aria-hidden="true">{ok === null ? MARKS.open : ok ? MARKS.good : MARKS.bad}</span>{' '}
            <strong>{name}</strong>
            {ok === false && <span className="ui-hidden"> problem</span>} <span className="ui-muted">{sentence}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
